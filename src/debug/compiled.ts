/** The same for compiled programs: what the compiler, the policy and the verifier say, and how often the kernel ran each of them. Pure. */
import { applyEdits, type Diagnostic } from '../core/diagnostic.ts';
import type { ProbeHits } from '../core/overhead.ts';
import { type Diagnosis, type Finding, STAGES, type Stage, type StageId, type Verdict } from './diagnosis.ts';
import { fromDiagnostic, inOrder, placedIn } from './findings.ts';
import { commandFor } from './how.ts';
import { filled } from './wording.ts';
import { WORDS } from './words.ts';
import { amounts, STAGE_WORDS } from './words-stages.ts';

export interface CompiledSubject {
  readonly file: string;
  readonly source: string;
  readonly program: 'c' | 'object';
  readonly language: 'en' | 'zh';
  readonly diagnostics: readonly Diagnostic[];
  readonly attachPoints: readonly string[];
  /** Whether the kernel has taken it once, for a trial. */
  readonly loaded?: boolean;
  readonly run?: CompiledRun;
  /** What was said where it could not be loaded or attached after all. */
  readonly refused?: string;
}

export interface CompiledRun {
  readonly seconds: number;
  /** How often each program ran, as the kernel counts; absent where it does not. */
  readonly hits?: readonly ProbeHits[];
  /** Records and entries of maps that came. */
  readonly records: number;
  readonly lost: number;
}

export function diagnoseCompiled(subject: CompiledSubject): Diagnosis {
  const { file, source, program, language, diagnostics, attachPoints, run, refused } = subject;
  const told = diagnostics.map((one) => fromDiagnostic(one, false, language));
  const own =
    run === undefined
      ? []
      : measured(run, language).map((finding) => (finding.id === 'ran-and-delivered-nothing' ? { ...finding, ...firstReturn(source, attachPoints) } : finding));
  const refusal: Finding[] =
    refused === undefined ? [] : [{ id: 'cannot-attach', stage: 'attaches', severity: 'error', concept: 'attach-point', says: refused, tries: [] }];
  const findings = inOrder([...told, ...own, ...refusal]).map(placedIn(source));
  const fix = findings.find(({ severity, fix: one }) => severity === 'error' && one !== undefined)?.fix;
  return {
    type: 'diagnosis',
    file,
    language,
    program,
    verdict: verdictOf(findings, run),
    ...(run === undefined ? {} : { seconds: run.seconds }),
    stages: stagesOf(findings, subject),
    findings,
    ...(fix === undefined ? {} : { repaired: applyEdits(source, fix.edits) }),
  };
}

/** The first condition that leads out of the one program that there is: where to look. */
function firstReturn(source: string, attachPoints: readonly string[]): Pick<Finding, 'span'> {
  const found = attachPoints.length === 1 ? /\bif\s*\([^;{}]*\)\s*\{?\s*return\b/.exec(source) : null;
  return found === null ? {} : { span: { start: found.index, end: found.index + (found[0].split('\n')[0]?.length ?? 0) } };
}

function measured({ hits = [], records, lost, seconds }: CompiledRun, language: 'en' | 'zh'): Finding[] {
  const say = (id: string, values: Readonly<Record<string, string>>): Finding => {
    const wording = WORDS[id];
    if (wording === undefined) throw new RangeError(`nobody has worded ${id}`);
    const [says = '', ...tries] = wording[language].map((text) => filled(text, values));
    return { id, stage: wording.stage, severity: wording.severity, concept: wording.concept, says, tries };
  };
  const over = String(Math.round(seconds * 10) / 10);
  const never = hits
    .filter(({ runs }) => runs === 0)
    .map(({ attachPoint }) => {
      const [provider = '', ...parts] = attachPoint.split(':');
      const command = commandFor({ kind: 'attach-point', span: { start: 0, end: 0 }, text: attachPoint, provider, parts });
      return say(command === undefined ? 'never-fired' : 'never-fired-try', { probe: attachPoint, seconds: over, command: command ?? '' });
    });
  const ran = hits.filter(({ runs }) => runs > 0);
  const silent =
    records === 0
      ? ran.map(({ attachPoint, runs }) => say('ran-and-delivered-nothing', { probe: attachPoint, count: runs.toLocaleString('en-US'), seconds: over }))
      : [];
  return [...never, ...silent, ...(lost === 0 ? [] : [say('lost', { count: lost.toLocaleString('en-US') })])];
}

function verdictOf(findings: readonly Finding[], run: CompiledRun | undefined): Verdict {
  if (findings.some(({ severity, stage }) => severity === 'error' && /^(?:reads|names|safe|loads|attaches)$/.test(stage))) return 'broken';
  if (run === undefined) return 'unrun';
  if (run.records === 0) return 'silent';
  return findings.some(({ severity }) => severity !== 'note') ? 'doubtful' : 'works';
}

function stagesOf(findings: readonly Finding[], { language, run, attachPoints, loaded = false }: CompiledSubject): Stage[] {
  const words = amounts(language);
  const hits = run?.hits ?? [];
  let broken = false;
  return STAGES.map((id): Stage => {
    const at = findings.filter(({ stage }) => stage === id);
    const wrong = at.filter(({ severity }) => severity === 'error').length;
    const state = broken ? 'untried' : id === 'loads' && loaded && wrong === 0 ? 'good' : stateOf(id, wrong > 0, at.length > 0, run);
    broken ||= state === 'bad' && !/^(?:fires|passes|shows)$/.test(id);
    const values = {
      problems: words.problems(wrong),
      probes: words.probes(attachPoints.length),
      hits: hits.map(({ attachPoint, runs }) => words.hit(attachPoint, runs)).join(words.and),
      seconds: String(Math.round((run?.seconds ?? 0) * 10) / 10),
      shown: words.lines(run?.records ?? 0),
    };
    return { id, state, says: filled(STAGE_WORDS[language][id][state], values) };
  });
}

function stateOf(id: StageId, wrong: boolean, minded: boolean, run: CompiledRun | undefined): Stage['state'] {
  const runs = run?.hits?.map(({ runs }) => runs);
  if (id === 'fires')
    return runs === undefined || runs.length === 0
      ? 'untried'
      : runs.every((count) => count === 0)
        ? 'bad'
        : runs.some((count) => count === 0)
          ? 'doubtful'
          : 'good';
  if (wrong) return 'bad';
  if (id === 'reads' || id === 'names') return 'good';
  if (id === 'safe') return minded ? 'doubtful' : 'good';
  if (run === undefined) return 'untried';
  if (id === 'loads' || id === 'attaches') return 'good';
  const came = runs === undefined || runs.some((count) => count > 0);
  if (!came) return 'untried';
  return run.records > 0 ? 'good' : 'bad';
}
