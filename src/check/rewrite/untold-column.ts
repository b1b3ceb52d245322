import type { AnyNode, Call, Expression, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import { formatParts } from '../format.ts';
import type { RuleContext } from '../rule.ts';
import { withCasts } from './usage.ts';

/** Functions that only change how a value is shown. */
const SHOWN_BY: ReadonlySet<string> = new Set(['str', 'ntop', 'bswap', 'ksym', 'usym', 'kstr', 'buf', 'macaddr']);

/**
 * The edits that print `-` for a value that cannot be had, where it is only printed, directly or through a variable; undefined where anything else rests on it.
 * `node` is the value with the members that are read through it.
 */
export function untoldColumns(probe: Probe, node: Expression, parents: ReadonlyMap<AnyNode, AnyNode>, context: RuleContext): TextEdit[] | undefined {
  const column = columnOf(node, parents, context);
  if (column !== undefined) return column;
  const value = asShown(node, parents);
  const assignment = parents.get(value);
  if (assignment?.kind !== 'assignment' || assignment.value !== value || assignment.operator !== '=' || assignment.target.kind !== 'variable') return undefined;
  const { target } = assignment;
  const { start, end } = assignment.span;
  const semicolon = /^\s*;[ \t]*\n?/.exec(context.source.slice(end));
  const edits: TextEdit[] = [{ span: { start, end: end + (semicolon?.[0].length ?? 0) }, text: '' }];
  for (const use of walk(probe)) {
    if (use.kind !== 'variable' || use.name !== target.name || use === target) continue;
    const shown = columnOf(use, parents, context);
    if (shown === undefined) return undefined;
    edits.push(...shown);
  }
  return edits.length > 1 ? edits : undefined;
}

/** A value with what is around it that only changes how it is shown. */
function asShown(node: Expression, parents: ReadonlyMap<AnyNode, AnyNode>): Expression {
  let outer = withCasts(node, parents);
  for (let parent = parents.get(outer); parent?.kind === 'call' && SHOWN_BY.has(parent.name); parent = parents.get(outer)) outer = withCasts(parent, parents);
  return outer;
}

function columnOf(node: Expression, parents: ReadonlyMap<AnyNode, AnyNode>, context: RuleContext): TextEdit[] | undefined {
  const value = asShown(node, parents);
  const call = parents.get(value);
  if (call?.kind !== 'call' || call.name !== 'printf') return undefined;
  const conversion = conversionOf(call, value, context);
  if (conversion === undefined) return undefined;
  const kept = /^%-?\d*/.exec(conversion.text)?.[0] ?? '%';
  return [
    { span: conversion.span, text: `${kept.replace(/^(%-?)0+/, '$1')}s` },
    { span: value.span, text: '"-"' },
  ];
}

function conversionOf(call: Call, value: Expression, { source, dialect }: RuleContext): { readonly text: string; readonly span: TextEdit['span'] } | undefined {
  const [format, ...values] = call.args;
  if (format?.kind !== 'string') return undefined;
  const start = source.indexOf(format.text, format.span.start) + 1;
  const parts = formatParts(format.text.slice(1, -1), dialect.version).filter(({ counts }) => counts);
  const part = parts[values.indexOf(value)];
  if (part === undefined || parts.length !== values.length) return undefined;
  return { text: part.text, span: { start: start + part.span.start, end: start + part.span.end } };
}
