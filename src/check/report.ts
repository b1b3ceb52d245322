import type { Diagnostic, Fix, Severity, Span } from '../core/diagnostic.ts';

/** A diagnostic in one line of a rule. */
export function report(severity: Severity, code: string, message: string, span: Span, hints: readonly string[] = [], fixes: readonly Fix[] = []): Diagnostic {
  return { code, severity, message, span, hints, fixes };
}

/** A part of a program as it is written. */
export function textOf({ span }: { readonly span: Span }, { source }: { readonly source: string }): string {
  return source.slice(span.start, span.end);
}

/** `did you mean x or y?`, where there is something to mean. */
export function didYouMean(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`did you mean ${names.length < 3 ? names.join(' or ') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`}?`];
}
