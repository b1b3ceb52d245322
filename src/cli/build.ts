import { resolve } from 'node:path';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { visible } from '../views/values.ts';
import { frames } from './diagnostics.ts';
import { nameOf, readGiven, readProgram } from './program-file.ts';
import { saveFile } from './save.ts';
import { listen } from './signals.ts';
import { stderrStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface BuildFlags {
  readonly output?: string;
  /** `true`, or the user-space part in C. */
  readonly wasm?: string | true;
  readonly force?: boolean;
  readonly allowUnsafe?: boolean;
  readonly json?: boolean;
}

/** `gpttrace build FILE.bpf.c`: one file to carry. */
export async function buildCommand(named: string | undefined, asked: BuildFlags): Promise<Exit> {
  // Of `--wasm FILE.bpf.c` the file is the program: nothing else is named.
  const isProgram = named === undefined && typeof asked.wasm === 'string';
  const file = isProgram ? asked.wasm : named;
  const flags: BuildFlags = isProgram ? { ...asked, wasm: true } : asked;
  if (typeof file !== 'string') throw new Problem(messages.nothingToBuild());
  const given = readGiven(file);
  const { output } = flags;
  for (const read of [file, typeof flags.wasm === 'string' ? flags.wasm : file])
    if (output !== undefined && output !== '-' && resolve(output) === resolve(read)) throw new Problem(messages.builtOverItself(read));
  const interruption = listen();
  try {
    const { buildFile, wasBuilt } = await import('../line/build.ts');
    const module = flags.wasm === undefined ? undefined : flags.wasm === true ? {} : { user: readProgram(flags.wasm) };
    const built = await buildFile(given, {
      ...(flags.allowUnsafe === undefined ? {} : { allowUnsafe: flags.allowUnsafe }),
      ...(module === undefined ? {} : { module }),
      stop: interruption.stop,
    });
    const target = flags.output ?? built.name;
    const { bytes, diagnostics, attachPoints, safety, verified } = built;
    if (target === '-') {
      if (process.stdout.isTTY === true) throw new Problem(messages.builtOnTerminal(built.name));
      await write(process.stdout, bytes);
    } else {
      // What was built before gives way; what is somebody else's does not.
      saveFile(target, bytes, flags.force === true || wasBuilt(target));
    }
    if (flags.json === true && target !== '-')
      await write(process.stdout, `${JSON.stringify({ type: 'built', file: target, bytes: bytes.length, attachPoints, safety, verified, diagnostics })}\n`);
    else {
      const said = [
        ...frames(
          diagnostics.filter(({ severity }) => severity !== 'note'),
          given.source,
          nameOf(file),
          stderrStyle(),
        ),
        ...(target === '-'
          ? []
          : [
              spoken(
                `${visible(target)}: ${bytes.length} bytes; ${attachPoints.map(visible).join(', ')}${verified ? '' : "; the kernel's verifier was not asked: that needs root"}`,
              ),
            ]),
      ];
      await write(process.stderr, said.length === 0 ? '' : `${said.join('\n')}\n`);
    }
    return interruption.exit() ?? Exit.answered;
  } finally {
    interruption.dispose();
  }
}
