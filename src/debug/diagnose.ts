/**
 * From a program, a machine and what was counted while it ran to what is wrong and what to try. Pure: whoever has counted, or has counts written down, gets the
 * same answer.
 */
import { describeOutputs } from '../bpftrace/outputs.ts';
import { parse } from '../bpftrace/parser.ts';
import { declaredIn } from '../bpftrace/types.ts';
import { check, type Machine } from '../check/check.ts';
import { contextOf } from '../check/context.ts';
import { assess } from '../check/policy/assess.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { type Counted, countIn } from './counters.ts';
import type { Diagnosis } from './diagnosis.ts';
import { fromDiagnostic, fromFound, fromRefusal, inOrder, placedIn, withoutEchoes } from './findings.ts';
import type { Look, RunFacts } from './look.ts';
import { repairedBy } from './repaired.ts';
import { debugRules } from './rules/index.ts';
import { stagesOf, verdictOf } from './stages.ts';

export interface Subject {
  /** What the program is called: a file. */
  readonly file: string;
  readonly source: string;
  readonly language: 'en' | 'zh';
  readonly machine: Machine;
  /** For how long it is watched. */
  readonly seconds: number;
  /** The counting copy that was run; the full one where it is not said. */
  readonly counted?: Counted;
  /** What came of it; absent where it did not run. */
  readonly run?: RunFacts;
  /** What bpftrace said where it refused the program, or died. */
  readonly refused?: string;
  readonly processRuns?: (pid: number) => boolean;
  /** How many positional parameters it is given. */
  readonly given?: number;
}

/** Everything that is wrong with a bpftrace program, as far as is known. Never throws. */
export function diagnoseProgram(subject: Subject): Diagnosis {
  const { file, source, language, machine, run, refused } = subject;
  const { parsed, diagnostics } = check(source, machine);
  const syntax = new Set<Diagnostic>(parsed.diagnostics);
  const readable = syntax.size === 0 && diagnostics.every(({ code }) => code !== 'not-a-program');
  const look = lookAt(subject);
  const own = readable ? debugRules.flatMap((rule) => [...rule(look)]).map((found) => fromFound(found, language, run !== undefined, look)) : [];
  const notes = readable ? costNotes(look, machine) : [];
  const told = [...diagnostics, ...notes].map((one) => fromDiagnostic(one, syntax.has(one) || !readable, language));
  const findings = inOrder(withoutEchoes([...own, ...told, ...(refused === undefined ? [] : [fromRefusal(refused, language)])])).map(placedIn(source));
  const repaired = repairedBy(source, findings, machine);
  return {
    type: 'diagnosis',
    file,
    language,
    program: 'bpftrace',
    verdict: verdictOf(findings, look, refused !== undefined),
    ...(run === undefined ? {} : { seconds: run.seconds }),
    stages: stagesOf(findings, look, refused !== undefined, language),
    findings,
    ...(repaired === undefined ? {} : { repaired }),
  };
}

function lookAt({ source, machine, counted, run, seconds, processRuns, given = 0 }: Subject): Look {
  const { script } = parse(source);
  const context = contextOf(script, source, machine, false);
  const outputs = describeOutputs(script, source, declaredIn(undefined));
  return {
    script,
    source,
    context,
    counted: counted ?? countIn(script, source, 'full'),
    ...(run === undefined ? {} : { run }),
    seconds,
    ...(processRuns === undefined ? {} : { processRuns }),
    given,
    shown: new Set(outputs.maps.map(({ map }) => map)),
  };
}

/** What it costs, as the checker tells it, by the event. */
function costNotes({ script, source }: Look, machine: Machine): Diagnostic[] {
  return assess(script, source, machine).reasons.flatMap(({ kind, why, span }): Diagnostic[] =>
    kind === 'costly' ? [{ code: kind, severity: 'note', message: why, span, hints: [], fixes: [] }] : [],
  );
}

export type { Diagnosis, RunFacts };
