import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { decide } from '../../src/cli/decide.ts';
import type { RunFlags } from '../../src/cli/options.ts';
import { Exit } from '../../src/core/exit.ts';
import type { Plan } from '../../src/plan/plan.ts';

const plan: Plan = {
  program: { language: 'bpftrace', source: 'k:f { }', title: 't', origin: { kind: 'library', name: 'x' }, attachPoints: ['k:f'], outputs: [] },
  intent: { question: 'q', language: 'en', topic: 'q', keys: [], conditions: [], unapplied: [] },
  confidence: 1,
  tells: '',
  safety: { classes: ['observe'], reasons: [] },
  notes: [],
  narrowed: false,
  followsCommand: false,
};

describe('after Ctrl-C', () => {
  const save = join(tmpdir(), `gt-never-${process.pid}.bt`);
  const FLAGS: readonly RunFlags[] = [{}, { yes: true }, { yes: true, save }, { dryRun: true, save }, { yes: true, json: true }];
  it.each(FLAGS)('nothing is shown, kept or run: %j', async (flags) => {
    const shown = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    try {
      expect(await decide(plan, [], flags, AbortSignal.abort())).toEqual({ kind: 'stop', exit: Exit.interrupted });
      for (const one of shown) expect(one).not.toHaveBeenCalled();
      expect(existsSync(save)).toBe(false);
    } finally {
      for (const one of shown) one.mockRestore();
    }
  });
});
