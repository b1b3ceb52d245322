/** Understands a request with all that a machine knows of: its processes, its tracepoints and functions, its files. */
import type { Machine } from '../check/machine.ts';
import type { Intent } from '../core/intent.ts';
import type { Request } from '../core/request.ts';
import { languageOf } from '../intent/languages.ts';
import { loadLexicon } from '../intent/lexicons.ts';
import { understand } from '../intent/understand.ts';
import { processNames } from '../kernel/processes.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { isWordOf } from '../plan/compose/own-words.ts';
import { parseEventName } from '../plan/compose/parse-event.ts';
import type { Host } from '../system/host.ts';
import { offersOf } from './offers.ts';

/** What a request asks for. Flags of the request win over its words. `spoken`: the language it is in, where that is known from elsewhere than its words. */
export async function hear(request: Request, machine: Machine, host: Host, spoken?: string): Promise<Intent> {
  await loadLexicon(request.intent?.language ?? spoken ?? languageOf(request.question ?? ''));
  if (request.intent !== undefined) return request.intent;
  const { index } = loadKnowledge();
  const offers = offersOf(machine);
  const known: Parameters<typeof understand>[1] = {
    processes: () => processNames(host),
    isTopicWord: (word, language) => index.isTopicWord(word, language),
    spell: (word, language) => index.spell(word, language),
    eventNamed: (question) => {
      const named = parseEventName(question, offers);
      return named === undefined ? undefined : { value: named.event, words: named.words, confidence: named.confidence, start: named.start, end: named.end };
    },
    isWordOf: (event, word) => isWordOf(event, word, offers),
    isSyscall: (name) => machine.tracepoints.has('syscalls', `sys_enter_${name}`) === true,
    isDirectory: (path) => (host.exists(path) ? host.list(path) !== undefined : undefined),
  };
  return understand(request, known, spoken);
}
