/** The small programs of the differential test, without a kernel to ask: what is wrong in itself is refused, and nothing is refused that bpftrace takes. */
import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../src/check/check.ts';
import type { Finding, KernelFacts } from '../../src/core/facts.ts';
import { unknownTracepoints } from '../../src/kernel/tracepoints.ts';
import { readCorpus } from '../differential/corpus.ts';
import { everyKind } from './every-kind.ts';

const yes: Finding = { verdict: 'yes', why: 'tried' };
const facts: KernelFacts = {
  format: 1,
  arch: 'x64',
  release: '6.18.0',
  bootId: '',
  bpftrace: { path: 'bpftrace', version: '0.17.0' },
  privilege: 'root',
  btf: true,
  tracefs: { state: 'mounted' },
  probeKinds: everyKind(yes),
};
const blind: Machine = { facts, tracepoints: unknownTracepoints };

function errors(source: string): string[] {
  return check(source, blind)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
}

describe('small programs', () => {
  const corpus = readCorpus();

  it.each(corpus.filter(({ accepted }) => accepted).map(({ source }) => [source]))('are accepted: %s', (source) => {
    expect(errors(source)).toEqual([]);
  });

  it.each(corpus.filter(({ accepted, needsKernel }) => !accepted && !needsKernel).map(({ source }) => [source]))('are refused: %s', (source) => {
    expect(errors(source)).not.toEqual([]);
  });
});
