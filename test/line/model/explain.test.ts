import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import type { Table } from '../../../src/core/dataset.ts';
import { Exit } from '../../../src/core/exit.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { AskEvent } from '../../../src/line/events.ts';
import { type ExplainEvent, type ExplainWish, explainProgram, explainResult, knownOf, withExplanations } from '../../../src/line/model/explain.ts';
import { NO_SETTINGS } from '../../../src/models/settings.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { call, type Line, type Scripted, scripted } from '../../models/scripted.ts';
import { count, file, process } from '../../views/names.ts';

const host = recordedHost({
  files: {
    '/etc/passwd':
      'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/data/people/ann:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\nwww:x:33:33::/var/www:/bin/false\n',
    '/proc/sys/kernel/hostname': 'falcon\n',
    '/etc/hosts': '127.0.0.1 localhost\n10.0.0.9 db-7 db-7.acme.example # ours\n::1 ip6-localhost\n',
  },
});

const plan = {
  program: {
    language: 'bpftrace',
    source: 'tracepoint:syscalls:sys_enter_openat { @opens[comm, str(args->filename)] = count(); }',
    title: 'Files opened',
    origin: { kind: 'library', name: 'opens' },
    attachPoints: ['tracepoint:syscalls:sys_enter_openat'],
    outputs: [],
  },
  intent: { question: 'which files does ann open on falcon?', language: 'en', topic: 'files', keys: [], conditions: [], unapplied: [] },
  confidence: 1,
  tells: '',
  safety: { classes: ['observe'], reasons: [] },
  notes: [],
  narrowed: false,
  followsCommand: false,
} satisfies Plan;

const opens: Table = {
  shape: 'table',
  title: 'Files opened',
  columns: [process, file, { ...count, name: 'opens' }],
  rows: [
    ['vi', '/data/people/ann/plan', 6],
    ['sh', 'db-7.acme.example', 2],
  ],
  seen: 2,
  amount: 2,
};
const answered = { datasets: [opens], seconds: 5, lost: 0 };

const RESULT: Line = {
  calls: [
    call('explain', {
      claims: [{ text: 'vi opened {f} {n} times', rows: ['A1'], values: { f: { op: 'value', column: 'file' }, n: { op: 'value', column: 'opens' } } }],
    }),
  ],
};
const PROGRAM: Line = { calls: [call('explain', { claims: [{ line: 1, text: 'counts calls by comm' }] })] };

function wish(model: Scripted, more: Partial<ExplainWish> = {}): ExplainWish & { readonly opened: () => number } {
  let opened = 0;
  return {
    open: async () => {
      opened++;
      return { model, budget: DEFAULT_BUDGET, settings: NO_SETTINGS };
    },
    opened: () => opened,
    ...more,
  };
}

async function all(events: AsyncGenerator<ExplainEvent>): Promise<ExplainEvent[]> {
  const list: ExplainEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const around = { host, stop: new AbortController().signal };

describe('what is left alone', () => {
  it('nothing is opened where nothing was seen', async () => {
    const wanted = wish(scripted([RESULT]));
    expect(await all(explainResult(plan, { ...answered, datasets: [] }, wanted, around))).toEqual([]);
    expect(wanted.opened()).toBe(0);
  });

  it('nothing is opened after Ctrl-C', async () => {
    const wanted = wish(scripted([RESULT]));
    expect(await all(explainResult(plan, answered, wanted, { host, stop: AbortSignal.abort() }))).toEqual([]);
    expect(wanted.opened()).toBe(0);
  });

  it('no model, no events', async () => {
    expect(await all(explainProgram(plan, { open: async () => undefined }, around))).toEqual([]);
  });

  it('a model that cannot be opened is told of, and ends nothing', async () => {
    const open = async (): Promise<never> => {
      throw new Problem({ code: 'no-key', exit: Exit.usage, message: 'no key for x', hints: [] });
    };
    expect(await all(explainResult(plan, answered, { open }, around))).toMatchObject([
      { type: 'explanation', of: 'result', lines: [], failure: 'no key for x' },
    ]);
  });

  it('a bug is no failure of the model', async () => {
    const open = async (): Promise<never> => {
      throw new TypeError('x');
    };
    await expect(all(explainResult(plan, answered, { open }, around))).rejects.toThrow(TypeError);
  });
});

describe('what is told', () => {
  it('of a result', async () => {
    const model = scripted([RESULT], { local: false });
    expect(await all(explainResult(plan, answered, wish(model), around))).toMatchObject([
      { type: 'explaining', of: 'result', model: 'scripted', local: false },
      { type: 'explanation', of: 'result', lines: ['vi opened /data/people/ann/plan 6 times'], leftOut: 0, spent: { calls: 1 } },
    ]);
    const told = JSON.stringify(model.asked.map(({ system, turns }) => ({ system, turns })));
    for (const part of ['people', ' ann ', 'falcon', 'db-7', 'acme']) expect(told).not.toContain(part);
  });

  it('of a program', async () => {
    expect(await all(explainProgram(plan, wish(scripted([PROGRAM])), around))).toMatchObject([
      { type: 'explaining', of: 'program' },
      { lines: ['line 1: counts calls by comm'] },
    ]);
  });

  it('of a failure, in the words that are given', async () => {
    const failing = scripted([{ failure: { kind: 'unreachable', said: 'ECONNREFUSED' } }]);
    const [, plain] = await all(explainProgram(plan, wish(failing), around));
    expect(plain).toMatchObject({ failure: 'ECONNREFUSED', lines: [] });
    const [, worded] = await all(explainProgram(plan, wish(failing, { say: ({ kind }, model, language) => `${kind} ${model} ${language}` }), around));
    expect(worded).toMatchObject({ failure: 'unreachable scripted en' });
  });

  it('of an answer that is of no use', async () => {
    const [, event] = await all(explainResult(plan, answered, wish(scripted([{ text: 'All is well.' }])), around));
    expect(event).toMatchObject({ lines: [], failure: 'nothing that scripted said could be held against what is known here', spent: { calls: 2 } });
  });

  it('events are plain data', async () => {
    const events = await all(explainResult(plan, answered, wish(scripted([RESULT])), around));
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });
});

describe('withExplanations', () => {
  async function* line(ended: () => void): AsyncGenerator<AskEvent, Exit> {
    try {
      yield { type: 'plan', plan, diagnostics: [] };
      yield { type: 'running', plan };
      yield { type: 'answer', sentence: 's', reasons: [], records: 2, ...answered };
      return Exit.sawNothing;
    } finally {
      ended();
    }
  }

  it('puts what a model says behind what it is about, and ends as the line does', async () => {
    const wanted = wish(scripted([PROGRAM, RESULT]));
    const events = withExplanations(
      line(() => {}),
      wanted,
      around,
    );
    const types: string[] = [];
    let next = await events.next();
    for (; next.done !== true; next = await events.next()) types.push(next.value.type);
    expect(types).toEqual(['plan', 'explaining', 'explanation', 'running', 'answer', 'explaining', 'explanation']);
    expect(next.value).toBe(Exit.sawNothing);
    expect(wanted.opened()).toBe(1);
  });

  it('ends the line where nobody reads on', async () => {
    let ended = false;
    const events = withExplanations(
      line(() => {
        ended = true;
      }),
      wish(scripted([PROGRAM])),
      around,
    );
    await events.next();
    await events.return(Exit.interrupted);
    expect(ended).toBe(true);
  });

  it('says nothing of a program with mistakes', async () => {
    async function* broken(): AsyncGenerator<AskEvent, Exit> {
      yield { type: 'plan', plan, diagnostics: [{ severity: 'error', code: 'x', message: 'm', hints: [], fixes: [] }] };
      return Exit.answered;
    }
    const wanted = wish(scripted([PROGRAM]));
    const events = withExplanations(broken(), wanted, around);
    while ((await events.next()).done !== true);
    expect(wanted.opened()).toBe(0);
  });
});

it('knows the people and the names of a machine', () => {
  expect(knownOf(host)).toEqual({ homes: ['/data/people/ann'], users: ['ann'], hosts: ['falcon', 'db-7', 'db-7.acme.example'] });
});
