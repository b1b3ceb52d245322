import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { snapshotHere } from '../line/machine.ts';
import { saveFile } from './save.ts';
import { write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface FactsFlags {
  readonly output?: string;
  readonly force?: boolean;
  readonly types?: boolean;
}

/** `gpttrace facts`: this machine as JSON, to check programs for it elsewhere. What could not be read of it is said on standard error. */
export async function factsCommand(flags: FactsFlags): Promise<Exit> {
  if (flags.output === undefined && process.stdout.isTTY === true) throw new Problem(messages.snapshotOnTerminal());
  const { snapshot, missing } = await snapshotHere(flags.types ?? true);
  const text = `${JSON.stringify(snapshot)}\n`;
  if (flags.output === undefined) await write(process.stdout, text);
  else {
    saveFile(flags.output, text, flags.force ?? false);
    process.stderr.write(`${flags.output}: ${(text.length / 1e6).toFixed(1)} MB\n`);
  }
  if (missing.length > 0)
    process.stderr.write(spoken(`gpttrace: could not read: ${missing.join(', ')}${process.geteuid?.() === 0 ? '' : ' (as root more can be read)'}\n`));
  return Exit.answered;
}
