import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findObjects, isVariantOf } from '../../../src/engines/wasm/objects.ts';
import { module } from './bytes.ts';
import { compiled, noClang } from './run.ts';

describe.skipIf(noClang !== undefined)(`a BPF object in a module${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, () => {
  const object = noClang === undefined ? compiled(readFileSync(new URL('execs.bpf.c', import.meta.url), 'utf8'), 'object.bpf.c') : new Uint8Array();

  test('is found whole, wherever it lies and however its segments cut it', () => {
    const half = object.length >> 1;
    const found = findObjects(
      module({
        data: [
          [4096 + half, object.subarray(half)],
          [16, Uint8Array.of(1)],
          [4096, object.subarray(0, half)],
        ],
      }),
    );
    expect(found.map((one) => Buffer.compare(one, object))).toEqual([0]);
    expect(
      findObjects(
        module({
          data: [
            [64, object],
            [65_536, object],
          ],
        }),
      ).length,
    ).toBe(1);
    expect(findObjects(module({ data: [[64, object.subarray(0, half)]] }))).toEqual([]);
  });

  test('is the same with other values of its variables, and not with other code', () => {
    const license = Buffer.from(object).indexOf('GPL\0');
    const code = Buffer.from(object).indexOf(Buffer.from([0x95, 0, 0, 0, 0, 0, 0, 0]));
    const rodata = rodataAt(object);
    expect(isVariantOf(object, object)).toBe(true);
    expect(isVariantOf(object.with(rodata, 99), object)).toBe(true);
    expect(isVariantOf(object.with(license, 0x4d), object)).toBe(false);
    expect(isVariantOf(object.with(code, 0x05), object)).toBe(false);
    expect(isVariantOf(object.subarray(1), object)).toBe(false);
  });
});

function rodataAt(elf: Uint8Array): number {
  const view = new DataView(elf.buffer, elf.byteOffset, elf.length);
  const table = Number(view.getBigUint64(40, true));
  const offset = (i: number): number => Number(view.getBigUint64(table + i * 64 + 24, true));
  const names = offset(view.getUint16(62, true));
  for (let i = 0; i < view.getUint16(60, true); i++) {
    const at = names + view.getUint32(table + i * 64, true);
    if (Buffer.from(elf.subarray(at, at + 8)).toString('latin1') === '.rodata\0') return offset(i);
  }
  throw new Error('the object has no .rodata');
}
