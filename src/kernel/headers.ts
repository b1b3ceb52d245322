import type { Verdict } from '../core/facts.ts';
import { type Host, textOf } from '../system/host.ts';

/** The C headers that a program's #include lines can name. */
export interface Headers {
  /** Whether bpftrace can compile a program that includes it; `unknown` where nobody can tell without trying. */
  usable(name: string): Verdict;
}

/** bpftrace looks into the kernel's build tree, then where the compiler looks. */
const PLACES = ['/usr/include', '/usr/local/include'];
/** Words that bpftrace's own linux/types.h, which stands in for the kernel's, does not define (resources/headers.cpp of bpftrace 0.17). */
const UNDEFINED = /\b(?:__aligned_u64|__bitwise)\b/;

/** The headers of this machine. Without the kernel's build tree only those of libc and of the kernel's user interface are there. */
export function installedHeaders(host: Host): Headers {
  const tree = [`/lib/modules/${host.release}/build`, `/lib/modules/${host.release}/source`, '/sys/kernel/kheaders.tar.xz'].some((path) => host.exists(path));
  return {
    usable(name) {
      if (tree) return 'unknown';
      const places = [...PLACES, ...archPlaces(host)].map((place) => `${place}/${name}`);
      const path = places.find((place) => host.exists(place));
      if (path === undefined) return 'no';
      return UNDEFINED.test(textOf(host, path) ?? '') ? 'no' : 'unknown';
    },
  };
}

/** Debian keeps what differs between architectures in a folder of its own. */
function archPlaces(host: Host): readonly string[] {
  return (host.list('/usr/include') ?? []).filter((name) => name.endsWith('-linux-gnu')).map((name) => `/usr/include/${name}`);
}
