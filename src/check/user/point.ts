import type { AttachPoint } from '../../bpftrace/ast.ts';
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { compareVersions } from '../../core/version.ts';

/** A uprobe's or USDT probe's attach point, taken apart. Of each part, where it stands in the source, quotes included. */
export interface UserPoint {
  readonly kind: 'uprobe' | 'usdt';
  readonly target: Part;
  /** A function, an address, or the name of a USDT probe. */
  readonly name: Part;
  /** Of a USDT probe; absent where any will do. */
  readonly provider?: Part;
  /** Whether demangled C++ names are compared too: bpftrace did that on its own until 0.18, and does for `uprobe:FILE:cpp:FUNCTION` since. */
  readonly demangled: boolean;
  readonly version: string | undefined;
}

export interface Part {
  readonly text: string;
  readonly span: Span;
}

/** Something is not there: what a diagnostic says of it, but for how severe that is. */
export type Missing = Omit<Diagnostic, 'severity'> & {
  /** bpftrace does not even start. Otherwise it leaves the probe out. */
  readonly refused: boolean;
};

/** `unknown` is for what cannot be told: it is never complained about. */
export type Finding = 'there' | 'unknown' | Missing;

const KINDS: ReadonlyMap<string, UserPoint['kind']> = new Map([
  ['uprobe', 'uprobe'],
  ['uretprobe', 'uprobe'],
  ['usdt', 'usdt'],
]);
/** `uprobe:FILE:cpp:FUNCTION` (bpftrace's changelog, 0.19.0). */
const LANGUAGE_SINCE = '0.19.0';

/** Undefined for an attach point of another kind, or one that only a run decides about: positional parameters, places in a source file. */
export function readUserPoint(point: AttachPoint, version: string | undefined): UserPoint | Missing | undefined {
  const kind = KINDS.get(point.provider);
  if (kind === undefined || /[$@\\]/.test(point.text)) return undefined;
  const [, ...parts] = partsOf(point);
  const [target, second, third] = parts;
  const languages = version === undefined || compareVersions(version, LANGUAGE_SINCE) >= 0;
  if (target === undefined || second === undefined || parts.length > 3 || parts.some(({ text }) => text === '')) return malformed(point, kind);
  if (third === undefined) return { kind, target, name: second, demangled: kind === 'uprobe' && !(languages && version !== undefined), version };
  if (kind === 'usdt') return { kind, target, provider: second, name: third, demangled: false, version };
  if (second.text !== 'cpp' || !languages) return malformed(point, kind);
  return { kind, target, name: third, demangled: true, version };
}

function malformed({ text, span, provider }: AttachPoint, kind: UserPoint['kind']): Missing {
  const form = kind === 'usdt' ? `${provider}:FILE:PROVIDER:NAME` : `${provider}:FILE:FUNCTION`;
  const hints = [`it is written ${form}, as in ${kind === 'usdt' ? 'usdt:/usr/bin/python3:python:gc__start' : `${provider}:libc:malloc`}`];
  return {
    code: 'malformed-user-probe',
    message: `${text} does not say which file and which ${kind === 'usdt' ? 'probe' : 'function'}`,
    span,
    hints,
    fixes: [],
    refused: true,
  };
}

/** Split at colons outside quotes, as bpftrace does. */
function partsOf({ text, span }: AttachPoint): Part[] {
  const parts: Part[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (at < text.length && (quoted || text[at] !== ':')) continue;
    parts.push({ text: text.slice(start, at).replaceAll('"', ''), span: { start: span.start + start, end: span.start + at } });
    start = at + 1;
  }
  return parts;
}

/** A part as it is written in an attach point: quoted where something in it means something to bpftrace. */
export function quoted(text: string): string {
  return /^[\w./*-]+$/.test(text) ? text : `"${text}"`;
}
