import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { messages } from '../../src/core/messages.ts';

const FOLDER = new URL('../../src/core/messages/', import.meta.url);

it('every message has a name of its own: of two with the same the catalogue has one', async () => {
  const files = readdirSync(FOLDER);
  const parts = await Promise.all(files.map(async (file) => (await import(new URL(file, FOLDER).href)) as Record<string, unknown>));
  const names = parts.flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) => (name.endsWith('Messages') && typeof value === 'object' && value !== null ? Object.keys(value) : [])),
  );
  expect(names.length).toBe(new Set(names).size);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.length).toBe(Object.keys(messages).length);
});

it('every part is in the catalogue', () => {
  const text = readFileSync(new URL('../../src/core/messages.ts', import.meta.url), 'utf8');
  for (const file of readdirSync(FOLDER)) expect(text).toContain(`./messages/${file}`);
});
