/** What .BTF.ext tells (Documentation/bpf/btf.rst): from which source line each instruction comes, and whether types are adapted to the kernel's. */
import type { Btf } from '../kernel/btf.ts';
import { type FoundProgram, WIDTH } from './code.ts';

export interface SourceLine {
  /** Number of the instruction in its program. */
  readonly instruction: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

const MAGIC = 0xeb9f;
const MOST_LINES = 200_000;

/** One of its tables, by where its header has its place: 16 of lines, 24 of what is adapted. */
export function partOf(extension: Uint8Array | undefined, at: number): DataView | undefined {
  if (extension === undefined || extension.length < at + 8) return undefined;
  const view = new DataView(extension.buffer, extension.byteOffset, extension.byteLength);
  const header = view.getUint32(4, true);
  if (view.getUint16(0, true) !== MAGIC || header < at + 8) return undefined;
  const start = header + view.getUint32(at, true);
  const length = view.getUint32(at + 4, true);
  return start + length > extension.length ? undefined : new DataView(extension.buffer, extension.byteOffset + start, length);
}

export function usesTypesOfKernel(extension: Uint8Array | undefined): boolean {
  return (partOf(extension, 24)?.byteLength ?? 0) > 4;
}

export function linesOf(extension: Uint8Array | undefined, btf: Btf, { section, at: place }: FoundProgram): readonly SourceLine[] {
  const view = partOf(extension, 16);
  if (view === undefined || view.byteLength < 4) return [];
  const size = view.getUint32(0, true);
  const lines: SourceLine[] = [];
  if (size < 16) return [];
  for (let at = 4; at + 8 <= view.byteLength; ) {
    const name = btf.text(view.getUint32(at, true));
    const count = view.getUint32(at + 4, true);
    at += 8;
    for (let i = 0; i < count && at + size <= view.byteLength && lines.length < MOST_LINES; i++, at += size) {
      const offset = view.getUint32(at, true);
      if (name !== section || offset < place.start || offset >= place.end) continue;
      const position = view.getUint32(at + 12, true);
      lines.push({
        instruction: (offset - place.start) / WIDTH,
        file: btf.text(view.getUint32(at + 4, true)),
        line: position >>> 10,
        column: position & 0x3ff,
        text: btf.text(view.getUint32(at + 8, true)),
      });
    }
    if (lines.length >= MOST_LINES) break;
  }
  return lines;
}
