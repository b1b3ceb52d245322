import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LAB_FORMAT, makeFolder, readManifest, sweep, whyUnusable } from '../../src/lab/manifest.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gpttrace-lab-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a folder of the lab', () => {
  it.each([
    ['nothing at all', undefined, 'it has not been built'],
    ['no manifest', '', 'its manifest cannot be read'],
    ['half a manifest', '{"format": 1, "key"', 'its manifest cannot be read'],
    ['something else', '[]', 'its manifest cannot be read'],
    ['an older format', JSON.stringify({ format: LAB_FORMAT - 1, key: 'k', version: '', packages: [] }), 'it was built by an older gpttrace'],
    ['a newer format', JSON.stringify({ format: LAB_FORMAT + 1, key: 'k', version: '', packages: [] }), 'it was built by a newer gpttrace'],
    ['a file gone', JSON.stringify({ format: LAB_FORMAT, key: 'k', version: '', packages: [] }), 'root.ext4 is missing'],
  ])('cannot be used with %s', (_, manifest, why) => {
    const folder = join(root, 'a');
    if (manifest !== undefined) mkdirSync(folder);
    if (manifest) writeFileSync(join(folder, 'manifest.json'), manifest);
    expect(whyUnusable(folder, ['root.ext4'])).toBe(why);
  });

  it('leaves nothing of an attempt that failed, and keeps what was there', async () => {
    const folder = join(root, 'a');
    await makeFolder(folder, async (draft) => {
      writeFileSync(join(draft, 'file'), 'old');
      return { key: 'one', version: '1', packages: [] };
    });
    const failing = makeFolder(folder, async (draft) => {
      writeFileSync(join(draft, 'file'), 'half');
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(readdirSync(root)).toEqual(['a']);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  });

  it('is replaced as a whole', async () => {
    const folder = join(root, 'a');
    for (const name of ['first', 'second']) {
      await makeFolder(folder, async (draft) => {
        writeFileSync(join(draft, name), name);
        return { key: name, version: '1', packages: ['p_1_amd64.deb'] };
      });
    }
    expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'second']);
    expect(readManifest(folder)).toEqual({ format: LAB_FORMAT, key: 'second', version: '1', packages: ['p_1_amd64.deb'] });
    expect(whyUnusable(folder, ['second'])).toBeUndefined();
  });

  it('that a killed build left half made is swept away, and nothing else', () => {
    for (const path of ['kernels/6.1', 'kernels/6.12.draft/tree', 'tools.old.draft', 'packages']) mkdirSync(join(root, path), { recursive: true });
    sweep(root);
    expect(existsSync(join(root, 'kernels/6.1'))).toBe(true);
    expect([...readdirSync(root), ...readdirSync(join(root, 'kernels'))].sort()).toEqual(['6.1', 'kernels', 'packages']);
  });
});
