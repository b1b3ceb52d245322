import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/core/program.ts';
import { explainResultWith } from '../../../src/explain/model/result.ts';
import { redaction } from '../../../src/explain/redact.ts';
import { call, scripted } from '../../models/scripted.ts';
import { names } from '../../views/names.ts';
import { RESULTS } from './acceptance/datasets.ts';

/** One claim, as models write them. A value is `OP ROWS COLUMN OF`. */
interface Case {
  readonly on: string;
  readonly lang?: string;
  readonly text: string;
  readonly rows?: string;
  readonly v: Readonly<Record<string, string>>;
}

const program: Program = {
  language: 'bpftrace',
  source: 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }',
  title: 'Trace',
  origin: { kind: 'library', name: 'trace' },
  attachPoints: ['tracepoint:raw_syscalls:sys_enter'],
  outputs: [],
};

function casesIn(file: string): Case[] {
  const text = readFileSync(new URL(`acceptance/${file}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Case => JSON.parse(line));
}

/** What comes onto the screen of it, or why nothing does. */
async function told({ on, lang = 'en', text, rows = '', v }: Case): Promise<{ readonly line?: string; readonly why?: string }> {
  const result = RESULTS[on];
  if (result === undefined) throw new Error(`no dataset ${on}`);
  const values = Object.entries(v).map(([name, spec]) => {
    const [op, of = '', column, others] = spec.split(' ');
    return { name, op, rows: of.split(','), column, of: others?.split(',') };
  });
  const claim = { text, rows: rows === '' ? [] : rows.split(','), values, importance: 1 };
  const { lines, leftOutWhy } = await explainResultWith(
    { model: scripted([{ calls: [call('explain', { claims: [claim] })] }]), signal: new AbortController().signal },
    {
      question: result.question,
      language: lang,
      program,
      datasets: [result.dataset],
      seconds: 5,
      lost: 0,
      names,
      redaction: redaction({ users: ['ann'], hosts: ['falcon'] }),
    },
  );
  const [line] = lines;
  return line === undefined ? { why: `${lang}: ${text}: ${leftOutWhy}` } : { line };
}

async function judged(file: string): Promise<{ readonly accepted: string[]; readonly rejected: string[] }> {
  const all = await Promise.all(casesIn(file).map(told));
  return { accepted: all.flatMap(({ line }) => line ?? []), rejected: all.flatMap(({ why }) => why ?? []) };
}

/** The least share of true claims that is told, in percent, as measured: of the first file while the rules were made, of each of the others after it had been run once. */
const TRUE_ONES = { good: 95, 'fresh-good': 100, 'blind-good': 88, 'last-good': 91, 'unseen-good': 92 };

describe('claims as models write them', () => {
  it.each(Object.entries(TRUE_ONES))('%s: %d percent and more are told', async (file, least) => {
    const { accepted, rejected } = await judged(file);
    const share = (100 * accepted.length) / (accepted.length + rejected.length);
    expect(share, rejected.join('\n')).toBeGreaterThanOrEqual(least);
  });

  it.each(['false', 'fresh-false', 'blind-false', 'last-false', 'unseen-false'])('%s: none is told', async (file) => {
    const { accepted } = await judged(file);
    expect(accepted).toEqual([]);
  });
});
