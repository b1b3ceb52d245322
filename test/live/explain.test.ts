/** What goes to a model of a real trace where it is to explain it, and what comes of that. */
import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type AskEvent, ask, type Surroundings } from '../../src/ask.ts';
import { DEFAULT_BUDGET } from '../../src/core/budget.ts';
import { Exit } from '../../src/core/exit.ts';
import type { ModelRequest } from '../../src/models/model.ts';
import { NO_SETTINGS } from '../../src/models/settings.ts';
import { realHost } from '../../src/system/real.ts';
import { percent } from '../../src/views/table.ts';
import { group } from '../../src/views/values.ts';
import { call, type Line, type Scripted, scripted } from '../models/scripted.ts';
import { whyNot, workloadCommand } from './helpers.ts';

const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');

const OPENS = { path: 'opens.bt', source: 'tracepoint:syscalls:sys_enter_openat { @opens[comm] = count(); }\n' };

async function asked(model: Scripted, explain: boolean): Promise<{ readonly events: readonly AskEvent[]; readonly exit: Exit }> {
  const around: Surroundings = {
    host: realHost(),
    decide: async () => ({ kind: 'run' }),
    model: async () => ({ model, budget: DEFAULT_BUDGET, settings: NO_SETTINGS }),
    explain,
    stop: new AbortController().signal,
    kill: new AbortController().signal,
  };
  const line = ask({ program: OPENS, seconds: 3 }, around);
  const events: AskEvent[] = [];
  let started = false;
  for (;;) {
    const next = await line.next();
    if (next.done === true) return { events, exit: next.value };
    events.push(next.value);
    const attached = next.value.type === 'trace' && next.value.events.some((event) => event.type === 'attached');
    const [node = '', ...args] = workloadCommand('open', '20');
    if (attached && !started) spawn(node, args, { stdio: 'ignore' });
    started ||= attached;
  }
}

/** Explains the first row that it is shown; what of the program it is asked first. */
const EXPLAINS: Line = (request: ModelRequest) => {
  if (request.system.includes('bpftrace program to the person')) return { calls: [call('explain', { claims: [{ line: 1, text: 'begins here' }] })] };
  const claims = [
    {
      text: 'Most are of {p}, {n}, that is {s} of all',
      rows: ['A1'],
      values: { p: { op: 'value', column: 'process' }, n: { op: 'value', column: 'opens' }, s: { op: 'share', column: 'opens' } },
    },
    { text: 'xmrig opened 99999 files', rows: ['A1'], values: {} },
  ];
  return { calls: [call('explain', { claims, next: ['which files are opened?'] })] };
};

describe.skipIf(cannotTrace !== undefined)('an answer that a model explains', () => {
  it('has numbers of the trace, and none of the model', async () => {
    const model = scripted([EXPLAINS]);
    const { events, exit } = await asked(model, true);
    expect(exit).toBe(Exit.answered);
    const answer = events.find((event) => event.type === 'answer');
    const said = events.find((event) => event.type === 'explanation' && event.of === 'result');
    if (answer?.type !== 'answer' || said?.type !== 'explanation') throw new Error('no answer, or no explanation');
    expect(events.indexOf(said)).toBeGreaterThan(events.indexOf(answer));
    const [table] = answer.datasets;
    if (table?.shape !== 'table') throw new Error('no table');
    expect(said.leftOut).toBeGreaterThan(0);
    const [amount, total] = [Number(table.rows[0]?.[1]), table.rows.reduce((sum, row) => sum + Number(row[1]), 0)];
    expect(said.lines).toHaveLength(1);
    expect(said.lines[0]).toContain(`, ${group(amount)}, that is ${percent(amount, total)} of all`);
    expect(said.lines.join()).not.toMatch(/xmrig|99999/);
  });

  it('goes to no model that is not asked to explain', async () => {
    const model = scripted([EXPLAINS]);
    const { exit } = await asked(model, false);
    expect(exit).toBe(Exit.answered);
    expect(model.asked).toEqual([]);
  });
});
