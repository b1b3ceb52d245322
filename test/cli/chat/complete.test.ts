import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Completions, complete } from '../../../src/cli/chat/complete.ts';

const folder = mkdtempSync(join(tmpdir(), 'gt-complete-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['one.bt', 'other.bt', '.hidden', 'bad\u001b[2J.bt']) writeFileSync(join(folder, name), '');
mkdirSync(join(folder, 'onward'));

const FROM: Completions = {
  commands: () => ['/probes', '/program', '/run'],
  words: (typed) => (typed[0] === 'model' ? ['use', 'list', '--json'] : typed[0] === 'run' ? ['--duration'] : []),
  processes: (start) => ['nginx', 'node', 'two words', 'bad\u001b[2J'].filter((name) => name.startsWith(start)),
  probes: async (start) => ['tracepoint:sched:sched_switch', 'tracepoint:sched:sched_wakeup'].filter((name) => name.startsWith(start)),
  questions: (start) => ['which files are opened', 'which files are deleted'].filter((question) => question.startsWith(start)),
};

describe('Tab', () => {
  test.each<readonly [line: string, found: readonly string[], replaced: string]>([
    ['/pro', ['/probes', '/program'], '/pro'],
    ['/', ['/probes', '/program', '/run'], '/'],
    ['/xyz', [], '/xyz'],
    [`/run ${folder}/on`, [`${folder}/one.bt`, `${folder}/onward/`], `${folder}/on`],
    [`/check ${folder}/`, [`${folder}/one.bt`, `${folder}/onward/`, `${folder}/other.bt`], `${folder}/`],
    [`/save ${folder}/.h`, [`${folder}/.hidden`], `${folder}/.h`],
    ['/model u', ['use'], 'u'],
    ['/model ', ['--json', 'list', 'use'], ''],
    ['/run --d', ['--duration'], '--d'],
    [`/run a.bt ${folder}/on`, [`${folder}/one.bt`, `${folder}/onward/`], `${folder}/on`],
    ['/help pro', ['probes', 'program'], 'pro'],
    ['/help /r', ['/run'], '/r'],
    ['/run /no/such/folder/x', [], '/no/such/folder/x'],
    ['/probes tracepoint:sched:sched_s', ['tracepoint:sched:sched_switch'], 'tracepoint:sched:sched_s'],
    ['count tracepoint:sched:sched_w', ['tracepoint:sched:sched_wakeup'], 'tracepoint:sched:sched_w'],
    ['which files', ['which files are opened', 'which files are deleted'], 'which files'],
    ['only n', ['nginx', 'node'], 'n'],
    // What would steer the terminal, or would be two words, is not offered.
    ['only ', [], ''],
    ['only b', [], 'b'],
    ['only t', [], 't'],
    ['', [], ''],
  ])('%s', async (line, found, replaced) => {
    expect(await complete(line, FROM)).toEqual([found, replaced]);
  });
});
