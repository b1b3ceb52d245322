import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCommands } from '../../src/rehearse/commands.ts';
import { realHost } from '../../src/system/real.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const place = mkdtempSync(join(tmpdir(), 'gpttrace-commands-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A folder with a suite in it, and beside it a gtw.c of this text. */
function suiteBeside(name: string, source?: string): string {
  const folder = join(place, name);
  mkdirSync(folder);
  if (source !== undefined) writeFileSync(join(folder, 'gtw.c'), source);
  return join(folder, 'suite.jsonl');
}

const hasCompiler = realHost().which('cc') !== undefined;
if (!hasCompiler) console.log('skipped: there is no C compiler');

describe('openCommands', () => {
  it('says that there is no compiler, of the workloads that need what it would make', async () => {
    const suite = suiteBeside('without', 'int main(void) { return 0; }');
    const commands = await openCommands([suite], join(place, 'cache'), recordedHost({}));
    expect(commands.cannot(suite, 'gtw open 50')).toMatch(/gtw\.c, and there is no C compiler here$/);
    expect(commands.cannot(suite, 'true; (gtw open 50)')).toMatch(/no C compiler/);
    for (const workload of ['gtw-bash', 'true', 'echo mygtw', '']) expect(commands.cannot(suite, workload)).toBeUndefined();
    commands.dispose();
  });

  it.skipIf(!hasCompiler)('says what is wrong with a source that cannot be compiled', async () => {
    const suite = suiteBeside('broken', 'int main(');
    const commands = await openCommands([suite], join(place, 'cache'), realHost());
    expect(commands.cannot(suite, 'gtw')).toMatch(/does not compile: /);
    commands.dispose();
  });

  it.skipIf(!hasCompiler)('compiles once, and puts it on PATH before the folder of the suite', async () => {
    const suite = suiteBeside('right', '#include <stdio.h>\nint main(void) { puts("{\\"pid\\": 7}"); return 0; }');
    const cache = join(place, 'cache-right');
    for (const host of [realHost(), recordedHost({})]) {
      const commands = await openCommands([suite], cache, host);
      expect(commands.cannot(suite, 'gtw')).toBeUndefined();
      const path = commands.path(suite);
      expect(path.at(-1)).toBe(join(place, 'right'));
      expect(execFileSync('/bin/sh', ['-c', 'gtw'], { env: { PATH: path.join(':') }, encoding: 'utf8' })).toBe('{"pid": 7}\n');
      commands.dispose();
    }
  });

  it('makes a folder to work in and a command for the generator, and removes them', async () => {
    const suite = suiteBeside('plain');
    const commands = await openCommands([suite], join(place, 'cache'), realHost());
    const [bin = ''] = commands.path(suite);
    expect(existsSync(join(bin, 'workload'))).toBe(true);
    expect(existsSync(commands.cwd)).toBe(true);
    expect(commands.cannot(suite, 'gtw open')).toBeUndefined();
    commands.dispose();
    expect(existsSync(bin)).toBe(false);
    expect(existsSync(commands.cwd)).toBe(false);
  });
});
