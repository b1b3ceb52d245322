/** Stacks by their numbers: the kernel keeps each once in a map of its own, and programs hand out its number. Here they become text with a frame a line, as bpftrace's are. */
import type { Scalar } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { KernelAddresses } from '../../kernel/kallsyms.ts';
import { ProcessAddresses } from '../../kernel/process-addresses.ts';
import { type Host, textOf } from '../../system/host.ts';
import type { Libbpf } from './library.ts';
import type { LoadedMap } from './maps.ts';
import { MapType } from './open.ts';

/** From here on addresses are the kernel's. */
const KERNEL = 0xffff_8000_0000_0000n;
/** The same addresses come again and again. */
const MOST_KNOWN = 200_000;

/** Puts text in the place of every stack of a row or a key. */
export type NameStacks = (values: readonly Scalar[]) => readonly Scalar[];

export class StackNames {
  readonly #bpf: Libbpf;
  readonly #maps: readonly LoadedMap[];
  readonly #host: Host;
  readonly #processes: ProcessAddresses;
  /** Read when the first stack is met: 200,000 lines. */
  #kernel: KernelAddresses | undefined | 'unread' = 'unread';
  readonly #kernelLines = new Map<bigint, string>();

  constructor(bpf: Libbpf, maps: readonly LoadedMap[], host: Host) {
    this.#bpf = bpf;
    this.#maps = maps.filter(({ type }) => type === MapType.stack);
    this.#host = host;
    this.#processes = new ProcessAddresses(host);
  }

  /** Undefined where none of the columns holds stacks. */
  namer(columns: readonly Column[]): NameStacks | undefined {
    const stacks = columns.flatMap((column, at) => (column.kind === 'stack' ? [{ at, whose: column.stack, maps: this.#mapsFor(column) }] : []));
    if (stacks.length === 0) return undefined;
    const pidAt = columns.findIndex(({ kind }) => kind === 'pid');
    return (values) => {
      const named = [...values];
      const pid = pidAt === -1 ? undefined : Number(values[pidAt]);
      for (const { at, maps } of stacks) {
        const value = values[at] ?? null;
        const addresses = typeof value === 'string' ? addressesIn(value) : this.#addresses(value, maps);
        named[at] = this.#text(addresses, pid);
      }
      return named;
    };
  }

  /** Where there are several, those that are named as the column is come first. */
  #mapsFor({ stack, name }: Column): readonly LoadedMap[] {
    const side = stack ?? name;
    const fits = (map: LoadedMap): boolean => whoseStack(map.name) === stack || map.name.includes(side);
    return [...this.#maps].sort((a, b) => Number(fits(b)) - Number(fits(a)));
  }

  /** None where its number is an error: there was no stack, or no room for it. */
  #addresses(id: Scalar, maps: readonly LoadedMap[]): bigint[] {
    if ((typeof id !== 'number' && typeof id !== 'bigint') || id < 0 || id > 0xffff_ffff) return [];
    const key = Buffer.alloc(4);
    key.writeUInt32LE(Number(id));
    for (const map of maps) {
      const value = Buffer.alloc(map.valueSize);
      if (this.#bpf.lookup(map.fd, key, value) !== 0) continue;
      const addresses: bigint[] = [];
      for (let at = 0; at + 8 <= value.length; at += 8) {
        const address = value.readBigUInt64LE(at);
        if (address === 0n) break;
        addresses.push(address);
      }
      return addresses;
    }
    return [];
  }

  #text(addresses: readonly bigint[], pid: number | undefined): string {
    return addresses.length === 0
      ? ''
      : `\n${addresses.map((address) => (address >= KERNEL ? this.#kernelLine(address) : `\t${this.#processes.lineOf(pid, address)}`)).join('\n')}\n`;
  }

  #kernelLine(address: bigint): string {
    const known = this.#kernelLines.get(address);
    if (known !== undefined) return known;
    if (this.#kernel === 'unread') this.#kernel = KernelAddresses.read(Buffer.from(textOf(this.#host, '/proc/kallsyms') ?? '', 'latin1'));
    const line = `    ${this.#kernel?.nameOf(address) ?? `0x${address.toString(16)}`}`;
    if (this.#kernelLines.size < MOST_KNOWN) this.#kernelLines.set(address, line);
    return line;
  }
}

/** Of an array of addresses that a record has: up to the first that is none. */
function addressesIn(text: string): bigint[] {
  return text.split('\n').flatMap((line) => (/^0x[\da-f]+$/.test(line) ? [BigInt(line)] : []));
}

function whoseStack(name: string): Column['stack'] | undefined {
  return /^k|kern/.test(name) ? 'kernel' : /^u|user/.test(name) ? 'user' : undefined;
}
