/** What variables, maps and macros of a program stand for, as far as its text tells. */
import type { Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { squeeze } from '../fill/text.ts';

/** How far back what was stored is followed. */
const DEPTH = 3;

/** Texts by name, without blanks: of each variable and map what it was given, and the constants it was keyed by; of each `#define` what it stands for. */
export function storedTexts(script: Script, source: string): ReadonlyMap<string, string> {
  const stored = new Map<string, string>();
  const add = (name: string, text: string): void => void stored.set(name, `${stored.get(name) ?? ''} ${text}`);
  const cut = ({ start, end }: { readonly start: number; readonly end: number }): string => squeeze(source.slice(start, end));
  for (const item of script.preamble) {
    if (item.kind !== 'directive' || item.name !== 'define' || item.argument === undefined) continue;
    add(item.argument, squeeze(item.text.slice(item.text.indexOf(item.argument) + item.argument.length)));
  }
  for (const node of walk(script)) {
    if (node.kind === 'let' && node.value !== undefined) add(node.name, cut(node.value.span));
    if (node.kind !== 'assignment' || (node.target.kind !== 'variable' && node.target.kind !== 'map')) continue;
    add(node.target.name, cut(node.value.span));
    if (node.target.kind === 'map')
      for (const key of node.target.keys) if (key.kind === 'integer' || key.kind === 'string') add(node.target.name, cut(key.span));
  }
  return stored;
}

/** A text with what the names in it stand for. */
export function followed(text: string, stored: ReadonlyMap<string, string>): string {
  return follow(text, stored, DEPTH);
}

function follow(text: string, stored: ReadonlyMap<string, string>, depth: number): string {
  if (depth === 0) return text;
  const names = new Set(text.match(/[$@]\w*|\b[A-Za-z_]\w*/g));
  const more = [...names].flatMap((name) => stored.get(name) ?? []);
  return more.length === 0 ? text : `${text} ${follow(more.join(' '), stored, depth - 1)}`;
}
