/** Every C program of the library, compiled and run on this kernel against a workload whose truth is known. */
import { describe, it } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { libbpfEngine } from '../../src/engines/libbpf/index.ts';
import { valueNames } from '../../src/kernel/names.ts';
import type { CProgram } from '../../src/knowledge/c/library.ts';
import { readCLibrary } from '../../src/knowledge/c/read.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { readObject } from '../../src/object/read.ts';
import { namedOutputs } from '../../src/plan/c/outputs.ts';
import { planOneC } from '../../src/plan/c/plan.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { showValue } from '../../src/views/values.ts';
import { Lanes } from './lanes.ts';
import { machineHere, here as place, traceWorkload } from './pipeline.ts';

const here = await machineHere();
const host = realHost();
const names = valueNames(host);
const QUICK_MS = 400;
const NOTHING_ASKED = { question: '', language: 'en', topic: '', unapplied: [], conditions: [], keys: [] };

const programs = readCLibrary(readLibrary()).flatMap((program) => (program.workload === undefined ? [] : [{ ...program, workload: program.workload }]));
const lanes = new Lanes(2);

describe.concurrent('the C library tells the truth', () => {
  for (const program of programs) {
    it(program.name, async ({ skip, expect }) => {
      const { workload } = program;
      let faults = await lanes.beside(workload.run[0] ?? '', () => faultsOf(program, workload));
      // What went on in the other lane may have been seen, too: alone it must be right.
      if (Array.isArray(faults) && faults.length > 0) faults = await lanes.alone(() => faultsOf(program, workload));
      if (!Array.isArray(faults)) return skip(faults.cannot);
      expect(faults.length, `${program.name} with ${workload.run.join(' ')}:\n${faults.join('\n')}`).toBe(0);
    });
  }
});

/** What is wrong with what a program says of its workload, in words; or why that cannot be tried here. */
async function faultsOf(program: CProgram, workload: NonNullable<CProgram['workload']>): Promise<string[] | { cannot: string }> {
  const cannot = (why: string): { cannot: string } => {
    console.log(`skipped ${program.name}: ${why}`);
    return { cannot: why };
  };
  if ('cannot' in here) return cannot(here.cannot);
  const { object, diagnostics } = await compile(program.source, { host });
  if (object === undefined) return diagnostics.map(({ message }) => message);
  const read = readObject(object);
  if (!read.ok) return [read.message];
  const plan = planOneC(program, NOTHING_ASKED, 1).program;
  // Workloads that send packets send them to this machine.
  const attach = { ...plan.attach, interface: 'lo' };
  const compiled = { ...plan, attach, binary: Buffer.from(object).toString('base64'), outputs: namedOutputs(read.object.description.outputs, plan.outputs) };
  const traced = await traceWorkload(compiled, here.machine, workload.run, place, QUICK_MS, libbpfEngine);
  // What runs at functions of the kernel is not for every machine; all else has to load.
  if ('cannot' in traced) return program.onFunctions ? cannot(traced.cannot) : [traced.cannot];
  const lost = traced.events.flatMap((event) => (event.type === 'lost' ? [`${event.count} events were lost`] : []));
  const records = answerRecords(traced.events, compiled, (value, column) => showValue(value, column, names));
  return [...lost, ...judge(records, workload)];
}
