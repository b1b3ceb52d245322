/** The agent's workshop for programs in C: looked up on the real machine, and proven as any other program in C is before it runs. */
import type { Machine } from '../../../check/check.ts';
import { Exit } from '../../../core/exit.ts';
import type { Intent } from '../../../core/intent.ts';
import { Problem } from '../../../core/problem.ts';
import { pidVariable } from '../../../engines/libbpf/settings.ts';
import { understand } from '../../../intent/understand.ts';
import type { CLibrary } from '../../../knowledge/c/library.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { localised } from '../../../knowledge/library.ts';
import { readObject } from '../../../object/read.ts';
import { fault } from '../../../plan/agent/examination.ts';
import type { Example } from '../../../plan/agent/setting.ts';
import type { CWorkshop, ProvenC } from '../../../plan/agent/workshop.ts';
import { attachPointsOf } from '../../../plan/c/attach-points.ts';
import { holdCompiled } from '../../../plan/contract/compiled.ts';
import { type EventClasses, eventClasses } from '../../../plan/contract/events.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Host } from '../../../system/host.ts';
import type { Surroundings } from '../../events.ts';
import { type Proof, prove } from '../../proof.ts';
import { clip, describeTypeText, findProbesText, listToolsText } from '../lookups.ts';
import { asSure, type Beside } from '../workshop.ts';
import { attachDiagnostics } from './attachable.ts';
import { describeHelperText } from './helpers.ts';
import { describeCProbeText } from './probes.ts';

/** What fits less is about something else. */
const LEAST_LIKE = 0.1;
/** Characters: a program in C has some 2,000. */
const MOST_EXAMPLES = 9_000;

export interface CBench {
  readonly workshop: CWorkshop;
  /** What a program that was proven is: its plan, with what is known of its object. */
  planOf(source: string): Plan | undefined;
}

/** `intent` is what was asked: what the program is held against. */
export function cBenchOf(machine: Machine, host: Host, intent: Intent, around: Surroundings, library: CLibrary, beside: Beside = {}): CBench {
  const { library: scripts, index } = loadKnowledge();
  const classes = eventClasses(index.match(intent), scripts);
  const proofs = new Map<string, { readonly proven: ProvenC; readonly plan?: Plan }>();
  const workshop: CWorkshop = {
    language: 'c',
    findProbes: (words, most) => forC(findProbesText(words, most, machine, host)),
    describeProbe: (attachPoint) => describeCProbeText(attachPoint, machine),
    describeType: (name) => describeTypeText(name, machine),
    describeHelper: (words, most) => describeHelperText(words, most, host, machine.types),
    findExamples: (words, most) => examplesText(words, most, machine, library),
    listTools: (words) => listToolsText(words, machine, host),
    async prove(source, signal) {
      const known = proofs.get(source);
      if (known !== undefined) return known.proven;
      const made = await proveC(source, intent, classes, machine, { ...around, stop: signal });
      if (!signal.aborted) proofs.set(source, made);
      return made.proven;
    },
    ...beside,
  };
  return { workshop, planOf: (source) => proofs.get(source)?.plan };
}

/** Without what only bpftrace has a word for; samples of the processors are told of beforehand. */
function forC(found: string): string {
  const lines = found.split('\n').filter((line) => !/^(?:profile|interval|software|hardware|BEGIN|END)\b/.test(line));
  return lines.length === 0 ? 'nothing was found that a program in C attaches to' : lines.join('\n');
}

async function proveC(
  source: string,
  intent: Intent,
  classes: EventClasses,
  machine: Machine,
  around: Surroundings,
): Promise<{ readonly proven: ProvenC; readonly plan?: Plan }> {
  let proof: Proof;
  try {
    // Also where nothing is to be run: a program that was never verified is not handed to anybody.
    const { willRun: _, ...proving } = around;
    proof = await prove(planOf(source, intent), machine, proving);
  } catch (error) {
    // What is wrong with a program goes back to who wrote it; what is wrong with the machine is the user's.
    if (!(error instanceof Problem) || error.exit !== Exit.badProgram) throw error;
    return { proven: { stage: 'load', diagnostics: [fault(error.code, error.message)], unmet: [] } };
  }
  const { diagnostics, plan } = proof;
  const read = plan.program.binary === undefined ? undefined : readObject(Buffer.from(plan.program.binary, 'base64'));
  if (read?.ok !== true) return { proven: { stage: 'syntax', diagnostics, unmet: [] } };
  const { description } = read.object;
  const all = [...diagnostics, ...attachDiagnostics(description, machine.facts)];
  const acts = around.allowUnsafe === true ? [] : plan.safety.reasons.filter(({ kind }) => kind === 'unsafe').map(({ why }) => why);
  const { attachPoints, outputs } = plan.program;
  const unmet = holdCompiled({ source, attachPoints, outputs, takesPid: pidVariable(description.variables) !== undefined }, intent, classes);
  return {
    plan,
    proven: {
      // The kernel is asked last.
      stage: proof.log === undefined ? 'check' : 'load',
      diagnostics: all,
      ...(acts.length === 0 ? {} : { forbidden: `it does more than watch: ${[...new Set(acts)].join('; ')}` }),
      unmet: unmet.map((one) => asSure(one, intent)),
    },
  };
}

/** How often a second samples are taken where nothing says it. */
const HZ = 99;

function planOf(source: string, intent: Intent): Plan {
  const pid = intent.filter?.value.pid;
  return {
    program: {
      language: 'c',
      source,
      title: 'the program',
      origin: { kind: 'model', name: '' },
      attachPoints: attachPointsOf(source),
      ...(/\bSEC\s*\(\s*"perf_event"/.test(source) ? { attach: { hz: HZ } } : {}),
      outputs: [],
      ...(pid === undefined ? {} : { pid }),
      endsItself: false,
    },
    intent,
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: pid !== undefined,
    followsCommand: false,
  };
}

/** Programs of the library in C that answer something like it, best first; those that would not attach here are left out. */
export function cExamples(intent: Intent, most: number, { facts }: Machine, { programs, index }: CLibrary): Example[] {
  const onFunctions = facts.probeKinds.kprobe.verdict !== 'no';
  const matches = index.match(intent).filter(({ score }) => score >= LEAST_LIKE);
  const found = matches.flatMap(({ program }) => programs.find(({ name }) => name === program.name) ?? []);
  return found
    .filter((program) => (onFunctions || !program.onFunctions) && program.attach?.interface === undefined)
    .slice(0, most)
    .map(({ title, source }) => ({ title: localised(title, 'en'), source }));
}

function examplesText(words: string, most: number, machine: Machine, library: CLibrary): string {
  const { index } = library;
  const intent = understand({ question: words }, { processes: () => new Set(), isTopicWord: (word, language) => index.isTopicWord(word, language) });
  const shown = cExamples(intent, most, machine, library).map(({ title, source }) => `// ${title}\n${source.trim()}`);
  return shown.length === 0 ? `no program of the library is about ${JSON.stringify(words)}` : clip(shown.join('\n\n'), 'ask for one of them', MOST_EXAMPLES);
}
