import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { type AskFlags, ENGINES } from './options.ts';

/** By what means an answer is wished for. A file that is named for it says so too, where nothing else does. Throws a Problem where two wishes are not the same. */
export function meansOf({ engine, as, save }: AskFlags, file: string | undefined = save): Pick<Request, 'as'> {
  const run = engine === undefined ? undefined : ENGINES[engine];
  if (run !== undefined && as !== undefined && run !== as)
    throw new Problem(messages.conflictingOptions(`--engine ${engine}`, `--as ${as}`, 'one engine runs what is written in one language'));
  if (file !== undefined && /\.(?:o|wasm)$/.test(file)) throw new Problem(messages.savedAsText(file));
  const wished = run ?? as ?? ofFile(file);
  return wished === undefined ? {} : { as: wished };
}

/** A name that ends so is for nothing else. */
function ofFile(file: string | undefined): Request['as'] {
  if (file === undefined) return undefined;
  return file.endsWith('.bt') ? 'bpftrace' : /\.bpf\.c$/.test(file) ? 'c' : undefined;
}
