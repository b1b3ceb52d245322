/** C programs of the library on functions and security hooks of the kernel, compiled here and run by the engine in a guest, whose kernel lets them be. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/check/check.ts';
import { compile } from '../../src/compiler/compile.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { valueNames } from '../../src/kernel/names.ts';
import { readCLibrary } from '../../src/knowledge/c/read.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { readObject } from '../../src/object/read.ts';
import { namedOutputs } from '../../src/plan/c/outputs.ts';
import { planOneC } from '../../src/plan/c/plan.ts';
import { answerRecords, judge } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { showValue } from '../../src/views/values.ts';
import { engineIn, installEngine } from './guest-engine.ts';
import { whyNot } from './helpers.ts';
import { labHere } from './lab.ts';
import { inGuest, machineHere, traceWorkload } from './pipeline.ts';

const lab = await labHere();
const cannot = 'cannot' in lab ? lab.cannot : whyNot('root');
const programs = readCLibrary(readLibrary()).flatMap(({ workload, ...program }) =>
  program.onFunctions && workload !== undefined ? [{ program: { ...program, workload }, workload }] : [],
);
const NOTHING_ASKED = { question: '', language: 'en', topic: '', unapplied: [], conditions: [], keys: [] };
/** A guest is emulated where there is no KVM. */
const LONG_MS = 600_000;

describe.skipIf(cannot !== undefined)('on functions of a kernel in a guest, the C library tells the truth', { timeout: LONG_MS }, () => {
  let guest: OpenGuest;
  let machine: Machine;
  let engine: Engine;

  beforeAll(async () => {
    if ('cannot' in lab) throw new Error(lab.cannot);
    guest = await lab.open();
    await installEngine(guest.guest);
    const found = await machineHere(guest.host, guest.cache);
    if ('cannot' in found) throw new Error(found.cannot);
    machine = found.machine;
    engine = engineIn(guest);
  }, LONG_MS);
  afterAll(() => guest?.close());

  it.each(programs)('$program.name', async ({ program, workload }) => {
    // Adapted to the guest's types when it is loaded there.
    const { object, diagnostics } = await compile(program.source, { host: realHost() });
    if (object === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    const read = readObject(object);
    if (!read.ok) throw new Error(read.message);
    const plan = planOneC(program, NOTHING_ASKED, 1).program;
    const compiled = { ...plan, binary: Buffer.from(object).toString('base64'), outputs: namedOutputs(read.object.description.outputs, plan.outputs) };
    const traced = await traceWorkload(compiled, machine, workload.run, inGuest(guest), undefined, engine);
    if ('cannot' in traced) throw new Error(traced.cannot);
    const names = valueNames(guest.host);
    const records = answerRecords(traced.events, compiled, (value, column) => showValue(value, column, names));
    expect(judge(records, workload)).toEqual([]);
  });
});
