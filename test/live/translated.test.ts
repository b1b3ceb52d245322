/** What bpftrace's programs of the library tell, told by C: all that can be said in C compiles and is verified, and some of it is held against the truth. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clangFlags, compile } from '../../src/compiler/compile.ts';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import { vmlinuxOf } from '../../src/compiler/vmlinux.ts';
import type { Program } from '../../src/core/program.ts';
import { libbpfEngine } from '../../src/engines/libbpf/index.ts';
import { libbpf } from '../../src/engines/libbpf/library.ts';
import { closeObject, loadObject } from '../../src/engines/libbpf/load.ts';
import { openObject } from '../../src/engines/libbpf/open.ts';
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

const folder = mkdtempSync(join(tmpdir(), 'gpttrace-said-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What this machine can attach, of the library, as it would be run for a question. */
function planned(): { readonly program: LibraryProgram; readonly plan: Program }[] {
  if ('cannot' in here) return [];
  return readLibrary().flatMap((program) => {
    const plan = planOf(program, here.machine);
    return 'cannot' in plan ? [] : [{ program, plan: plan.program }];
  });
}

describe.skipIf(cannot !== undefined)('the library said in C', () => {
  it('can be said for the most part, and what is said is verified by this kernel', { timeout: 300_000 }, async ({ expect }) => {
    if ('cannot' in here || !found.ok || tools.clang === undefined) return;
    const all = planned();
    const said = all.flatMap(({ program, plan }) => {
      const translation = translate(plan, here.machine);
      return translation.ok ? [{ name: program.name, source: translation.source }] : [];
    });
    const onEvents = ({ plan }: { readonly plan: Program }): boolean =>
      plan.attachPoints.every((point) => /^(tracepoint|software|BEGIN|END|interval)\b/.test(point));
    const events = all.filter(onEvents);
    const saidOnEvents = events.filter(({ program }) => said.some(({ name }) => name === program.name));
    const wrong: string[] = [];
    const types = await vmlinuxOf(host, tools.bpftool);
    if (types.kind !== 'there') throw new Error('no vmlinux.h');
    // The kernel's types are most of what there is to compile: they are read once.
    const flags = [...clangFlags(host.arch), '-Wall', '-Wno-unused-variable', '-Wno-unused-function', '-Wno-missing-declarations'];
    const header = join(folder, 'vmlinux.pch');
    const prepared = await host.run(tools.clang, [...flags, '-x', 'c-header', join(types.folder, 'vmlinux.h'), '-o', header], { timeout: 60_000 });
    expect(prepared.status, prepared.stderr).toBe(0);
    // Each takes a fifth of a second; GPTTRACE_ALL=1 has all of them compiled and loaded.
    const tried = said.filter((_, at) => process.env.GPTTRACE_ALL !== undefined || at % 4 === 0);
    for (const { name, source } of tried) {
      const [from, to] = [join(folder, `${name}.bpf.c`), join(folder, `${name}.bpf.o`)];
      writeFileSync(from, source.replace('#include "vmlinux.h"\n', ''));
      const compiled = await host.run(tools.clang, [...flags, '-include-pch', header, '-idirafter', '/usr/include/x86_64-linux-gnu', '-c', from, '-o', to], {
        timeout: 60_000,
      });
      if (compiled.status !== 0 || compiled.stderr.trim() !== '') {
        wrong.push(`${name}: ${compiled.stderr.split('\n')[0]}`);
        if (compiled.status !== 0) continue;
      }
      const opened = openObject(found.bpf, readFileSync(to));
      if (!opened.ok) {
        wrong.push(`${name}: ${opened.message}`);
        continue;
      }
      const loaded = loadObject(opened.object);
      // A machine that has no kprobes cannot load what is for them.
      if (!loaded.ok && !/kprobe|kretprobe|fentry|fexit/.test(source)) wrong.push(`${name}: ${loaded.message}`);
      closeObject(opened.object);
    }
    console.log(
      `said in C: ${said.length} of ${all.length} that this machine can attach (tracepoints and software events: ${saidOnEvents.length} of ${events.length}); compiled and loaded: ${tried.length - wrong.length} of ${tried.length}`,
    );
    expect(wrong).toEqual([]);
    expect(saidOnEvents.length / events.length).toBeGreaterThan(0.85);
  });

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
