import { type ElfFile, SHT, textAt, wordAt } from './file.ts';

export interface UsdtProbe {
  readonly provider: string;
  readonly name: string;
  readonly arguments: number;
}

/** Kinds of notes: elf.h, and sys/sdt.h of systemtap. */
const BUILD_ID = 3;
const STAPSDT = 3;
const MAX_PROBES = 100_000;

/** The USDT probes of a file, each once although it may stand at several places. */
export function usdtProbes(file: ElfFile): UsdtProbe[] {
  const probes = new Map<string, UsdtProbe>();
  const section = file.sections.find(({ type, name }) => type === SHT.note && name === '.note.stapsdt');
  for (const description of notes(file, file.content(section), 'stapsdt', STAPSDT)) {
    // Three addresses, then provider, name and arguments, each ended by a zero.
    let at = (file.wide ? 8 : 4) * 3;
    const [provider = '', name = '', args = ''] = [0, 1, 2].map(() => {
      const text = textAt(description, at);
      at += Buffer.byteLength(text) + 1;
      return text;
    });
    if (provider !== '' && name !== '') probes.set(`${provider}:${name}`, { provider, name, arguments: countArguments(args) });
    if (probes.size > MAX_PROBES) break;
  }
  return [...probes.values()];
}

/** The build id as hexadecimal digits: debug files of distributions are found by it. */
export function buildId(file: ElfFile): string | undefined {
  const section = file.sections.find(({ type, name }) => type === SHT.note && name === '.note.gnu.build-id');
  for (const description of notes(file, file.content(section), 'GNU', BUILD_ID))
    return Buffer.from(description.buffer, description.byteOffset, description.byteLength).toString('hex');
  return undefined;
}

/** `8@%rdi -4@16(%rsp)` are two; on ARM blanks stand within brackets: `8@[sp, 16]`. */
function countArguments(text: string): number {
  return text.replace(/\[[^\]]*\]/g, '').match(/\S+/g)?.length ?? 0;
}

/** The descriptions of the notes of an owner and kind. Sizes are padded to four bytes (gABI, note section). */
function* notes({ little }: ElfFile, view: DataView | undefined, owner: string, kind: number): Generator<DataView> {
  if (view === undefined) return;
  for (let at = 0; at + 12 <= view.byteLength; ) {
    const nameSize = wordAt(view, at, false, little);
    const size = wordAt(view, at + 4, false, little);
    const from = at + 12 + padded(nameSize);
    if (from + size > view.byteLength) return;
    if (view.getUint32(at + 8, little) === kind && nameSize === owner.length + 1 && textAt(view, at + 12) === owner)
      yield new DataView(view.buffer, view.byteOffset + from, size);
    at = from + padded(size);
  }
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}
