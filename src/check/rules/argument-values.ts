import type { Call, Expression } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { sizeOf } from '../../bpftrace/typing/type.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { integerLiteral } from '../kinds.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Arguments are within what the function can do with them. */
export const argumentValues: Rule = {
  name: 'argument-values',
  *check(context) {
    const bounds = new Map<string, { readonly text: string }>();
    for (const { node, parent } of context.places) {
      if (node.kind !== 'call') continue;
      const problem = CHECKS[node.name]?.(node, context);
      if (problem !== undefined) yield problem;
      if (node.name !== 'lhist' || parent.kind !== 'assignment' || parent.target.kind !== 'map') continue;
      const text = node.args.slice(1).map(integerLiteral).join(',');
      const before = bounds.get(parent.target.name);
      if (before === undefined) bounds.set(parent.target.name, { text });
      else if (before.text !== text)
        yield report('error', 'lhist-bounds', `${parent.target.name} has other bounds elsewhere: they are the same in all lhist() of a map`, node.span);
    }
  },
};

const CHECKS: Readonly<Record<string, (call: Call, context: RuleContext) => Diagnostic | undefined>> = Object.assign(Object.create(null), {
  lhist,
  kstack: stackFrames,
  ustack: stackFrames,
  strncmp: (call: Call) => negative(call, call.args[2]),
  str: (call: Call) => negative(call, call.args[1]),
  buf: (call: Call, context: RuleContext) => negative(call, call.args[1]) ?? bufferLength(call, context),
  ntop: (call: Call, context: RuleContext) => bytes(call, call.args.at(-1), [4, 16], context),
  macaddr: (call: Call, context: RuleContext) => bytes(call, call.args[0], [6], context),
  pton,
  signal,
});

function lhist({ args, span }: Call, { dialect }: RuleContext): Diagnostic | undefined {
  const [min, max, step] = args.slice(1, 4).map(integerLiteral);
  if (min === undefined || max === undefined || step === undefined) return undefined;
  const say = (message: string) => report('error', 'lhist-bounds', message, span);
  if (step <= 0n) return say(`the step of lhist() is at least 1, not ${step}`);
  if (min < 0n) return say(`lhist() begins at 0 or later, not at ${min}`);
  if (min > max) return say(`lhist() ends behind its beginning: ${max} is less than ${min}`);
  if (max - min < step) return say(`a step of ${step} is larger than the whole range of lhist(), ${max - min}`);
  const most = dialect.limit('lhist-buckets');
  const buckets = (max - min) / step;
  return buckets > BigInt(most) ? say(`lhist() has at most ${most} buckets; these would be ${buckets}`) : undefined;
}

function stackFrames({ name, args }: Call, { dialect }: RuleContext): Diagnostic | undefined {
  const last = args.at(-1);
  const frames = integerLiteral(last);
  const most = dialect.limit('stack-frames');
  if (last === undefined || frames === undefined || (frames >= 0n && frames <= BigInt(most))) return undefined;
  return report('error', 'stack-frames', `${name}() has at most ${most} frames, not ${frames}`, last.span);
}

function negative({ name }: Call, argument: Expression | undefined): Diagnostic | undefined {
  const length = integerLiteral(argument);
  if (argument === undefined || length === undefined || length >= 0n) return undefined;
  return report('error', 'negative-length', `the length given to ${name}() is negative: ${length}`, argument.span);
}

function bufferLength({ args, span }: Call, { typing }: RuleContext): Diagnostic | undefined {
  const [data] = args;
  if (data === undefined || args.length > 1) return undefined;
  const type = typing.typeOf(data);
  const known = type.kind === 'array' || type.kind === 'unknown' || type.kind === 'none';
  return known ? undefined : report('error', 'argument-count', 'buf() has to be told how many bytes to read: buf(address, length)', span);
}

function bytes({ name }: Call, argument: Expression | undefined, allowed: readonly number[], { typing, dialect }: RuleContext): Diagnostic | undefined {
  if (argument === undefined || compareVersions(dialect.version, '0.24') >= 0) return undefined;
  const type = typing.typeOf(argument);
  const size = type.kind === 'array' || type.kind === 'string' ? sizeOf(type) : undefined;
  if (size === undefined || allowed.includes(size)) return undefined;
  return report('error', 'argument-size', `${name}() takes ${allowed.join(' or ')} bytes, and is given ${size}`, argument.span);
}

function pton({ args }: Call): Diagnostic | undefined {
  const [address] = args;
  if (address?.kind !== 'string') return undefined;
  const valid = address.value.includes('.') ? isIPv4(address.value) : isIPv6(address.value);
  return valid ? undefined : report('error', 'not-an-address', `"${address.value}" is no IP address`, address.span);
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (!groups.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.flat().length <= 7 : groups.flat().length === 8;
}

/** The names of signals as bpftrace knows them (src/ast/signal.cpp), with and without SIG. */
const SIGNALS: ReadonlySet<string> = new Set(
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  ),
);

function signal({ args }: Call): Diagnostic | undefined {
  const [which] = args;
  const number = integerLiteral(which);
  if (which === undefined) return undefined;
  if (number !== undefined && (number < 1n || number > 64n))
    return report('error', 'unknown-signal', `signals have the numbers 1 to 64, not ${number}`, which.span);
  if (which.kind !== 'string') return undefined;
  const name = which.value.replace(/^SIG/, '');
  return SIGNALS.has(name) ? undefined : report('error', 'unknown-signal', `there is no signal ${which.value}`, which.span);
}
