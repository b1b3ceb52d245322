/** The lint for lessons on this machine, and what can be read of the course where nothing may be traced. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { courseToLearn } from '../../src/line/learn/course.ts';
import { ownCourse } from '../../src/line/learn/files.ts';
import { expectMessage, gpttraceEnds, scratchFile, whyNot } from './helpers.ts';

const { course } = courseToLearn();
const env = { XDG_STATE_HOME: scratchFile('learn-check-state'), XDG_DATA_HOME: scratchFile('learn-check-data'), LC_ALL: 'C.UTF-8' };

describe.skipIf(whyNot('bpftrace', 'root', 'tracefs') !== undefined)('gpttrace learn --check', () => {
  it('finds nothing wrong with the course: its texts, its programs, its hints in both languages', { timeout: 300_000 }, async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['learn', '--check'], { env });
    expect([status, stdout + stderr]).toEqual([0, expect.stringMatching(/\d+ lessons, \d+ exercises: nothing wrong/)]);
    expect(course.lessons.length).toBeGreaterThanOrEqual(24);
  });

  it('says of each mistake in which file it is, and what to do', { timeout: 300_000 }, async () => {
    const folder = scratchFile('course');
    cpSync(ownCourse(), folder, { recursive: true });
    const text = join(folder, '04-filters', 'en.md');
    writeFileSync(text, readFileSync(text, 'utf8').replace('tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_enter_opnat'));
    const toml = join(folder, '04-filters', 'lesson.toml');
    writeFileSync(toml, readFileSync(toml, 'utf8').replace(/, zh = "[^"]*" },/, ' },'));
    const { status, stdout, stderr } = await gpttraceEnds(['learn', '--check', folder], { env });
    expect(status).not.toBe(0);
    expect(stdout + stderr).toMatch(/04-filters\/en\.md:\d+.*sys_enter_opnat/);
    expect(stdout + stderr).toMatch(/04-filters\/lesson\.toml/);
  });
});

describe('the course without a kernel', () => {
  it('is read as text, in either language', async () => {
    const [en, zh] = await Promise.all(['en', 'zh'].map((lang) => gpttraceEnds(['learn', 'filters', '--plain', '--lang', lang], { env })));
    expect([en?.status, zh?.status]).toEqual([0, 0]);
    expect(en?.stdout).toContain('Filters: only what you mean');
    expect(zh?.stdout).toContain('过滤器');
  });

  it.each([
    [['learn', 'fliters'], /no lesson "fliters"/],
    [['learn', '99'], /no lesson "99"/],
    [['learn', 'edit', 'filters/nothing'], /no exercise "nothing"/],
    [['learn', 'grade', 'filters'], /there is no .*one-name\.bt yet/],
    [['learn', '--check', '/no/such/folder'], /no lesson "\/no\/such\/folder"/],
    [['learn', 'solution', 'filters'], /hint/],
    [['learn', '--export', '/etc/hostname/site'], /cannot write/],
  ])('%j ends with one message', async (args, said) => {
    const { status, stderr } = await gpttraceEnds(args, { env });
    expect(status).toBeGreaterThan(0);
    expectMessage(stderr, said);
  });

  it('is written as a site', async () => {
    const to = scratchFile('site');
    const { status, stdout } = await gpttraceEnds(['learn', '--export', to], { env });
    expect([status, stdout]).toEqual([0, expect.stringContaining('index.html')]);
    for (const name of ['index.html', 'en/index.html', 'zh/course.html', 'en/04-filters.html'])
      expect([name, existsSync(join(to, name))]).toEqual([name, true]);
  });
});
