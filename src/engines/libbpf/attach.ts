import type { Pointer } from './library.ts';
import type { OpenObject } from './open.ts';
import type { Failure } from './voice.ts';

export interface Attached {
  readonly ok: true;
  /** As many as the programs that were attached. */
  readonly count: number;
  detach(): void;
}

/**
 * Attaches each named program where its section says; an XDP program to the network interfaces given, each by its index. Where one fails none stays attached.
 */
export function attachPrograms(object: OpenObject, names: ReadonlySet<string>, xdp: ReadonlyMap<string, readonly number[]> = new Map()): Attached | Failure {
  const { bpf, programs, voice } = object;
  const links: Pointer[] = [];
  const detach = (): void => {
    for (const link of links.splice(0).reverse()) voice.during(bpf, () => bpf.destroyLink(link));
  };
  for (const program of programs) {
    const ways = names.has(program.name)
      ? [() => bpf.attach(program.at)]
      : (xdp.get(program.name) ?? []).map((index) => () => bpf.attachXdp(program.at, index));
    for (const way of ways) {
      const link = voice.during(bpf, way);
      if (link === null) {
        const errno = bpf.errno();
        detach();
        return voice.failure('cannot be attached', errno, { name: program.name, log: '' });
      }
      links.push(link);
    }
  }
  return { ok: true, count: links.length, detach };
}
