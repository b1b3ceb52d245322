/** A compiled program that fails or stays silent: proven, run for a while, and held against how often the kernel ran it. */

import type { ProbeHits } from '../../core/overhead.ts';
import { Problem } from '../../core/problem.ts';
import { type CompiledRun, type CompiledSubject, diagnoseCompiled } from '../../debug/compiled.ts';
import type { DebugAround, DebugEvent, DebugRequest } from '../debug.ts';
import { proveGiven } from '../inspect-given.ts';
import { prepare } from '../prepare.ts';
import { runPlan } from '../run.ts';

export async function* debugCompiled(request: DebugRequest, around: DebugAround): AsyncGenerator<DebugEvent, void> {
  const { program: given, language, seconds, args = [] } = request;
  const { proof, facts } = await proveGiven(given, {
    allowUnsafe: false,
    stop: around.stop,
    ...(around.confined === undefined ? {} : { confined: around.confined }),
  });
  const { program } = proof.plan;
  const subject: CompiledSubject = {
    file: given.path,
    source: program.source,
    program: program.language === 'c' ? 'c' : 'object',
    language,
    diagnostics: proof.diagnostics,
    attachPoints: program.attachPoints,
    // Only root may ask the kernel for a trial.
    loaded: facts.privilege === 'root',
  };
  const looked = diagnoseCompiled(subject);
  if (looked.verdict === 'broken' || !(await around.agree(looked)) || around.stop.aborted) {
    yield looked;
    return;
  }
  const surroundings = { ...around, decide: () => Promise.resolve({ kind: 'run' as const }) };
  const preparing = prepare(facts, surroundings, program.language);
  let ready = facts;
  for (let next = await preparing.next(); ; next = await preparing.next()) {
    if (next.done === true) {
      ready = next.value;
      break;
    }
    if (next.value.type === 'note') yield { type: 'note', message: next.value.message };
  }
  yield { type: 'watching', seconds };
  const plan = { ...proof.plan, program: { ...program, seconds, endsItself: false } };
  let run: CompiledRun = { seconds: 0, records: 0, lost: 0 };
  let hits: readonly ProbeHits[] | undefined;
  try {
    for await (const event of runPlan(plan, { args, ...(request.command === undefined ? {} : { command: request.command }) }, ready, surroundings, undefined)) {
      if (event.type === 'trace') for (const one of event.events) if (one.type === 'overhead') hits = one.overhead.hits ?? hits;
      if (event.type === 'answer') {
        hits = event.overhead?.hits ?? hits;
        run = { seconds: event.seconds, records: event.records, lost: event.lost };
      }
    }
  } catch (error) {
    if (!(error instanceof Problem) || !/rejected|crashed/.test(error.code)) throw error;
    yield diagnoseCompiled({ ...subject, refused: error.message });
    return;
  }
  yield diagnoseCompiled({ ...subject, run: { ...run, ...(hits === undefined ? {} : { hits }) } });
}
