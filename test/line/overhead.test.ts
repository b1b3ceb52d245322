import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Overhead } from '../../src/core/overhead.ts';
import { Gauge } from '../../src/line/overhead/gauge.ts';
import { Limit } from '../../src/line/overhead/limit.ts';
import { type OverheadOptions, withOverhead } from '../../src/line/overhead.ts';
import type { ProcessCost } from '../../src/system/cost.ts';
import type { Host } from '../../src/system/host.ts';

const MB = 2 ** 20;
const ATTACHED: readonly TraceEvent[] = [
  { type: 'started', pid: 42 },
  { type: 'attached', probes: 2 },
];
const ENDED: readonly TraceEvent[] = [{ type: 'ended', reason: 'finished', seconds: 1 }];
const row = (value: number): readonly TraceEvent[] => [{ type: 'row', statement: 0, values: [value] }];

/** A tracer, written down: what /proc tells of it, which a test changes. */
class Machine {
  cpuTicks = 100;
  runs = 5;
  nanoseconds = 1000;
  alive = true;
  clock = 10;
  own: ProcessCost = { cpu: 1, memory: 3 * MB };
  readonly limit: Limit;
  readonly stopper = new AbortController();
  killed = 0;
  stopped = 0;

  constructor(limit = 0.5) {
    this.limit = new Limit(limit);
  }

  #files(): Readonly<Record<string, string>> {
    if (!this.alive) return {};
    return {
      '/proc/42/stat': `42 (a (b) c) S 1 ${'0 '.repeat(9)}${this.cpuTicks} 0 0`,
      '/proc/42/status': 'Name:\tbpftrace\nVmRSS:\t  2048 kB\n',
      '/proc/42/fdinfo/3': 'pos:\t0\nflags:\t02\n',
      '/proc/42/fdinfo/9': `pos:\t0\nprog_type:\t5\nprog_id:\t77\nrun_time_ns:\t${this.nanoseconds}\nrun_cnt:\t${this.runs}\n`,
    };
  }

  readonly host = {
    read: (path: string) => {
      const text = this.#files()[path];
      return text === undefined ? { error: 'missing', why: '' } : { text };
    },
    list: (path: string) => {
      const names = Object.keys(this.#files()).filter((one) => one.startsWith(`${path}/`));
      return names.length === 0 ? undefined : names.map((one) => one.slice(path.length + 1));
    },
  } as unknown as Host;

  options(more: Partial<OverheadOptions> = {}): OverheadOptions {
    return {
      started: () => {},
      gauge: (pid, now) =>
        new Gauge(
          {
            host: this.host,
            pid,
            processors: 2,
            own: () => this.own,
            hits: () => (programs) => programs.map(({ runs, nanoseconds }) => ({ attachPoint: 'tracepoint:a:b', runs, nanoseconds })),
          },
          now,
        ),
      limit: this.limit,
      stopping: this.stopper.signal,
      stop: () => {
        this.stopped++;
        this.stopper.abort('overhead');
      },
      kill: () => {
        this.killed++;
      },
      every: 5,
      now: () => this.clock,
      ...more,
    };
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function all(events: AsyncGenerator<readonly TraceEvent[]>): Promise<TraceEvent[]> {
  const found: TraceEvent[] = [];
  for await (const batch of events) found.push(...batch);
  return found;
}

function overheads(events: readonly TraceEvent[]): Overhead[] {
  return events.flatMap((event) => (event.type === 'overhead' ? [event.overhead] : []));
}

describe('the cost of a run, among its events', () => {
  it('is measured from attached on, and told once more before the end', async () => {
    const machine = new Machine();
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      yield [...row(1), ...row(2), { type: 'lost', count: 3 }];
      machine.clock += 2;
      machine.cpuTicks += 40;
      machine.nanoseconds += 0.2e9;
      machine.runs += 10;
      machine.own = { cpu: 1.1, memory: 4 * MB };
      await turn();
      yield [{ type: 'lost', count: 1 }];
      yield ENDED;
    }
    const events = await all(withOverhead(run(), machine.options()));
    const [first] = overheads(events);
    expect(first).toEqual({
      seconds: 2,
      processors: 2,
      bpf: 0.2,
      tracer: 0.4,
      own: 0.1,
      memory: { tracer: 2 * MB, own: 4 * MB },
      share: 0.175,
      hits: [{ attachPoint: 'tracepoint:a:b', runs: 15, nanoseconds: 0.2e9 + 1000 }],
      rate: 1,
      lost: 3,
      state: 'within',
      limit: 0.5,
    });
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['overhead', 'ended']);
    expect(overheads(events).at(-1)).toEqual({ ...first, lost: 4 });
  });

  it('comes while a silent run waits, and changes nothing of its events', async () => {
    const machine = new Machine();
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      await gate;
      yield row(1);
      yield row(2);
      yield ENDED;
    }
    const events: TraceEvent[] = [];
    for await (const batch of withOverhead(run(), machine.options())) {
      events.push(...batch);
      machine.clock++;
      if (overheads(events).length === 3) go();
    }
    expect(events.filter(({ type }) => type !== 'overhead')).toEqual([...ATTACHED, ...row(1), ...row(2), ...ENDED]);
    expect(overheads(events).length).toBeGreaterThanOrEqual(4);
  });

  it('is not told where it cannot be measured, or nothing was attached', async () => {
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      await turn();
      yield ENDED;
    }
    async function* refused(): AsyncGenerator<readonly TraceEvent[]> {
      yield [{ type: 'started', pid: 42 }];
      await turn();
      yield [{ type: 'ended', reason: 'rejected', seconds: 0 }];
    }
    const gone = new Machine();
    gone.alive = false;
    expect(overheads(await all(withOverhead(run(), gone.options())))).toEqual([]);
    expect(overheads(await all(withOverhead(run(), gone.options({ gauge: () => undefined }))))).toEqual([]);
    expect(overheads(await all(withOverhead(refused(), new Machine().options())))).toEqual([]);
  });

  it('has no part of BPF programs while it is not sure that all their runs were counted', async () => {
    const machine = new Machine();
    let isSure = false;
    const gauge: OverheadOptions['gauge'] = (pid, now) =>
      new Gauge({ host: machine.host, pid, processors: 2, own: () => machine.own, hits: () => (isSure ? () => [] : undefined) }, now);
    let end = (): void => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      await over;
      yield ENDED;
    }
    const now = (): number => {
      machine.clock += 0.001;
      return machine.clock;
    };
    const told: Overhead[] = [];
    for await (const batch of withOverhead(run(), machine.options({ gauge, now }))) {
      told.push(...overheads(batch));
      isSure = told.length > 0;
      machine.nanoseconds = 2e8;
      if (told.at(-1)?.hits !== undefined) end();
    }
    expect(told[0]).not.toHaveProperty('bpf');
    expect(told[0]).not.toHaveProperty('hits');
    expect(told.at(-1)).toMatchObject({ bpf: 0.2, hits: [] });
  });

  it('keeps what was measured last of a tracer that is gone', async () => {
    const machine = new Machine();
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      machine.clock++;
      await turn();
      machine.alive = false;
      machine.clock++;
      await turn();
      yield ENDED;
    }
    expect(overheads(await all(withOverhead(run(), machine.options()))).at(-1)).toMatchObject({ seconds: 1, hits: [{ runs: 5 }] });
  });

  it('is measured at once where the run is asked to end: its probes are gone soon', async () => {
    const machine = new Machine();
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      machine.stopper.signal.addEventListener('abort', () => {
        machine.alive = false;
      });
      yield ATTACHED;
      machine.clock++;
      machine.runs = 99;
      machine.stopper.abort('interrupted');
      yield ENDED;
    }
    const events = await all(withOverhead(run(), machine.options({ every: 60_000 })));
    expect(overheads(events)).toMatchObject([{ seconds: 1, hits: [{ runs: 99 }] }]);
  });

  it('is measured just before an end that is known', async () => {
    const machine = new Machine();
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      machine.clock += 0.1;
      await turn();
      await turn();
      yield ENDED;
    }
    const events = await all(withOverhead(run(), machine.options({ every: 60_000, seconds: 0.075 })));
    expect(overheads(events)).toHaveLength(2);
  });

  it('ends a run that costs too much, also while nobody takes its events', async () => {
    const machine = new Machine(0.1);
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      for (;;) yield row(1);
    }
    const events = withOverhead(run(), machine.options());
    await events.next();
    const costly = setInterval(() => {
      machine.clock++;
      machine.cpuTicks += 100;
    }, 1);
    await expect.poll(() => machine.stopped, { timeout: 10_000 }).toBe(1);
    clearInterval(costly);
    const next: TraceEvent[] = [];
    for (let times = 0; times < 3; times++) next.push(...((await events.next()).value ?? []));
    expect(overheads(next)[0]).toMatchObject({ state: 'ended', share: 0.5, limit: 0.1 });
    expect(machine.limit.state).toBe('ended');
    await events.return(undefined);
    expect(machine.stopped).toBe(1);
  });

  it('who stops listening while nothing happens leaves nothing running', async () => {
    const machine = new Machine();
    let release = (): void => {};
    let closed = false;
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      try {
        yield ATTACHED;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      } finally {
        closed = true;
      }
    }
    const kill = (): void => {
      machine.killed++;
      release();
    };
    for await (const batch of withOverhead(run(), machine.options({ kill }))) {
      machine.clock++;
      if (batch.some(({ type }) => type === 'overhead')) break;
    }
    expect(machine.killed).toBe(1);
    expect(closed).toBe(true);
  });

  it('what the run throws is thrown', async () => {
    async function* run(): AsyncGenerator<readonly TraceEvent[]> {
      yield ATTACHED;
      await turn();
      throw new Error('a bug');
    }
    await expect(all(withOverhead(run(), new Machine().options()))).rejects.toThrow('a bug');
  });
});
