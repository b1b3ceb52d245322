/** A program in words, probe by probe: where it looks, what it does there, what it cannot show. Built from the tree alone. */

import type { AttachPoint, Block, Expression, Probe, Statement } from '../bpftrace/ast.ts';
import { parse } from '../bpftrace/parser.ts';
import { walk } from '../bpftrace/visit.ts';
import { lookup } from '../core/lookup.ts';
import type { Program } from '../core/program.ts';

/** Lines of English; the program's own text is quoted, never interpreted. */
export function explainProgram(program: Program): string[] {
  const { script } = parse(program.source);
  const text = (node: { readonly span: { readonly start: number; readonly end: number } }): string =>
    program.source.slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  const lines: string[] = [];
  for (const probe of script.probes) {
    lines.push(`${[...new Set(probe.attachPoints.map(describePoint))].join(', or ')}:`);
    if (probe.predicate !== undefined) lines.push(`    only where ${text(probe.predicate.condition)}`);
    for (const line of describeBlock(probe.body, text)) lines.push(`    ${line}`);
  }
  const limits = limitsOf(script.probes);
  if (limits.length > 0) lines.push('', 'What it cannot show:', ...limits.map((limit) => `    ${limit}`));
  return lines;
}

type TextOf = (node: Expression | Statement) => string;

function describePoint(point: AttachPoint): string {
  const [first = '', second = ''] = point.parts;
  switch (point.provider) {
    case 'BEGIN':
      return 'Before the first event';
    case 'END':
      return 'At the end';
    case 'tracepoint': {
      const call = /^sys_(enter|exit)_(.+)$/.exec(second);
      if (first === 'syscalls' && call !== null) return `Each time a process ${call[1] === 'enter' ? 'calls' : 'returns from'} the system call ${call[2]}`;
      if (first === 'raw_syscalls') return `Each time a process ${second === 'sys_enter' ? 'calls' : 'returns from'} any system call`;
      return `At the kernel's tracepoint ${first}:${second}`;
    }
    case 'kprobe':
    case 'kfunc':
      return `Each time the kernel enters the function ${point.parts.at(-1) ?? ''}`;
    case 'kretprobe':
    case 'kretfunc':
      return `Each time the kernel returns from the function ${point.parts.at(-1) ?? ''}`;
    case 'uprobe':
      return `Each time a process enters the function ${second} of ${first}`;
    case 'uretprobe':
      return `Each time a process returns from the function ${second} of ${first}`;
    case 'profile':
      return `On every processor, ${second} times a ${first === 'hz' ? 'second' : first}`;
    case 'interval':
      return `Once after every ${second} ${first}`;
    case 'software':
      return `At the kernel's software event ${first}${second === '' ? '' : `, every ${second} of them`}`;
    default:
      return `At ${point.text}`;
  }
}

function describeBlock(block: Block, text: TextOf): string[] {
  return block.statements.flatMap((statement) => describeStatement(statement, text));
}

function describeStatement(statement: Statement, text: TextOf): string[] {
  switch (statement.kind) {
    case 'assignment':
      return [describeAssignment(statement.target, statement.operator, statement.value, text)];
    case 'expression-statement':
      return [describeExpression(statement.expression, text)];
    case 'if': {
      const otherwise =
        statement.otherwise === undefined
          ? []
          : [
              'otherwise',
              ...(statement.otherwise.kind === 'if' ? describeStatement(statement.otherwise, text) : describeBlock(statement.otherwise, text)).map(indent),
            ];
      return [`if ${text(statement.condition)}`, ...describeBlock(statement.then, text).map(indent), ...otherwise];
    }
    case 'block':
      return describeBlock(statement, text);
    default:
      return [text(statement)];
  }
}

function indent(line: string): string {
  return `    ${line}`;
}

const AGGREGATES: Readonly<Record<string, (argument: string) => string>> = {
  count: () => 'counts',
  sum: (argument) => `adds up ${argument}`,
  avg: (argument) => `averages ${argument}`,
  min: (argument) => `keeps the least ${argument}`,
  max: (argument) => `keeps the greatest ${argument}`,
  stats: (argument) => `counts, adds up and averages ${argument}`,
  hist: (argument) => `sorts ${argument} into a histogram of powers of two`,
  lhist: (argument) => `sorts ${argument} into a histogram of even steps`,
};

function describeAssignment(target: Expression, operator: string, value: Expression, text: TextOf): string {
  const aggregate = value.kind === 'call' ? lookup(AGGREGATES, value.name) : undefined;
  if (aggregate !== undefined && value.kind === 'call' && target.kind === 'map') {
    const argument = value.args[0];
    const by = target.keys.length === 0 ? '' : `, by ${target.keys.map(text).join(' and ')}`;
    return `${aggregate(argument === undefined ? '' : text(argument))}${by} (in ${target.name})`;
  }
  return operator === '=' ? `remembers ${text(value)} as ${text(target)}` : `${text(target)} ${operator} ${text(value)}`;
}

function describeExpression(expression: Expression, text: TextOf): string {
  if (expression.kind !== 'call') return expression.kind === 'unary' ? `counts one more in ${text(expression.operand)}` : text(expression);
  const args = expression.args.map(text);
  switch (expression.name) {
    case 'printf':
      return `prints a row: ${args.slice(1).join(', ') || args[0]}`;
    case 'print':
      return `prints ${args[0] ?? ''}`;
    case 'clear':
      return `empties ${args[0] ?? ''}`;
    case 'delete':
      return `forgets ${args.join(', ')}`;
    case 'exit':
      return 'ends the program';
    default:
      return text(expression);
  }
}

function limitsOf(probes: readonly Probe[]): string[] {
  const limits = new Set<string>();
  for (const probe of probes) {
    for (const { provider } of probe.attachPoints) {
      if (provider === 'profile') limits.add('it samples: what runs for less than the time between two samples can be missed');
    }
    for (const node of walk(probe)) {
      if (node.kind === 'call' && node.name === 'str') limits.add('strings are cut after 63 bytes');
      if (node.kind === 'identifier' && node.name === 'comm') limits.add('process names are the first 15 bytes of what the process calls itself');
      if (node.kind === 'map' && node.keys.length > 0) limits.add('a map holds 4096 keys; what comes after those is not counted');
    }
  }
  return [...limits];
}
