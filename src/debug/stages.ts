/** How far a program came: each stage from what was found at it, and what was counted. */
import { type Finding, STAGES, type Stage, type StageId, type Verdict } from './diagnosis.ts';
import { countOf, isEvent, type Look, linesOf, showedSomething } from './look.ts';
import { filled } from './wording.ts';
import { amounts, STAGE_WORDS } from './words-stages.ts';

/** What the kernel is asked only where the program runs. */
const RUNNING: ReadonlySet<StageId> = new Set(['loads', 'attaches', 'fires', 'passes', 'shows']);
const MOST_HITS = 4;

export function stagesOf(findings: readonly Finding[], look: Look, refused: boolean, language: 'en' | 'zh'): Stage[] {
  let broken = false;
  return STAGES.map((id) => {
    const state = broken ? 'untried' : stateOf(id, findings, look, refused);
    if (state === 'bad' && (id === 'reads' || id === 'names' || id === 'safe' || id === 'loads' || id === 'attaches')) broken = true;
    return { id, state, says: filled(STAGE_WORDS[language][id][state], valuesOf(id, findings, look, language)) };
  });
}

export function verdictOf(findings: readonly Finding[], look: Look, refused: boolean): Verdict {
  const isBroken = findings.some(({ severity, stage }) => severity === 'error' && /^(?:reads|names|loads|attaches)$/.test(stage));
  if (refused || (look.run === undefined && (isBroken || findings.some(({ id }) => id === 'unsafe-call')))) return 'broken';
  if (look.run === undefined) return 'unrun';
  if (!showedSomething(look)) return 'silent';
  return findings.some(({ severity }) => severity !== 'note') ? 'doubtful' : 'works';
}

function stateOf(id: StageId, findings: readonly Finding[], look: Look, refused: boolean): Stage['state'] {
  const { run } = look;
  const at = findings.filter(({ stage }) => stage === id);
  const worst = at.some(({ severity }) => severity === 'error') ? 'bad' : at.some(({ severity }) => severity === 'warning') ? 'doubtful' : 'good';
  if (RUNNING.has(id) && run === undefined && worst !== 'bad')
    return refused && id === 'loads' ? (findings.some(({ stage }) => stage === 'attaches') ? 'good' : 'bad') : 'untried';
  if (id === 'reads') return worst === 'bad' ? 'bad' : 'good';
  if (id === 'loads') return worst === 'bad' ? 'bad' : 'good';
  if (id === 'safe' && worst === 'good' && at.length > 0) return 'doubtful';
  if (run === undefined) return worst;
  if (id === 'attaches') return worst === 'good' ? 'good' : 'doubtful';
  if (id === 'fires') return firing(look);
  if (id === 'passes') return passing(look, worst);
  if (id === 'shows')
    return !showedSomething(look)
      ? firing(look) === 'bad' || passing(look, 'good') === 'untried'
        ? 'untried'
        : 'bad'
      : worst === 'good'
        ? 'good'
        : 'doubtful';
  return worst;
}

interface Hit {
  readonly probe: string;
  readonly count: number;
}

function hitsOf(look: Look): Hit[] {
  return look.counted.counters.flatMap((counter) => {
    const probe = look.script.probes[counter.probe];
    const count = counter.kind === 'hit' ? countOf(look, counter) : undefined;
    if (probe === undefined || count === undefined || !probe.attachPoints.some(({ provider }) => isEvent(provider))) return [];
    return [{ probe: probe.attachPoints.map(({ text }) => text).join(', '), count }];
  });
}

function firing(look: Look): Stage['state'] {
  const hits = hitsOf(look);
  if (hits.length === 0) return showedSomething(look) ? 'good' : 'untried';
  if (hits.every(({ count }) => count === 0)) return 'bad';
  return hits.some(({ count }) => count === 0) ? 'doubtful' : 'good';
}

/** Whether anything of what came reached what shows it. */
function passing(look: Look, worst: Stage['state']): Stage['state'] {
  if (firing(look) === 'bad' || firing(look) === 'untried') return 'untried';
  if (look.counted.level !== 'full')
    return worst === 'good' && !showedSomething(look) ? 'untried' : worst === 'bad' && showedSomething(look) ? 'doubtful' : worst;
  const events = look.counted.reached.filter(({ probe }) => look.script.probes[probe]?.attachPoints.some(({ provider }) => isEvent(provider)) ?? false);
  const came = events.some(({ counter }) => (countOf(look, counter) ?? 0) > 0);
  if (worst === 'bad' && !showedSomething(look)) return 'bad';
  if (!came && events.length > 0 && look.counted.counters.some(({ before }) => before !== undefined)) return showedSomething(look) ? 'doubtful' : 'bad';
  return worst === 'good' ? 'good' : 'doubtful';
}

function valuesOf(id: StageId, findings: readonly Finding[], look: Look, language: 'en' | 'zh'): Record<string, string> {
  const words = amounts(language);
  const { run } = look;
  const hits = hitsOf(look);
  const told = hits.slice(0, MOST_HITS).map(({ probe, count }) => words.hit(probe, count));
  const shown = [
    ...(linesOf(look) === 0 ? [] : [words.lines(linesOf(look))]),
    ...[...(run?.maps ?? [])].filter(([name, { entries }]) => look.shown.has(name) && entries > 0).map(([name, { entries }]) => words.entries(name, entries)),
  ];
  return {
    problems: words.problems(findings.filter(({ stage, severity }) => stage === id && severity === 'error').length),
    probes: words.probes(look.script.probes.reduce((sum, { attachPoints }) => sum + attachPoints.length, 0)),
    hits: [...told, ...(hits.length > MOST_HITS ? ['…'] : [])].join(words.and),
    seconds: String(Math.round((run?.seconds ?? look.seconds) * 10) / 10),
    shown: shown.join(words.and),
  };
}
