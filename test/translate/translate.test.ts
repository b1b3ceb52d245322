import { describe, expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../src/bpftrace/outputs.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import { declaredIn } from '../../src/bpftrace/types.ts';
import type { Machine } from '../../src/check/machine.ts';
import { compile } from '../../src/compiler/compile.ts';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import type { Program } from '../../src/core/program.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { readObject } from '../../src/object/read.ts';
import { realHost } from '../../src/system/real.ts';
import { type Translation, translate } from '../../src/translate/translate.ts';
import { KERNELS, recordedMachine } from '../fixtures/machines.ts';
import { SAID } from './said.ts';

const host = realHost();
const { missing } = toolchainOf(host);
const why = missing.length > 0 ? `not here: ${missing.join(', ')}` : host.exists('/sys/kernel/btf/vmlinux') ? undefined : 'this kernel has no BTF';
if (why !== undefined) console.log(`compiling is not tested: ${why}`);

const machine = recordedMachine('6.1', '0.17');

function inC(source: string, on: Machine = machine): Translation {
  const { script } = parse(source);
  const declarations: Record<string, Record<string, string>> = {};
  for (const point of script.probes.flatMap(({ attachPoints }) => attachPoints)) {
    const fields = on.tracepoints.fields(point.parts[0] ?? '', point.parts[1] ?? '') ?? [];
    declarations[point.text] = Object.fromEntries(fields.map(({ name, declaration }) => [name, declaration]));
  }
  const outputs = outputList(describeOutputs(script, source, declaredIn(declarations)));
  return translate({ source, title: 'A test', outputs, declarations }, on);
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('programs of bpftrace in C', () => {
  it.each(SAID)('$what', ({ program, says = [], hides = [], refuses }) => {
    const said = inC(program);
    if (refuses !== undefined) {
      expect(said.ok).toBe(false);
      expect(said.ok ? '' : said.why).toContain(refuses);
      expect(said.ok || said.why === '' || said.why.includes('\n')).toBe(false);
      return;
    }
    if (!said.ok) throw new Error(said.why);
    for (const text of says) expect(flat(said.source)).toContain(text);
    for (const text of hides) expect(said.source).not.toContain(text);
  });

  it('tells what it could not say where it stands', () => {
    const source = 'tracepoint:sched:sched_switch { @a = 1; system("date"); }';
    const said = inC(source);
    expect(said.ok ? undefined : source.slice(said.span?.start, said.span?.end)).toBe('system("date")');
  });

  it('names what it tells as it is called in C', () => {
    const said = inC('tracepoint:sched:sched_switch { @drops[comm] = count(); @lat = avg(nsecs); printf("%d %s\\n", pid, comm); }');
    expect(said.ok && said.outputs.map((output) => (output.shape === 'rows' ? `rows ${output.statement}` : `${output.shape} ${output.map}`))).toEqual([
      'rows 0',
      'values all_drops',
      'stats lat',
    ]);
  });

  it.each(KERNELS)('says what it can of the library on Linux %s, and throws at nothing', (kernel) => {
    const on = recordedMachine(kernel, '0.17');
    const said = readLibrary().map(({ source }) => inC(source, on));
    expect(said.every((one) => one.ok || (one.why !== '' && !one.why.includes('\n')))).toBe(true);
    // Where the types were left out, nothing that goes by way of them can be said.
    expect(said.filter(({ ok }) => ok).length).toBeGreaterThan(on.types === undefined ? 100 : 180);
  });
});

describe.skipIf(why !== undefined)('what is said in C', () => {
  it('compiles without a warning, and tells what the bpftrace program did', async () => {
    const wrong: string[] = [];
    for (const { what, program } of SAID.filter(({ refuses, what: about }) => refuses === undefined && !/parameters of a function|version 6/.test(about))) {
      const said = inC(program);
      if (!said.ok) throw new Error(`${what}: ${said.why}`);
      const { object, diagnostics } = await compile(said.source, { host });
      wrong.push(...diagnostics.map(({ message }) => `${what}: ${message}`));
      const read = object === undefined ? undefined : readObject(object);
      if (read?.ok !== true) continue;
      const told = shapes(read.object.description.outputs).filter((output) => !output.startsWith('values lost'));
      const wanted = shapes(said.outputs.map((output) => (output.shape === 'stats' ? { ...output, shape: 'values' } : output)));
      if (told.join() !== wanted.join()) wrong.push(`${what}: tells ${told.join()}, not ${wanted.join()}`);
    }
    expect(wrong).toEqual([]);
  });
});

function shapes(outputs: Program['outputs']): string[] {
  return outputs
    .map((output) =>
      output.shape === 'rows' ? `rows ${output.statement} of ${output.columns.length}` : `${output.shape} ${output.map} by ${output.keys.length}`,
    )
    .sort();
}
