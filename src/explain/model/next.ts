/** Questions that a model says could be asked next: shown as they could be typed, so nothing in them may be more than a question. */
import { visibleText } from '../../models/quote.ts';
import { visible } from '../../views/values.ts';
import type { Redaction } from '../redact.ts';
import { type Familiar, unknownName } from './names.ts';
import { inScriptOf } from './script.ts';
import type { Shown } from './shown.ts';

const MOST = 3;
const LONGEST = 160;

export function nextQuestions(
  questions: readonly string[],
  familiar: Omit<Familiar, 'placeholder'>,
  asked: string,
  redaction: Redaction,
  shown: Shown,
): string[] {
  const known = redaction.text(asked);
  const fit = questions
    .map((question) =>
      visibleText(question)
        .replace(/\s+/g, ' ')
        .replace(/^gpttrace\s+/i, '')
        .replace(/^["“](.*)["”]$/, '$1')
        .trim(),
    )
    .filter((question) => question !== '' && question.length <= LONGEST && /\p{L}/u.test(question))
    // What a shell would make something of, and addresses of the web.
    .filter(
      (question) =>
        !/["'`$\\|;&*(){}[\]~#!^]|[<>](?![a-z])|:\/\/|(?:^|\s)-{1,2}\p{L}|(?:^|\s)(?:sudo|rm|curl|wget|chmod|kill|dd)\s/u.test(
          question.replace(/<[a-z]+-\d+>/g, '').replace(/(?<=\p{L})'(?=\p{L})/gu, ''),
        ),
    )
    .filter((question) => inScriptOf(question, familiar.language))
    .filter((question) => unknownName(withoutNames(question, shown), { ...familiar, placeholder: (part) => known.includes(part) }) === undefined)
    .map((question) => visible(redaction.restore(question)));
  return [...new Set(fit)].filter((question) => question !== asked).slice(0, MOST);
}

function withoutNames(question: string, shown: Shown): string {
  let rest = question;
  for (const { at, length } of shown.saidIn(question, shown.rows).names) rest = rest.slice(0, at) + '\u0002'.repeat(length) + rest.slice(at + length);
  return rest;
}
