import type { TypeDescription } from '../core/definition.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { describeType } from '../line/machine.ts';
import { renderDefinitions } from '../views/definition.ts';
import { type MachineFlags, whichMachine } from './machine.ts';
import { stdoutStyle, write } from './terminal.ts';

export interface TypeFlags extends MachineFlags {
  readonly json?: boolean;
  readonly depth?: number;
}

/** `gpttrace type NAME`: the C definition of a type of the kernel, of what a path leads to, or of a function. */
export async function typeCommand(words: readonly string[], flags: TypeFlags): Promise<Exit> {
  const query = words.join(' ');
  const answer = await describeType(query, flags.depth ?? 0, whichMachine(flags));
  if (answer === undefined) throw new Problem(messages.noTypeName(query));
  if ('missing' in answer) throw new Problem(messages.unknownType(answer.missing, answer.of, answer.names));
  await write(process.stdout, flags.json ? `${asJson(query, answer.found)}\n` : `${renderDefinitions(answer.found, stdoutStyle()).join('\n')}\n`);
  return Exit.answered;
}

/** JSON has no integers beyond 2^53: such a value is a string of its digits. */
function asJson(query: string, found: TypeDescription): string {
  const plain = (_: string, value: unknown): unknown =>
    typeof value !== 'bigint' ? value : Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return JSON.stringify({ type: 'type', query, ...found }, plain);
}
