/** What the page is shown in its tests: kept runs of every shape, and runs that are played. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { Numbered } from '../../src/line/runs/log.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { compare } from '../../src/views/compare.ts';
import type { RunState, ToolView } from '../../src/web/api.ts';
import { byProcess, chinese, crashed, histograms, hostileRun, rows, silent, stacks, stats } from '../report/records.ts';
import type { Played, Script } from './server.ts';

/** In the order of their names, s0 ... */
export const SESSIONS = [byProcess, histograms, rows, stacks, stats, silent, crashed, hostileRun, chinese];

export const rowsPlan: Plan = {
  program: { ...rows.program, seconds: 60, answer: 'rows' },
  intent: { question: 'which files are opened', language: 'en', keys: [], conditions: [] } as unknown as Plan['intent'],
  confidence: 1,
  tells: 'which files were opened, by whom',
  safety: {
    classes: ['reads-user-data'],
    reasons: [{ kind: 'reads-user-data', why: 'it shows the names of the files that programs open', span: { start: 0, end: 4 } }],
  },
  notes: ['"quickly" was not understood'],
  narrowed: false,
  followsCommand: false,
};

/** An installed tool, with `text` wherever somebody else wrote it. */
export function toolWith(text: string): ToolView {
  return {
    name: text,
    summary: text,
    works: { verdict: 'no', why: text, mend: text },
    safety: ['reads-user-data', 'costly'],
    command: text,
    kind: 'bcc',
    path: text,
    options: [{ names: [text], argument: text, meaning: text, safety: 'unsafe' }],
    positionals: [{ name: text, meaning: text, required: false }],
    examples: [{ args: text, says: text }],
  };
}

/** What the server says of its tools. */
export const TOOLS: NonNullable<Script['answers']> = {
  'GET /api/tools': () => ({ value: [{ ...toolWith('ss'), works: { verdict: 'yes', why: '' } }, toolWith('x'.repeat(60))] }),
  'GET /api/tools/ss': () => ({ value: { ...toolWith('x'.repeat(60)), name: 'ss' } }),
  'POST /api/tools/ss/check': () => ({
    value: {
      source: `ss -${'x'.repeat(60)}`,
      diagnostics: [{ code: 'x', severity: 'error', message: 'there is no such option', hints: ['leave it out'], fixes: [] }],
      safety: ['observe'],
    },
  }),
};

/** What the server says of two runs beside each other. */
export function comparedTo(before: RunRecord, after: RunRecord): unknown {
  const found = compare(before, after);
  const side = ({ question, program, startedAt, seconds }: RunRecord, id: string) => ({
    id,
    question,
    title: program.title,
    startedAt: startedAt / 1000,
    seconds,
  });
  return {
    before: side(before, 's0'),
    after: side(after, 's1'),
    sentence: 'It is more.',
    cautions: ['They ran on different kernels.'],
    names: { ...before.names, ...after.names },
    hasStacks: true,
    ...found,
  };
}

/** A run that ended before it began: events, and how it stands. */
export function played(id: string, events: readonly Numbered['event'][], phase: RunState['phase'] = 'ended'): Played {
  return {
    state: { id, phase, question: 'which files are opened', diagnostics: [], startedAt: 0 },
    play: async (send) => {
      send(events, 0);
      if (phase !== 'ended') await new Promise(() => {});
    },
  };
}

/** All that goes on before a program runs, with `text` wherever somebody else wrote it. */
export function stepsWith(text: string): readonly Numbered['event'][] {
  const guest = { name: text, release: text, bpftrace: text };
  const spent = { calls: 3, attempts: 1, inputTokens: 1200, outputTokens: 300, seconds: 4.2, dollars: 0 };
  return [
    { type: 'model', stage: 'asking', model: text, call: 1, of: 8 },
    { type: 'model', stage: 'drafted', attempt: 1, of: 3, title: text, source: text },
    { type: 'model', stage: 'sent-back', by: 'check', faults: [text] },
    { type: 'model', stage: 'spent', spent },
    { type: 'sandbox', stage: 'proven', guest, workload: text, probes: 1, records: 5, lost: 0, seconds: 2, sentence: text, notes: [text] },
    { type: 'rehearsal', stage: 'rehearsed', language: 'en', result: { kind: 'untried', why: 'cannot', said: text } },
    { type: 'note', message: text },
    { type: 'explanation', of: 'program', model: text, lines: [text], next: [text], leftOut: 1, leftOutWhy: text, spent, language: 'en' },
    { type: 'told', passages: [{ source: text, title: text, text, ask: text }], language: 'en' },
    { type: 'unanswered', code: 'unsure', message: text, hints: [text], nearest: [{ name: text, title: text, tells: text, ask: text, score: 1 }] },
    { type: 'model', stage: 'tool', tool: 'find_probes', what: text },
  ];
}

/** A question that could mean several things, with `text` wherever somebody else wrote it. */
export function choosing(text: string): Played {
  const near = (name: string) => ({ name, title: text, tells: text, ask: text, score: 1 });
  const { state, play } = played('meant', [], 'planning');
  return { state: { ...state, choices: [near('one'), near('two')] }, play };
}

/** A run that started a command, whose arguments and output are `text`. */
export function commanded(text: string): Played {
  const plan = { ...rowsPlan, followsCommand: true };
  const answer = { type: 'answer', sentence: 'In 1 s.', reasons: [], datasets: rows.datasets, records: 1, lost: 0, seconds: 1 } as const;
  const events: readonly Numbered['event'][] = [
    { type: 'running', plan },
    { type: 'started', pid: 1 },
    { type: 'attached', probes: 1 },
    { type: 'printed', text: `${text}\n`, left: 7 },
    { type: 'ended', reason: 'command-ended', seconds: 1, commandStatus: 3 },
    answer,
  ];
  const { state, play } = played('command', events);
  return { state: { ...state, plan, command: ['/bin/sh', '-c', text] }, play };
}

/** So many rows a second, for so long. */
export function flood(rate: number, seconds: number): Played {
  return {
    state: { id: 'flood', phase: 'running', question: 'which files are opened', plan: rowsPlan, diagnostics: [], startedAt: 0 },
    play: async (send, change) => {
      send(
        [
          { type: 'running', plan: rowsPlan },
          { type: 'started', pid: 1 },
          { type: 'attached', probes: 1 },
        ],
        0,
      );
      const began = performance.now();
      for (let sent = 0; ; ) {
        const at = (performance.now() - began) / 1000;
        const due = Math.floor(Math.min(at, seconds) * rate);
        const events = Array.from({ length: due - sent }, (_, index) => {
          const number = sent + index;
          return { type: 'row' as const, statement: 0, values: [number, `worker-${number % 97}`, `/srv/data/${number % 1013}/file-${number}.log`, 0] };
        });
        sent = due;
        if (events.length > 0 && !send(events, at)) return;
        if (at >= seconds) break;
        await pause(80);
      }
      send(
        [
          { type: 'ended', reason: 'finished', seconds },
          {
            type: 'answer',
            sentence: `In ${seconds} s: ${rate * seconds} opens.`,
            reasons: [],
            datasets: rows.datasets,
            records: rate * seconds,
            lost: 0,
            seconds,
          },
        ],
        seconds,
      );
      change({ phase: 'ended', exit: 0 });
    },
  };
}
