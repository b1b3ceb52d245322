/** What was found, made into findings: worded, placed, in order, and each told once. */
import { type Diagnostic, positionsIn, type Span } from '../core/diagnostic.ts';
import { type Finding, STAGES } from './diagnosis.ts';
import { LOAD_WORDS, OTHER_LOAD } from './load-words.ts';
import { type Found, type Look, showedSomething } from './look.ts';
import { filled } from './wording.ts';
import { WORDS } from './words.ts';
import { checkerWord, hintIn } from './words-checker.ts';

type Language = 'en' | 'zh';

export function fromFound({ id, span, values, seen, edits }: Found, language: Language, hasRun: boolean, look: Look): Finding {
  const wording = WORDS[id];
  if (wording === undefined) throw new RangeError(`nobody has worded ${id}`);
  const [says, ...tries] = wording[language].map((text) => filled(text, values));
  const [first = ''] = tries;
  // Beside an answer, what else let nothing through may be as it was meant.
  const isMild = hasRun && wording.severity === 'error' && /^(?:fires|passes)$/.test(wording.stage) && showedSomething(look);
  return {
    id,
    stage: wording.stage,
    severity: isMild ? 'warning' : wording.severity,
    concept: wording.concept,
    ...(span === undefined ? {} : { span }),
    says: says ?? '',
    // A try that asks for what nobody knows is none.
    tries: tries.filter((text) => !/[::]\s*$/.test(text)),
    ...(seen === undefined ? {} : { seen }),
    ...(edits === undefined || edits.length === 0 ? {} : { fix: { title: first, edits } }),
  };
}

export function fromDiagnostic({ code, severity, message, span, hints, fixes }: Diagnostic, isSyntax: boolean, language: Language): Finding {
  const { stage, concept, zh } = checkerWord(code, isSyntax);
  const [fix] = fixes;
  const tries = hints.map((hint) => hintIn(hint, language));
  return {
    id: code,
    stage,
    severity,
    concept,
    ...(span === undefined ? {} : { span }),
    says: language === 'zh' && zh !== undefined ? zh : message,
    tries,
    ...(fix === undefined ? {} : { fix }),
    ...(language === 'zh' && zh !== undefined ? { said: message } : {}),
  };
}

/** bpftrace, or the kernel, refused it. */
export function fromRefusal(said: string, language: Language): Finding {
  const word = LOAD_WORDS.find((one) => one.said.test(said)) ?? OTHER_LOAD;
  const [says, ...tries] = word[language];
  return { id: word.id, stage: word.stage, severity: 'error', concept: word.concept, says, tries, said };
}

export function placedIn(source: string): (finding: Finding) => Finding {
  const at = positionsIn(source);
  return (finding) => (finding.span === undefined ? finding : { ...finding, from: at(finding.span.start), to: at(finding.span.end) });
}

const SEVERITIES = ['error', 'warning', 'note'] as const;

/** What is worst first, of these the earliest stage: nothing behind it can be right; then as it stands in the program. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const place = ({ span }: Finding): number => span?.start ?? -1;
  const rank = ({ severity, stage }: Finding): number => SEVERITIES.indexOf(severity) * STAGES.length + STAGES.indexOf(stage);
  return findings
    .map((finding, at) => ({ finding, at }))
    .sort((a, b) => rank(a.finding) - rank(b.finding) || place(a.finding) - place(b.finding) || a.at - b.at)
    .map(({ finding }) => finding);
}

/** What a run shows where the reason of it is known already. */
const SYMPTOMS: readonly (readonly [symptom: RegExp, causes: RegExp, where: 'inside' | 'anywhere'])[] = [
  [
    /^(?:filter|branch)-(?:lets|almost)|^start-never|^always-returns$|^branch-always/,
    /^(?:no-such-process|path-as-name|minus-one|parameter-not-given|long-process-name|never-true|other-key|deleted-before-read|exit-without-enter)$/,
    'inside',
  ],
  [/^start-never/, /^(?:other-key|deleted-before-read|exit-without-enter)$/, 'anywhere'],
  [/^never-fired|^fires-beside/, /^(?:old-call|superseded-call|call-in-vdso|never-returns)$/, 'inside'],
  [/^never-fired|^fires-beside|^ended-early$/, /^(?:exits-at-once|ended-early)$/, 'anywhere'],
  [/^emptied$/, /^(?:cleared|deleted)-/, 'anywhere'],
  [/^undefined-map$/, /^exit-without-enter$/, 'inside'],
  [/^long-process-name$|^never-true$/, /^path-as-name$/, 'inside'],
  [/^not-cleared$|^adds-up$/, /^(?:cleared|other-key|deleted|start-never)/, 'anywhere'],
  [/^line-not-ended$|^conversion-type$/, /^number-as-text$/, 'anywhere'],
  [/^costly$/, /^(?:flood|sees-itself)$/, 'anywhere'],
  [/^rounds-to-zero$/, /^divides-/, 'anywhere'],
  [/^only-at-end$/, /^(?:shows-nothing)$/, 'anywhere'],
  [/^division-by-zero$/, /^divides-/, 'inside'],
];

/** Tells each thing once: where the cause is known, what it leads to is left out. */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => {
    const causes = SYMPTOMS.filter(([symptom]) => symptom.test(finding.id));
    return !findings.some(
      (other) => other !== finding && causes.some(([, cause, where]) => cause.test(other.id) && (where === 'anywhere' || touch(finding.span, other.span))),
    );
  });
}

function touch(a: Span | undefined, b: Span | undefined): boolean {
  return a !== undefined && b !== undefined && a.start <= b.end && b.start <= a.end;
}
