/** Screens of runs that are written down: events in, lines out. */
import type { MapEvent, Scalar, TraceEvent } from '../../src/core/events.ts';
import type { Output, Program } from '../../src/core/program.ts';
import { type Frame, frameOf } from '../../src/screen/frame.ts';
import { type Key, KeyReader } from '../../src/screen/keys.ts';
import { firstState, press, type ScreenState } from '../../src/screen/state.ts';
import { Watch } from '../../src/screen/watch.ts';
import type { Style } from '../../src/views/layout.ts';
import { column, count, file, names, process } from '../views/names.ts';

export const OUTPUTS = {
  table: { shape: 'values', map: '@faults', keys: [process], value: { ...count, name: 'faults' } },
  histogram: { shape: 'histogram', map: '@us', keys: [process], value: column('latency', { unit: 'us' }) },
  stacks: { shape: 'values', map: '@stacks', keys: [process, { name: 'stack', kind: 'stack', type: 'stack' }], value: { ...count, name: 'samples' } },
  rows: { shape: 'rows', statement: 0, columns: [column('pid', { kind: 'pid' }), process, file] },
} satisfies Readonly<Record<string, Output>>;

export function program(outputs: readonly Output[], more: Partial<Program> = {}): Program {
  const [first] = outputs;
  return {
    language: 'bpftrace',
    source: '',
    title: 'Faults by process',
    origin: { kind: 'edited' },
    attachPoints: ['software:faults:1'],
    outputs,
    ...(first === undefined || first.shape === 'rows' ? {} : { answer: first.map }),
    ...more,
  };
}

export function snapshot(map: MapEvent): TraceEvent {
  return { type: 'snapshot', map };
}

export function faults(counts: Readonly<Record<string, number>>): TraceEvent {
  return snapshot({ type: 'map', map: '@faults', entries: Object.entries(counts).map(([key, value]) => ({ key: [key], value })) });
}

export function latencies(groups: Readonly<Record<string, readonly number[]>>): TraceEvent {
  const entries = Object.entries(groups).map(([key, counts]) => ({
    key: [key],
    buckets: counts.map((one, index) => ({ min: 2 ** index, max: 2 ** (index + 1) - 1, count: one })),
  }));
  return snapshot({ type: 'histogram', map: '@us', entries });
}

/** `outer<inner` of a process, with how often. */
export function stacks(counts: Readonly<Record<string, number>>): TraceEvent {
  const entries = Object.entries(counts).map(([text, value]) => {
    const [name = '', ...frames] = text.split('<');
    return {
      key: [
        name,
        frames
          .reverse()
          .map((frame) => `\n    ${frame}+12`)
          .join(''),
      ],
      value,
    };
  });
  return snapshot({ type: 'map', map: '@stacks', entries });
}

export function row(...values: readonly Scalar[]): TraceEvent {
  return { type: 'row', statement: 0, values };
}

/** A screen at which keys are pressed: each looks at the frame before it, as a person does. */
export class Screen {
  readonly watch: Watch;
  readonly effects: string[] = [];
  readonly #reader = new KeyReader();
  readonly #columns: number;
  readonly #rows: number;
  readonly #style: Partial<Style>;
  state: ScreenState;
  at = 0;

  constructor(of: Program, [columns, rows]: readonly [number, number] = [80, 24], style: Partial<Style> = {}) {
    this.watch = new Watch(of);
    this.state = firstState(of.top);
    this.#columns = columns;
    this.#rows = rows;
    this.#style = style;
    this.watch.add({ type: 'attached', probes: 1 }, 0);
  }

  /** One second passes, and brings these. */
  takes(...events: readonly TraceEvent[]): this {
    this.at++;
    for (const event of events) this.watch.add(event, this.at);
    return this;
  }

  types(keys: string): this {
    return this.presses(...this.#reader.feed(Buffer.from(keys)), ...this.#reader.settle());
  }

  presses(...keys: readonly Key[]): this {
    for (const key of keys) {
      const { state, effect } = press(this.state, key, this.frame().ground);
      this.state = state;
      if (effect !== undefined) this.effects.push(effect);
    }
    return this;
  }

  frame(): Frame {
    return frameOf({
      title: this.watch.program.title,
      look: this.watch.look(),
      vitals: this.watch.vitals(this.at),
      state: this.state,
      names,
      style: { color: false, unicode: true, ...this.#style },
      size: { columns: this.#columns, rows: this.#rows },
    });
  }

  /** Lines that hold anything. */
  lines(): string[] {
    return this.frame()
      .lines.map((line) => line.trimEnd())
      .filter((line) => line !== '');
  }

  /** Between the tabs and the status. */
  body(): string[] {
    return this.frame()
      .lines.slice(2, -2)
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  }
}
