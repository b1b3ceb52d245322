import type { OpenObject, OpenProgram } from './open.ts';
import type { Failure } from './voice.ts';

/** Has the kernel verify and take the programs of an opened object. */
export function loadObject(object: OpenObject): { readonly ok: true } | Failure {
  const { bpf, voice, programs } = object;
  const status = voice.during(bpf, () => bpf.load(object.at));
  if (status >= 0) return { ok: true };
  const refused = programs.find(({ log }) => log !== undefined && log[0] !== 0);
  const named = refused ?? programs.find(({ name }) => voice.said.includes(`prog '${name}'`));
  return voice.failure('cannot be loaded', status, named === undefined ? undefined : { name: named.name, log: logOf(named) });
}

/** What the verifier wrote, without what follows its end. */
function logOf({ log }: OpenProgram): string {
  if (log === undefined) return '';
  const end = log.indexOf(0);
  return log.toString('utf8', 0, end === -1 ? log.length : end);
}

export function closeObject({ bpf, at, voice }: OpenObject): void {
  voice.during(bpf, () => bpf.close(at));
}
