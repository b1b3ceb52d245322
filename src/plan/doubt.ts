/** How sure it is that the best program is the one that was meant: by its lead, and by how far a question that is known for it is the one that was asked. */
import type { LibraryProgram } from '../knowledge/library.ts';
import type { Match } from '../knowledge/match.ts';

/** More of a lead makes nothing surer, nor do more words. */
const MOST_LEAD = 0.3;
const MOST_WORDS = 3;
/** A question that the program is known for and that was asked nearly whole leaves little doubt; one that holds much else was another question. */
const KNOWN_ASKED = 0.3;
const ASKED_KNOWN = 0.2;
/** What one word decides, another reading of that word undoes. */
const EACH_WORD = 0.05;
/** The event is called as it was asked for, and the rival's is not. */
const CALLED_SO = 0.06;
/** A program whose closest question is mostly about what nobody asked for is no rival. */
const PLAUSIBLE = 0.6;

/** 0 to `SUREST`, which is that of a program that was not found by its words: there is nothing in it to doubt. */
export function sureness(best: Match, rival: Match | undefined): number {
  const { score, likeness, tokens } = best;
  if (likeness === undefined) return SUREST;
  const lead = Math.min(MOST_LEAD, Math.max(0, score - (rival?.score ?? 0)));
  const words = EACH_WORD * Math.min(MOST_WORDS, tokens.length);
  const called = isCalledSo(best) && (rival === undefined || !isCalledSo(rival)) ? CALLED_SO : 0;
  return lead + KNOWN_ASKED * likeness.known + ASKED_KNOWN * likeness.asked + words + called;
}
const SUREST = MOST_LEAD + KNOWN_ASKED + ASKED_KNOWN + EACH_WORD * MOST_WORDS + CALLED_SO;

function isCalledSo({ program, tokens }: Match): boolean {
  return program.event.split('-').some((word) => tokens.includes(word));
}

/**
 * The best of the programs that are about something else: of another event, and seen nowhere where the best or a variant of it looks. One that is about more than was
 * asked ("written to disk", where writes were asked for) is no rival of the plainer one.
 */
export function rivalOf(best: Match, matches: readonly Match[], library: readonly LibraryProgram[]): Match | undefined {
  const places = placesIn(library);
  const own = places.get(best.program.name) ?? new Set();
  const { known = 0, unasked = 0 } = best.likeness ?? {};
  return matches.find(
    ({ program, likeness }) =>
      program.event !== best.program.event &&
      (likeness === undefined || (likeness.known >= PLAUSIBLE * known && (likeness.unasked <= unasked || likeness.known > known))) &&
      ![...(places.get(program.name) ?? [])].some((place) => own.has(place)),
  );
}

const ATTACH_POINT = /^(?:tracepoint|k(?:ret)?probe|k(?:ret)?func|u(?:ret)?probe|usdt|software|hardware|profile):[^\s,/{]+/gm;
const kept = new WeakMap<readonly LibraryProgram[], ReadonlyMap<string, ReadonlySet<string>>>();

/** Where each program and its variants look; a call is one place, whichever end of it. */
function placesIn(library: readonly LibraryProgram[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = kept.get(library);
  if (known !== undefined) return known;
  const places = new Map<string, Set<string>>();
  for (const { name, variantOf = name, source } of library) {
    const own = places.get(variantOf) ?? new Set();
    places.set(variantOf, own);
    for (const [point] of source.matchAll(ATTACH_POINT)) own.add(point.replace(/^(k|u)(?:ret)?(?:probe|func):/, '$1:').replace(/sys_(?:enter|exit)_/, 'sys_'));
  }
  kept.set(library, places);
  return places;
}
