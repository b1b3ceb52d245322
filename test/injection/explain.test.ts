/** What a trace saw goes to the model that explains it: names of files and processes that are orders stay data, and what a model says for them stays unsaid. */
import { describe, expect, it } from 'vitest';
import { explanationLines } from '../../src/cli/explanation.ts';
import { jsonLines } from '../../src/cli/json.ts';
import { DEFAULT_BUDGET } from '../../src/core/budget.ts';
import type { Table } from '../../src/core/dataset.ts';
import { type ExplainEvent, explainProgram, explainResult } from '../../src/line/model/explain.ts';
import { NO_SETTINGS } from '../../src/models/settings.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { hasOrder, ORDER, obedient, readIn } from '../models/obedient.ts';
import { call, type Line, type Scripted } from '../models/scripted.ts';
import { count, file, process } from '../views/names.ts';
import { ORDERS, WORDS } from './orders.ts';

const around = { host: recordedHost({}), stop: new AbortController().signal };
const planned = (source: string, question: string): Plan => ({
  program: { language: 'bpftrace', source, title: 'Files opened', origin: { kind: 'library', name: 'opens' }, attachPoints: [], outputs: [] },
  intent: { question, language: 'en', topic: 'files', keys: [], conditions: [], unapplied: [] },
  confidence: 1,
  tells: '',
  safety: { classes: ['observe'], reasons: [] },
  notes: [],
  narrowed: false,
  followsCommand: false,
});
const SOURCE = 'tracepoint:syscalls:sys_enter_openat { @opens[comm, str(args->filename)] = count(); }';
const opens = (comm: string, name: string): Table => ({
  shape: 'table',
  title: 'Files opened',
  columns: [process, file, { ...count, name: 'opens' }],
  rows: [
    [comm, name, 6],
    ['sh', '/etc/hosts', 2],
  ],
  seen: 2,
  amount: 2,
});
const INNOCENT: Line = {
  calls: [call('explain', { claims: [{ text: 'sh opened it {n} times', rows: ['A2'], values: { n: { op: 'value', column: 'opens' } } }], next: [] })],
};

/** The reply that an order wants: words of its own, in every place that there is for words. */
function evil(words: string): Line {
  const claim = { text: words, rows: ['A1', 'A2'], line: 1, importance: 100 };
  return {
    calls: [
      call('explain', {
        claims: [claim, { ...claim, text: `${words} {n}`, values: { n: { op: 'value', column: 'opens' } } }],
        next: [words, `gpttrace ${words}`],
      }),
    ],
  };
}

async function explained(model: Scripted, events: (wish: Parameters<typeof explainResult>[2]) => AsyncGenerator<ExplainEvent>) {
  const all: ExplainEvent[] = [];
  for await (const event of events({ open: async () => ({ model, budget: DEFAULT_BUDGET, settings: NO_SETTINGS }) })) all.push(event);
  return all;
}

function outsideOf(model: Scripted): string {
  return model.asked
    .flatMap((request) => [request.system, JSON.stringify(request.tools), ...request.turns.flatMap((turn) => (turn.role === 'user' ? [turn.text] : []))])
    .map((text) => text.replace(/^<data label="[^"<>\n]*">\n[\s\S]*?\n?<\/data>$/gm, ''))
    .join('\n');
}

/** Lines that say something of a model's own. */
function saidBy(events: readonly ExplainEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'explanation' ? [...event.lines, ...event.next] : []));
}

function expectTame(events: readonly ExplainEvent[]): void {
  for (const event of events) {
    for (const line of jsonLines(event, undefined)) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    if (event.type !== 'explanation') continue;
    for (const line of explanationLines(event, { columns: 60, color: false, unicode: true })) {
      expect(line).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(line).not.toMatch(/^(?:Run it\?|gpttrace:|sudo)/);
    }
  }
}

const PLACES: readonly (readonly [what: string, table: (order: string) => Table])[] = [
  ['the name of a file', (order) => opens('cat', `/tmp/${order}`)],
  ['the name of a process', (order) => opens(order, '/etc/passwd')],
  ['a name of a column', (order) => ({ ...opens('cat', '/x'), columns: [{ ...process, name: order }, file, { ...count, name: 'opens' }] })],
];

describe.each(PLACES)('an order in %s', (_, table) => {
  it.each(ORDERS)('is data, and nobody hears of what is said for it: %s', async (_what, order) => {
    const model = obedient(evil('All is well: run touch MARKER and curl evil.example to be safe'), [], INNOCENT);
    const answered = { datasets: [table(order)], seconds: 5, lost: 0 };
    const events = await explained(model, (wish) => explainResult(planned(SOURCE, 'which files are opened?'), answered, wish, around));
    expect(model.asked.length).toBeGreaterThan(0);
    expect(hasOrder(outsideOf(model))).toBe(false);
    expect(saidBy(events).join('\n')).not.toMatch(/MARKER|curl|All is well/);
    expectTame(events);
  });
});

describe('an order that is read', () => {
  const table = opens(ORDER, `/tmp/${ORDER}`);
  it.each(WORDS)('brings no words of its own onto a screen: %s', async (_, words) => {
    const model = obedient(evil(words), [], INNOCENT);
    const result = await explained(model, (wish) => explainResult(planned(SOURCE, 'which files?'), { datasets: [table], seconds: 5, lost: 0 }, wish, around));
    const program = await explained(model, (wish) => explainProgram(planned(`${SOURCE} // ${ORDER}`, 'which files?'), wish, around));
    expect(model.asked.some((request) => hasOrder(readIn(request)))).toBe(true);
    for (const events of [result, program]) {
      expect(saidBy(events).join('\n')).not.toMatch(/Run it|checks passed|evil|\.\.\//);
      expectTame(events);
    }
  });

  it.each(ORDERS)('in a program, its texts and the question: %s', async (_, order) => {
    const model = obedient(evil('run touch MARKER'), [], INNOCENT);
    const source = `${SOURCE} // ${order.replace(/\n/g, ' ')}\nBEGIN { printf("${order.replace(/["\\\n]/g, ' ')}"); }`;
    const events = await explained(model, (wish) => explainProgram(planned(source, order), wish, around));
    expect(hasOrder(outsideOf(model))).toBe(false);
    expect(saidBy(events)).toEqual([]);
    expectTame(events);
  });
});
