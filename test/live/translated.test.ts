/** What bpftrace's programs of the library tell, told by C: some of it is held against the truth. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import type { Program } from '../../src/core/program.ts';
import { libbpfEngine } from '../../src/engines/libbpf/index.ts';
import { libbpf } from '../../src/engines/libbpf/library.ts';
import { valueNames } from '../../src/kernel/names.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { readObject } from '../../src/object/read.ts';
import { namedOutputs } from '../../src/plan/c/outputs.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { translate } from '../../src/translate/translate.ts';
import { showValue } from '../../src/views/values.ts';
import { machineHere, here as place, planOf, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const host = realHost();
const names = valueNames(host);
const tools = toolchainOf(host);
const found = await libbpf();
const cannot =
  'cannot' in here ? here.cannot : tools.missing.length > 0 ? `not here: ${tools.missing.join(', ')}` : found.ok ? undefined : found.message.message;
if (cannot !== undefined) console.log(`what is said in C is not run: ${cannot}`);
const QUICK_MS = 400;

describe.skipIf(cannot !== undefined)('the library said in C', () => {
  /** Rows, counts, sums, histograms of times and of equal steps, addresses, members of the kernel, probes that programs mark, the time of day. */
  it.each(['context-switches', 'disk-io', 'run-queue-latency', 'tcp-connects', 'python-imports', 'sync-calls-tracepoint', 'run-queue-length'])(
    '%s tells the truth',
    async (name) => {
      const program = readLibrary().find((one) => one.name === name);
      if ('cannot' in here || program?.workload === undefined) throw new Error(`${name} cannot be tried`);
      const plan = planOf(program, here.machine);
      if ('cannot' in plan) throw new Error(plan.cannot);
      const faults = await faultsOf(plan.program, program.workload);
      expect(faults).toEqual([]);
    },
  );
});

async function faultsOf(plan: Program, workload: NonNullable<LibraryProgram['workload']>): Promise<string[]> {
  if ('cannot' in here) return [here.cannot];
  const translation = translate(plan, here.machine);
  if (!translation.ok) return [translation.why];
  const { object, diagnostics } = await compile(translation.source, { host });
  const read = object === undefined ? undefined : readObject(object);
  if (object === undefined || read?.ok !== true) return diagnostics.map(({ message }) => message);
  const { declarations: _, answer: __, ...rest } = plan;
  const { source, outputs, answer, attach } = translation;
  const inC: Program = {
    ...rest,
    language: 'c',
    source,
    ...(answer === undefined ? {} : { answer }),
    ...(attach === undefined ? {} : { attach }),
    binary: Buffer.from(object).toString('base64'),
    outputs: namedOutputs(read.object.description.outputs, outputs),
  };
  const traced = await traceWorkload(inC, here.machine, workload.run, place, QUICK_MS, libbpfEngine);
  if ('cannot' in traced) return [traced.cannot];
  const lost = traced.events.flatMap((event) => (event.type === 'lost' ? [`${event.count} events were lost`] : []));
  return [
    ...lost,
    ...judge(
      answerRecords(traced.events, inC, (value, column) => showValue(value, column, names)),
      workload,
    ),
  ];
}
