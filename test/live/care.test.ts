/** What a person is told before, and beside, a program that is more than watching. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gpttraceEnds, jsonLines, only, scratchFile, whyNot } from './helpers.ts';

const COSTLY = 'tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:ms:200 { exit(); }\n';
const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');

function bt(text: string): string {
  const file = scratchFile('program.bt');
  writeFileSync(file, text);
  return file;
}

describe.skipIf(cannotTrace)('a costly program', () => {
  it('is run where that was agreed to, and called so beside the answer', async () => {
    const { status, stderr } = await gpttraceEnds(['run', bt(COSTLY), '--yes']);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^gpttrace: its probes are hot: .*raw_syscalls:sys_enter fires about 100,000 times a second/);
  });

  it('says so in its plan, as JSON', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['run', bt(COSTLY), '--yes', '--json']);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    const plan = only<{ readonly safety: readonly string[]; readonly safetyReasons: readonly { readonly why: string }[] }>(jsonLines(stdout), 'plan');
    expect(plan.safety).toEqual(['costly']);
    expect(plan.safetyReasons[0]?.why).toMatch(/about 100,000 times/);
  });

  it('of the library says so too', async () => {
    const { stdout } = await gpttraceEnds(['count system calls by process', '--dry-run']);
    expect(stdout).toMatch(/care +its probes are hot/);
  });
});

describe.skipIf(cannotTrace)('a program that only watches', () => {
  it('is run without a word', async () => {
    const { stderr, stdout } = await gpttraceEnds([
      'run',
      bt('tracepoint:sched:sched_process_exec { @ = count(); } interval:ms:200 { exit(); }'),
      '--yes',
      '--json',
    ]);
    expect(stderr).toBe('');
    expect(only<{ readonly safety: readonly string[] }>(jsonLines(stdout), 'plan').safety).toEqual(['observe']);
  });
});
