/** Where a word stands in an English sentence: where a name would stand, an ordinary word is one. "consul made 5 calls", "triggered by consul", "the consul process". */

import { isOrdinary } from './ordinary.ts';
import { isWord } from './vocabulary.ts';

/** A word in its sentence. */
export interface Standing {
  /** As it is written. */
  readonly word: string;
  /** All that stands before it, and behind. */
  readonly before: string;
  readonly after: string;
}

const NAMING =
  /^(?:process|program|command|daemon|tool|binary|utility|service|agent|script|job|app|application|executable|server|client|task|thread|instance|named|called)$/;
/** No name has these endings: qualities, manners, doings. */
const QUALITY =
  /(?:ly|ing|ed|ous|ful|less|able|ible|ive|al|ic|ary|ish|tion|sion|ness|ment|ity|ance|ence|ancy|ency|ism|ship|hood|ward|wise|est|ier|some|like)$|^(?:over|under|un|inter|mis|non)(?=.{5})/;
/** What can stand by itself where a name can: a manner, a doing, a thing without number. */
const MASS = /(?:ly|ing|ed|tion|sion|ness|ment|ity|ance|ence|ancy|ency|ism|ship|hood|ward|wise)$/;

/** More than one of something that is known as one: "atlas" is none. */
function isMany(word: string): boolean {
  const ones = [word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
  return word.endsWith('s') && ones.some((one) => one !== word && (isWord(one) || isOrdinary(one)));
}

/** What a name can be the end of: a place, a mark, or a word that begins something else. */
const ENDS_HERE =
  /^\s*(?:$|[.,;:!?)\u2013\u2014\p{Cc}]|(?:and|or|in|on|at|to|for|with|while|which|who|that|is|was|were|are|has|had|have|as|by|from|of|than|because|when|then|it|via|per|since|after|before|during|did|does|do|but|so)\b)/iu;
const DOES =
  /^\s*(?:\p{L}+ly\s+)?(?:\p{L}{2,}(?:ed|s)|made|took|ran|sent|read|wrote|did|had|got|set|kept|held|spent|led|began|came|went|saw|hit|account|make|take|cause|generate)\b/iu;
const AFTER_WHAT_NAMES =
  /(?:^|[.,;:!?(\u2013\u2014\p{Cc}]|\b(?:by|from|via|of|for|with|to|through|and|or|than|in|on|under|like|because|behind|after|before|while|when|whenever|until|since|if|using|against|into|onto|where|whose|hence|runs?|ran|running|starts?|started|starting|launche[sd]|kill(?:s|ed)|spawn(?:s|ed)|invoke[sd]|execute[sd]|imports?|imported|importing|named|called|usually|probably|likely|mainly|mostly|chiefly|(?:culprit|cause|reason|source|offender|caller|one|it|this)\s+(?:is|was)))\s*$/iu;
/** "by default", "in practice": a preposition and what goes with it. */
const PHRASES =
  /\b(?:by (?:default|design|nature|volume|chance|accident|hand|contrast)|in (?:practice|contrast|parallel|bulk|theory|isolation|essence|turn|fact|progress|addition|tandem|nature|principle|general|comparison|particular|batch)|on (?:demand|average|hold|standby|schedule)|under (?:pressure|stress|strain|control)|from (?:scratch|disk|storage)|for (?:instance|example|sure|granted)|with (?:ease|care)|to (?:date|blame|scale))$/i;

/** Whether it stands where a name would. */
export function standsAsName({ word, before, after }: Standing): boolean {
  const lower = word.toLowerCase();
  const starts = /(?:^|[.!?:]\s+|^["“(]|^.{0,3}[-–—]\s)$/.test(before);
  // A capital within a sentence, or none where one begins.
  const capital = /^\p{Lu}\p{Ll}/u.test(word);
  if (capital && !starts) return true;
  if (!capital && starts && !isMany(lower) && !(QUALITY.test(lower) && /[.!?:]\s/.test(before))) return true;
  if (/["“‘'„«]\s*$/.test(before) && /^\s*["”’'“»]/.test(after)) return true;
  const [, previous = ''] = /([\p{L}-]+)\s+$/u.exec(before.toLowerCase()) ?? [];
  const [, next = ''] = /^\s+([\p{L}-]+)/u.exec(after.toLowerCase()) ?? [];
  if (!QUALITY.test(lower) && (NAMING.test(next) || (NAMING.test(previous) && !isMany(lower)))) return true;
  // "A hook or wrapper": the article is of both.
  if (/\b(?:an?|the|its|some|any|no)\s+(?:[\w-]+\s+){1,2}or\s+$/i.test(before)) return false;
  if (MASS.test(lower) || isMany(lower) || PHRASES.test(`${before}${word}`)) return false;
  if (/^\s*(?:did|does|do)\b/.test(after) && !/\b(?:an?|the|its|this|that|it|they)\s+$/i.test(before)) return true;
  if (!AFTER_WHAT_NAMES.test(before)) return false;
  return (
    ENDS_HERE.test(after) ||
    (/(?:^|[.,;:!?(]|\b(?:and|or|because|after|before|while|when|whenever|until|since|if|where|that|hence|usually))\s*$/i.test(before) && DOES.test(after))
  );
}
