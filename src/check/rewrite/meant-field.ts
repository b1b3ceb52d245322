import type { AnyNode, Expression, Field, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Fix, TextEdit } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import { lookup } from '../../core/lookup.ts';
import type { RuleContext } from '../rule.ts';
import { FILE_OF_FD } from '../tables/events/files.ts';
import { fieldExpression } from '../tables/field-expressions.ts';
import { ABOUT_ANOTHER, BUILTIN_FIELDS, FILE_NAMES } from '../tables/field-names.ts';
import { keepAtEntry, otherEnd } from './at-entry.ts';
import { meantFieldOf } from './field-by-name.ts';
import { argumentFields, asText, fieldForm } from './fields.ts';
import { isArgs, parentsOf, readingFrom } from './usage.ts';

/** A tracepoint of a probe, and the fields it has. */
export interface KnownPoint {
  readonly text: string;
  readonly category: string;
  readonly name: string;
  readonly fields: readonly string[];
}

interface Place {
  readonly node: Field;
  readonly probe: Probe;
  readonly points: readonly KnownPoint[];
  readonly context: RuleContext;
  readonly parents: ReadonlyMap<AnyNode, AnyNode>;
}

/** How a field that is not there can be had all the same, where that is beyond doubt; undefined where it cannot, or where it would be a guess. */
export function meantField(node: Field, probe: Probe, points: readonly KnownPoint[], context: RuleContext): Fix | undefined {
  const place: Place = { node, probe, points, context, parents: parentsOf(probe) };
  return calculated(place) ?? another(place) ?? builtin(place) ?? nameOfFile(place) ?? fromTheOtherEnd(place) ?? withoutThoseThatLackIt(place);
}

/** Another field of the same thing, in all of the tracepoints. */
function another({ node, points, parents, context }: Place): Fix | undefined {
  const names = points.map(({ category, name, fields }) => meantFieldOf(`${category}:${name}`, node.name, fields));
  const [name] = names;
  const [first] = points;
  if (first !== undefined && ['error', 'err', 'errno', 'error_code', 'errcode'].includes(node.name) && points.every(({ fields }) => fields.includes('ret'))) {
    return automaticFix('use args->ret where it is an error', [{ span: node.span, text: '(args->ret < 0 ? -args->ret : 0)' }]);
  }
  if (name === undefined || first === undefined || names.some((other) => other !== name)) return undefined;
  const id = `${first.category}:${first.name}`;
  const { path } = readingFrom(node, parents);
  const record = path === '' ? undefined : RECORDS.find(([field]) => field === name)?.[1];
  // A path into what is only a number or a text leads nowhere.
  const toRecord = /^(?:const )?struct \w+ ?\*/.test(
    context.tracepoints.fields(first.category, first.name)?.find((field) => field.name === name)?.declaration ?? '',
  );
  if (path !== '' && toRecord) {
    const parent = parents.get(node);
    const dot = parent?.kind === 'field' && !parent.arrow ? [{ span: { start: node.span.end, end: parent.nameSpan.start }, text: '->' }] : [];
    return automaticFix(`use args->${name}`, [{ span: node.nameSpan, text: name }, ...dot]);
  }
  if (path !== '' && record === undefined) return undefined;
  if (record !== undefined) return automaticFix(`use args->${name}`, [{ span: node.span, text: `((${record})args->${name})` }]);
  return automaticFix(`use args->${name}`, [asText(node, `args->${name}`, parents, [id], context)]);
}

/** What a field that is not there comes to, worked out of those that are. */
function calculated({ node, points, parents }: Place): Fix | undefined {
  const found = points.map(({ category, name, fields }) => fieldExpression(`${category}:${name}`, node.name, fields));
  const [first] = found;
  if (first === undefined || found.some((other) => other !== first) || readingFrom(node, parents).path !== '') return undefined;
  return automaticFix(`use ${first.text}`, [{ span: node.span, text: first.text }], first.changes);
}

/** What the addresses in tracepoints of the network are addresses of (include/trace/events/{tcp,sock,net}.h). */
const RECORDS: readonly (readonly [string, string])[] = [
  ['skbaddr', 'struct sk_buff *'],
  ['skaddr', 'struct sock *'],
  ['sk', 'struct sock *'],
];

/** `args->comm`, `args->pid`: every probe can tell these. */
function builtin({ node, probe, points, parents }: Place): Fix | undefined {
  const text = lookup(BUILTIN_FIELDS, node.name);
  if (points.some(({ category, name }) => ABOUT_ANOTHER.has(`${category}:${name}`))) return undefined;
  if (text === undefined || points.some(({ fields }) => fields.includes(node.name)) || readingFrom(node, parents).path !== '') return undefined;
  // Where the program reads both, the field is somebody else's.
  if (/^(?:pid|tid|comm|uid|gid)$/.test(text) && [...walk(probe)].some((other) => other.kind === 'identifier' && other.name === text)) return undefined;
  const parent = parents.get(node);
  const whole = text === 'comm' && parent?.kind === 'call' && parent.name === 'str' ? parent : node;
  const others = points.some(({ fields }) => fields.some((field) => field.endsWith(`_${node.name}`)));
  return automaticFix(`use ${text}`, [{ span: whole.span, text }], others ? `${text} is that of the process in which the event happens` : undefined);
}

const NAME_OF_FILE = `str(${FILE_OF_FD}->f_path.dentry->d_name.name)`;
const FILE_WORDS: ReadonlySet<string> = new Set([...FILE_NAMES, 'f_path']);

/** The name of a file in a system call that is only given its descriptor. */
function nameOfFile(place: Place): Fix | undefined {
  const { node, probe, points, context, parents } = place;
  if (!context.facts.btf || !FILE_WORDS.has(node.name)) return undefined;
  const { node: reached, path } = readingFrom(node, parents);
  if (path !== '' && !/name$/.test(path)) return undefined;
  const parent = parents.get(reached);
  const whole = parent?.kind === 'call' && parent.name === 'str' ? parent : reached;
  const changes = 'the name is the last part of that of the file which the descriptor stands for (of a socket or pipe it is empty)';
  if (points.every(({ category, fields }) => category === 'syscalls' && fields.includes('fd'))) {
    return automaticFix('tell the name of the file by its descriptor', [{ span: whole.span, text: NAME_OF_FILE }], changes);
  }
  const entries = otherEnds(points, context, 'fd');
  if (entries === undefined || !points.every(({ name }) => name.startsWith('sys_exit_'))) return undefined;
  const uses = sameReadings(place, whole);
  const edits = keepAtEntry(probe, entries, [{ name: 'filename', value: NAME_OF_FILE, uses }], context.source);
  return automaticFix('keep the name of the file where the call begins', edits, changes);
}

/** All places of a probe where the same text is read: they are replaced together. */
function sameReadings({ probe, context }: Place, whole: Expression): Expression[] {
  const text = context.source.slice(whole.span.start, whole.span.end);
  const found: Expression[] = [];
  for (const node of walk(probe)) {
    if ((node.kind === 'call' || node.kind === 'field') && context.source.slice(node.span.start, node.span.end) === text) found.push(node);
  }
  return found;
}

/** The attach points of the other ends of a probe's system calls, where they all have a field. */
function otherEnds(points: readonly KnownPoint[], { tracepoints }: RuleContext, field: string): string[] | undefined {
  const others = points.map(({ category, name }) => otherEnd(`tracepoint:${category}:${name}`));
  const known = others.every((other) => {
    const [, category = '', name = ''] = other?.split(':') ?? [];
    return tracepoints.fields(category, name)?.some((known) => known.name === field) === true;
  });
  return known ? [...new Set(others.filter((other) => other !== undefined))] : undefined;
}

/** What only the beginning of a system call tells is kept for its end; what only its end tells is told there. */
function fromTheOtherEnd(place: Place): Fix | undefined {
  const { node, probe, points, context, parents } = place;
  const [first] = points;
  if (first === undefined || probe.attachPoints.some(({ text }) => text.includes('*'))) return undefined;
  const isExit = points.every(({ name }) => /^sys_exit/.test(name));
  const isEntry = points.every(({ name }) => /^sys_enter/.test(name));
  const [, category = '', name = ''] = otherEnd(`tracepoint:${first.category}:${first.name}`)?.split(':') ?? [];
  const there = argumentFields(`${category}:${name}`, context.tracepoints);
  const meant = ['error', 'err', 'errno'].includes(node.name) ? 'ret' : meantFieldOf(`${category}:${name}`, node.name, there);
  if (meant === undefined || readingFrom(node, parents).path !== '') return undefined;
  const others = otherEnds(points, context, meant);
  if (others === undefined) return undefined;
  if (isExit) {
    const uses = [...walk(probe)].filter((other): other is Field => other.kind === 'field' && isArgs(other.object) && other.name === node.name);
    return automaticFix(`keep ${meant} where the call begins`, keepAtEntry(probe, others, [{ name: meant, value: `args->${meant}`, uses }], context.source));
  }
  return isEntry && meant === 'ret' ? moveToExit(place, others) : undefined;
}

/** A probe at the beginning of system calls that tells what they return: it moves to their end, and keeps there what it reads of the beginning. */
function moveToExit({ probe, points, context, parents }: Place, exits: readonly string[]): Fix | undefined {
  const entries = [...new Set(points.map(({ category, name }) => `tracepoint:${category}:${name}`))];
  const kept = new Map<string, { name: string; value: string; uses: Expression[] }>();
  const edits: TextEdit[] = [];
  for (const node of walk(probe)) {
    if (node.kind !== 'field' || !isArgs(node.object)) continue;
    if (['ret', 'retval', 'return', 'ret_val', 'return_value'].includes(node.name)) {
      edits.push({ span: node.nameSpan, text: 'ret' });
      continue;
    }
    const [first] = points;
    if (first === undefined || !points.every(({ fields }) => fields.includes(node.name))) return undefined;
    // A new program image takes the place of the old one, and with it of the text: execve's arguments are read before.
    const parent = parents.get(node);
    const text =
      /_execve(?:at)?$/.test(first.name) &&
      parent?.kind === 'call' &&
      parent.name === 'str' &&
      fieldForm(`${first.category}:${first.name}`, node.name, context.tracepoints) === 'pointer';
    const entry = kept.get(node.name) ?? { name: node.name, value: text ? `str(args->${node.name})` : `args->${node.name}`, uses: [] };
    entry.uses.push(text && parent?.kind === 'call' ? parent : node);
    kept.set(node.name, entry);
  }
  const start = probe.attachPoints[0]?.span.start ?? probe.span.start;
  const end = probe.attachPoints.at(-1)?.span.end ?? start;
  const store = kept.size === 0 ? '' : storeText(probe, entries, [...kept.values()], context, edits);
  edits.push({ span: { start, end }, text: `${store}${exits.join(',\n')}` });
  return automaticFix('move the probe to where the call ends', edits, 'it is told when the call returns instead of when it begins');
}

function storeText(probe: Probe, entries: readonly string[], kept: Parameters<typeof keepAtEntry>[2], { source }: RuleContext, edits: TextEdit[]): string {
  const [store, ...rest] = keepAtEntry(probe, entries, kept, source);
  edits.push(...rest.map((edit) => ({ ...edit, text: edit.text.replaceAll('sys_enter', 'sys_exit') })));
  return store?.text ?? '';
}

/** In a list of tracepoints of which only some have the field, the others go. */
function withoutThoseThatLackIt({ node, probe, points, context }: Place): Fix | undefined {
  const lacking = new Set(points.filter(({ fields }) => !fields.includes(node.name)).map(({ text }) => text));
  const staying = probe.attachPoints.filter(({ text }) => !lacking.has(text));
  if (staying.length === 0 || staying.length === probe.attachPoints.length || probe.attachPoints.some(({ text }) => text.includes('*'))) return undefined;
  const start = probe.attachPoints[0]?.span.start ?? 0;
  const end = probe.attachPoints.at(-1)?.span.end ?? start;
  const text = staying.map((point) => context.source.slice(point.span.start, point.span.end)).join(',\n');
  const gone = [...lacking].join(', ');
  return automaticFix(`drop ${gone}`, [{ span: { start, end }, text }], `nothing is told of ${gone}, which have no ${node.name}`);
}
