/** Which function an address of a process is in, by what it has mapped and by what runtimes write down of the code they make. */
import { type Host, textOf } from '../system/host.ts';
import { type FileAddresses, fileAddresses } from './elf/addresses.ts';

interface Mapping {
  readonly start: bigint;
  readonly end: bigint;
  readonly offset: number;
  /** Empty where it is of no file. */
  readonly path: string;
}

/** Processes are looked at while they live, once; what was found of them is kept. */
export class ProcessAddresses {
  readonly #host: Host;
  readonly #processes = new Map<number, { readonly mappings: readonly Mapping[]; readonly made: readonly Made[] }>();
  readonly #files = new Map<string, FileAddresses | undefined>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** In the way of perf's stacks: `7f3a5c0 main+12 (/usr/bin/app)`; `[unknown]` in place of what cannot be told. */
  lineOf(pid: number | undefined, address: bigint): string {
    const hex = address.toString(16);
    const process = pid === undefined ? undefined : this.#process(pid);
    const mapping = process?.mappings.find(({ start, end }) => address >= start && address < end);
    if (pid === undefined || process === undefined || mapping === undefined) return `${hex} [unknown]`;
    if (!mapping.path.startsWith('/')) {
      const made = madeAt(process.made, address);
      return `${hex} ${made ?? '[unknown]'}${mapping.path === '' ? '' : ` (${mapping.path})`}`;
    }
    const offset = Number(address - mapping.start) + mapping.offset;
    return `${hex} ${this.#file(pid, mapping.path)?.nameOf(offset) ?? '[unknown]'} (${mapping.path})`;
  }

  #process(pid: number) {
    const known = this.#processes.get(pid);
    if (known !== undefined) return known;
    const mappings = mappingsIn(textOf(this.#host, `/proc/${pid}/maps`) ?? '');
    const process = { mappings, made: madeIn(textOf(this.#host, `/proc/${pid}/root/tmp/perf-${pid}.map`) ?? '') };
    // One that is gone may have been named by a look before: it does not come back.
    if (mappings.length > 0) this.#processes.set(pid, process);
    return process;
  }

  /** As the process sees it: its own root may be another one. */
  #file(pid: number, path: string): FileAddresses | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const file = fileAddresses(this.#host, `/proc/${pid}/root${path}`) ?? fileAddresses(this.#host, path);
    this.#files.set(path, file);
    return file;
  }
}

/** Of /proc/PID/maps what can be executed. */
export function mappingsIn(maps: string): Mapping[] {
  return maps.split('\n').flatMap((line) => {
    const [, start, end, rights, offset, path = ''] = /^([\da-f]+)-([\da-f]+) (\S+) ([\da-f]+) \S+ \d+ *(.*)$/.exec(line) ?? [];
    if (start === undefined || end === undefined || rights?.[2] !== 'x') return [];
    return [{ start: BigInt(`0x${start}`), end: BigInt(`0x${end}`), offset: Number.parseInt(offset ?? '0', 16), path: path.replace(/ \(deleted\)$/, '') }];
  });
}

interface Made {
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
}

/** The map that Node.js, Java agents and others write for perf: `START SIZE NAME`, the last for a place being the one that holds. */
export function madeIn(map: string): Made[] {
  return map.split('\n').flatMap((line) => {
    const [, start, size, name] = /^(?:0x)?([\da-f]{1,16}) ([\da-f]{1,16}) (.+)$/.exec(line) ?? [];
    return start === undefined || name === undefined ? [] : [{ start: BigInt(`0x${start}`), end: BigInt(`0x${start}`) + BigInt(`0x${size}`), name }];
  });
}

function madeAt(made: readonly Made[], address: bigint): string | undefined {
  const found = made.findLast(({ start, end }) => address >= start && address < end);
  return found === undefined ? undefined : `${found.name}+${address - found.start}`;
}
