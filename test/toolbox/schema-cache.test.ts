import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findTools, toolNamed } from '../../src/toolbox/find.ts';
import { learnSchema } from '../../src/toolbox/learn.ts';
import { fileSchemas } from '../../src/toolbox/schema-cache.ts';
import type { Tool } from '../../src/toolbox/tool.ts';
import { host } from './machine.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gpttrace-schemas-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function named(name: string): Tool {
  const found = toolNamed(name, findTools(host));
  if (found.kind === 'unknown') throw new Error(name);
  return found.tool;
}

/** The recorded machine, counting how often a tool is asked; `stamp` is the time of every file. */
function counting(stamp = 'one'): { readonly asked: () => number; readonly host: typeof host } {
  let asked = 0;
  return {
    asked: () => asked,
    host: {
      ...host,
      stamp: () => stamp,
      run: (...call) => {
        asked++;
        return host.run(...call);
      },
    },
  };
}

function onlyFile(): string {
  const [file = '', ...more] = readdirSync(directory);
  expect(more).toEqual([]);
  return join(directory, file);
}

it('a tool is asked once, whoever asks', async () => {
  const { asked, host: machine } = counting();
  const first = await learnSchema(named('opensnoop'), machine, fileSchemas(directory));
  const second = await learnSchema(named('opensnoop'), machine, fileSchemas(directory));
  expect(asked()).toBe(1);
  expect(second).toEqual(first);
});

it('a tool that changed is asked anew, and what it was before is not kept', async () => {
  await learnSchema(named('opensnoop'), counting().host, fileSchemas(directory));
  const changed = counting('two');
  await learnSchema(named('opensnoop'), changed.host, fileSchemas(directory));
  expect(changed.asked()).toBe(1);
  expect(readFileSync(onlyFile(), 'utf8')).toContain(' two"');
});

it.each([
  ['cut off', (text: string) => text.slice(0, text.length / 2)],
  ['empty', () => ''],
  ['something else', () => '[1,2]'],
  ['of a schema with an option without names', (text: string) => text.replace(/"names":\[[^\]]*\]/, '"names":[]')],
  ['of a schema with another type of argument', (text: string) => text.replace('"type":"pid"', '"type":"shell"')],
  ['of a schema without options', (text: string) => text.replace('"options"', '"option"')],
  ['of another tool', (text: string) => text.replace('opensnoop', 'execsnoop')],
])('a file that is %s is learnt anew, and mended', async (_, damage) => {
  const { host: machine, asked } = counting();
  const whole = await learnSchema(named('opensnoop'), machine, fileSchemas(directory));
  writeFileSync(onlyFile(), damage(readFileSync(onlyFile(), 'utf8')));
  expect(await learnSchema(named('opensnoop'), machine, fileSchemas(directory))).toEqual(whole);
  expect(asked()).toBe(2);
  await learnSchema(named('opensnoop'), machine, fileSchemas(directory));
  expect(asked()).toBe(2);
});

it('where nothing can be written it is asked every time, and nothing fails', async () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  const { host: machine, asked } = counting();
  for (let i = 0; i < 2; i++) await learnSchema(named('opensnoop'), machine, fileSchemas(join(file, 'below')));
  expect(asked()).toBe(2);
});

it('a cache that cannot be written is done without: below /proc, too, where Node would make folders for ever', async () => {
  const cache = fileSchemas('/proc/nowhere/gpttrace/tools');
  const schema = await learnSchema(named('opensnoop'), host, cache);
  expect(schema.options.length).toBeGreaterThan(0);
});
