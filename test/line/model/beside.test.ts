import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDocuments } from '../../../src/line/manage-documents.ts';
import { besideOf } from '../../../src/line/model/beside.ts';
import { configuredEmbedder } from '../../../src/line/model/configured-embedder.ts';
import { NO_SETTINGS } from '../../../src/models/settings.ts';

const signal = new AbortController().signal;
const kept = process.env.XDG_DATA_HOME;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gt-beside-'));
  process.env.XDG_DATA_HOME = join(folder, 'data');
});
afterEach(() => {
  if (kept === undefined) delete process.env.XDG_DATA_HOME;
  else process.env.XDG_DATA_HOME = kept;
  rmSync(folder, { recursive: true, force: true });
});

describe('what a model may look up beside the machine', () => {
  it('is nothing where nothing is indexed and nothing allowed', async () => {
    expect(await besideOf(NO_SETTINGS)).toEqual({});
    expect(await besideOf({ ...NO_SETTINGS, embeddings: 'nobody/knows' })).toEqual({});
  });

  it('is what is indexed, by words where the embedding model that is set is none', async () => {
    mkdirSync(join(folder, 'notes'));
    writeFileSync(join(folder, 'notes/a.md'), '# Disks\n\nThe backup reads everything.\n');
    await addDocuments(join(folder, 'notes'), undefined, { signal });
    for (const settings of [NO_SETTINGS, { ...NO_SETTINGS, embeddings: 'nobody/knows' }]) {
      const { documents, lookUp } = await besideOf(settings);
      expect(lookUp).toBeUndefined();
      expect(await documents?.('backup', 3, signal)).toMatchObject([{ title: 'Disks', text: '# Disks\n\nThe backup reads everything.' }]);
    }
  });

  it('is the web where that is allowed, and never with local-only', async () => {
    const settings = { ...NO_SETTINGS, web: { stackExchange: true } };
    expect((await besideOf(settings)).lookUp).toBeDefined();
    expect(await besideOf({ ...settings, localOnly: true })).toEqual({});
  });
});

it('an embedding model elsewhere is not used where a flag says local-only', async () => {
  const config = mkdtempSync(join(tmpdir(), 'gt-config-'));
  try {
    mkdirSync(join(config, 'gpttrace'));
    writeFileSync(
      join(config, 'gpttrace/config.toml'),
      'embeddings = "far"\n[models.far]\nprovider = "openai-compatible"\nmodel = "m"\nurl = "https://embeddings.invalid/v1"\n',
    );
    const env = { XDG_CONFIG_HOME: config };
    expect((await configuredEmbedder(false, env))?.local).toBe(false);
    expect(await configuredEmbedder(true, env)).toBeUndefined();
  } finally {
    rmSync(config, { recursive: true, force: true });
  }
});
