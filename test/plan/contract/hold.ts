/** What the contract tests share: a question understood, and a program held against it, on a recorded kernel where everything attaches. */
import { parse } from '../../../src/bpftrace/parser.ts';
import { adapt, check } from '../../../src/check/check.ts';
import type { Machine } from '../../../src/check/machine.ts';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import type { Intent } from '../../../src/core/intent.ts';
import { languageOf } from '../../../src/intent/languages.ts';
import { loadLexicon } from '../../../src/intent/lexicons.ts';
import { type Surroundings, understand } from '../../../src/intent/understand.ts';
import { buildKnowledge } from '../../../src/knowledge/build.ts';
import { LibraryIndex } from '../../../src/knowledge/match.ts';
import { offersOf } from '../../../src/line/offers.ts';
import { isWordOf } from '../../../src/plan/compose/own-words.ts';
import { parseEventName } from '../../../src/plan/compose/parse-event.ts';
import { holdAgainst } from '../../../src/plan/contract/contract.ts';
import { type EventClasses, eventClasses } from '../../../src/plan/contract/events.ts';
import type { Checker } from '../../../src/plan/embedded.ts';
import { everyKind } from '../../check/every-kind.ts';
import { recordedMachine } from '../../fixtures/machines.ts';

export const knowledge = buildKnowledge();
export const index = new LibraryIndex(knowledge.programs, knowledge.index);

const recorded = recordedMachine('6.18', '0.17');
export const machine: Machine = { ...recorded, facts: { ...recorded.facts, probeKinds: everyKind({ verdict: 'yes', why: '' }) } };
export const offers = offersOf(machine);

/** The checker on that kernel, for what plans are tested for: neither fields nor safety. */
export const checker: Checker = {
  check: (source) => check(source, machine, true),
  adapt: (source) => adapt(source, machine),
  declarations: () => ({}),
  safety: () => ({ classes: ['observe'], reasons: [] }),
};

const PROCESSES: ReadonlySet<string> = new Set(['systemd', 'bash', 'node', 'nginx']);

/** Understands a question as the line does, with processes that are always there. */
export async function hear(question: string, more: Partial<Surroundings> = {}): Promise<Intent> {
  await loadLexicon(languageOf(question));
  return understand(
    { question },
    {
      processes: () => PROCESSES,
      isTopicWord: (word, language) => index.isTopicWord(word, language),
      spell: (word, language) => index.spell(word, language),
      eventNamed: (text) => {
        const named = parseEventName(text, offers);
        return named === undefined ? undefined : { value: named.event, words: named.words, confidence: named.confidence, start: named.start, end: named.end };
      },
      isWordOf: (event, word) => isWordOf(event, word, offers),
      ...more,
      isSyscall: (name) => machine.tracepoints.has('syscalls', `sys_enter_${name}`) === true,
    },
  );
}

export function classesOf(intent: Intent): EventClasses {
  return eventClasses(index.match(intent), knowledge.programs);
}

export function held(source: string, intent: Intent): Diagnostic[] {
  const { script, diagnostics } = parse(source);
  if (diagnostics.length > 0) throw new Error(`${diagnostics[0]?.message}: ${source}`);
  return holdAgainst(script, source, intent, classesOf(intent));
}
