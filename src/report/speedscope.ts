import type { Frame } from '../core/dataset.ts';
import type { Unit } from '../core/program.ts';
import type { RunRecord } from '../core/run-record.ts';
import { keyLabel } from '../views/frame-tree.ts';
import { frameDefinition } from './frame-place.ts';
import { stacksToWrite } from './run-stacks.ts';

/** A profile for https://www.speedscope.app, which opens it in a browser. */
export function speedscopeReport(record: RunRecord): string {
  return `${JSON.stringify(speedscopeFile(record))}\n`;
}

const UNITS: Readonly<Record<Unit, { readonly unit: string; readonly factor: number }>> = {
  ns: { unit: 'nanoseconds', factor: 1 },
  us: { unit: 'microseconds', factor: 1 },
  ms: { unit: 'milliseconds', factor: 1 },
  s: { unit: 'seconds', factor: 1 },
  bytes: { unit: 'bytes', factor: 1 },
  pages: { unit: 'bytes', factor: 4096 },
};

function speedscopeFile(record: RunRecord): object {
  const stacks = stacksToWrite(record);
  const frames: { readonly name: string; readonly file?: string; readonly line?: number }[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (frame: Frame): number => {
    const id = `${frame.kind}\0${frame.module ?? ''}\0${frame.name}`;
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, frames.length);
    const { name, file = frame.module, line } = frameDefinition(frame);
    return frames.push({ name, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) }) - 1;
  };
  const { unit = 'none', factor = 1 } = stacks.value.unit === undefined ? {} : UNITS[stacks.value.unit];
  const samples = stacks.samples.map(({ key, frames: own }) => {
    // What the key says stands below its stacks, as a function would.
    const base: readonly Frame[] =
      key.length === 0 ? [] : [{ name: keyLabel(stacks.keys, key), kind: 'unknown', module: stacks.keys.map(({ name }) => name).join(', ') }];
    return [...base, ...own].map(numberOf);
  });
  const weights = stacks.samples.map(({ weight }) => weight * factor);
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name: record.question ?? record.program.title,
    exporter: 'gpttrace',
    activeProfileIndex: 0,
    shared: { frames },
    profiles: [{ type: 'sampled', name: stacks.title, unit, startValue: 0, endValue: weights.reduce((sum, weight) => sum + weight, 0), samples, weights }],
  };
}
