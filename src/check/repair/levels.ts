import type { Diagnostic } from '../../core/diagnostic.ts';

/** Errors of the text (src/check/repair/text): while there is one, nothing else is looked at. */
const OF_THE_TEXT: ReadonlySet<string> = new Set([
  'another-language',
  'copied-margin',
  'escaped-program',
  'foreign-characters',
  'foreign-comment',
  'foreign-statement',
  'html-entities',
  'malformed-probe',
  'markdown',
  'newline-in-string',
  'placeholder',
  'prose',
  'quoted-program',
  'shell-wrapper',
]);

/** Errors of an attach point: what stands in the probe cannot be looked at for them. */
const OF_THE_PROBE: ReadonlySet<string> = new Set([
  'malformed-tracepoint',
  'probe-kind-unavailable',
  'probe-parts',
  'unknown-kernel-function',
  'unknown-probe-kind',
  'unknown-tracepoint',
  'untraceable-function',
]);

/** What a header may define cannot be missed while it is included. */
const OF_THE_HEADERS = 'unusable-include';

/**
 * Whether a program has become worse. Errors hide others: what is not read has no probes, and a probe that does not exist has no fields. So first fewer errors
 * of the text count, then fewer of the syntax, then fewer of the probes, then fewer of what stands in them; none of these may grow while those before it stay.
 */
export function isWorse(after: readonly Diagnostic[], before: readonly Diagnostic[], syntax: { readonly after: number; readonly before: number }): boolean {
  const [a, b] = [counts(after, syntax.after), counts(before, syntax.before)];
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function counts(diagnostics: readonly Diagnostic[], syntax: number): readonly number[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const headers = errors.filter(({ code }) => code === OF_THE_HEADERS).length;
  const text = errors.filter(({ code }) => OF_THE_TEXT.has(code)).length;
  const probes = errors.filter(({ code }) => OF_THE_PROBE.has(code)).length;
  // Behind an error of the text the number of syntax errors means nothing.
  return [text, text > 0 ? 0 : syntax, headers, probes, errors.length - text - headers - probes];
}
