/** The user's editor: how it ends, and that it ends with us. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEditor } from '../../src/line/editor.ts';

let folder: string;
const before = { VISUAL: process.env.VISUAL, EDITOR: process.env.EDITOR };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpttrace-editor-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** A file, and an editor that does so with it. */
function given(script: string): string {
  const editor = join(folder, 'editor');
  const file = join(folder, "a name with 'quotes' $(id)");
  writeFileSync(editor, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  writeFileSync(file, 'before\n');
  delete process.env.VISUAL;
  process.env.EDITOR = editor;
  return file;
}

function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

test.each([
  ['that ends well', 'echo after > "$1"', 'edited', 'after\n'],
  ['that fails', 'exit 3', 'failed', 'before\n'],
  ['that is killed', 'kill -9 $$', 'failed', 'before\n'],
])('an editor %s', async (_what, script, how, text) => {
  const file = given(script);
  expect([await openEditor(file), readFileSync(file, 'utf8')]).toEqual([how, text]);
});

test('there is no such editor', async () => {
  const file = given('');
  process.env.EDITOR = '/nonexistent/editor';
  expect(await openEditor(file)).toBe('failed');
});

test.each(['SIGHUP', 'SIGTERM'] as const)('%s ends an editor that does not listen, and what it has started', async (signal) => {
  const pids = join(folder, 'pids');
  const file = given(`trap '' HUP TERM INT\necho after > "$1"\nsleep 100 &\necho "$$ $!" > ${pids}.new\nmv ${pids}.new ${pids}\nwait`);
  // Somebody else listens: else it would end us.
  const heard = (): void => {};
  process.on(signal, heard);
  try {
    const edited = openEditor(file);
    while (!existsSync(pids)) await new Promise((resolve) => setTimeout(resolve, 20));
    process.emit(signal, signal);
    expect(await edited).toBe('ended');
    const left = readFileSync(pids, 'utf8').trim().split(' ').map(Number).filter(isThere);
    expect([left, readFileSync(file, 'utf8'), process.listeners(signal).includes(heard)]).toEqual([[], 'after\n', true]);
  } finally {
    process.off(signal, heard);
  }
});
