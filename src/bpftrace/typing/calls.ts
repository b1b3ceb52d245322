/** What bpftrace's functions yield (its semantic_analyser.cpp, `visit(Call &)`; man bpftrace, "Functions"). */
import type { Call, Expression } from '../ast.ts';
import { dialectOf } from '../dialect/dialect.ts';
import { compareVersions, type Version } from '../dialect/version.ts';
import { AGGREGATES, type AggregateKind, INT64, integer, NONE, pointer, type Type, UINT64, UNKNOWN } from './type.ts';

function defaultStringSize(version: Version): number {
  return dialectOf(version).limit('string-length');
}

/** The type of a call's value; unknown for a function that is not bpftrace's. `types` are those of the arguments. */
export function callType(call: Call, types: readonly Type[], version: Version): Type {
  const { name } = call;
  if ((AGGREGATES as readonly string[]).includes(name)) return { kind: name as AggregateKind };
  const [first = NONE] = types;
  switch (name) {
    case 'str':
      return { kind: 'string', size: stringSize(call, version) };
    case 'path':
      return { kind: 'string', size: defaultStringSize(version) };
    case 'buf':
      return { kind: 'buffer', size: bufferSize(call, first, version) + 1 };
    case 'ksym':
    case 'usym':
    case 'kstack':
    case 'ustack':
    case 'strerror':
      return { kind: name };
    case 'ntop':
      return { kind: 'inet' };
    case 'macaddr':
      return { kind: 'mac' };
    case 'cgroup_path':
      return { kind: 'cgroup-path' };
    case 'strftime':
      return { kind: 'timestamp' };
    case 'pton': {
      const [address] = call.args;
      return address?.kind === 'string' ? { kind: 'array', of: integer(1, false), length: address.value.includes('.') ? 4 : 16 } : UNKNOWN;
    }
    case 'reg':
    case 'kaddr':
    case 'cgroupid':
    case 'sizeof':
    case 'offsetof':
    case 'strncmp':
    case 'strcontains':
      return UINT64;
    case 'nsecs':
      return UINT64;
    case 'uaddr':
      return pointer(INT64, 'user');
    case 'kptr':
    case 'uptr':
      return first.kind === 'pointer' ? { ...first, space: name === 'kptr' ? 'kernel' : 'user' } : first;
    case 'bswap':
      return first.kind === 'integer' ? integer(first.size, false) : first.kind === 'unknown' ? UNKNOWN : NONE;
    case 'skboutput':
      return integer(4, false);
    case 'printf':
    case 'print':
    case 'system':
    case 'cat':
    case 'debugf':
    case 'join':
    case 'exit':
    case 'delete':
    case 'clear':
    case 'zero':
    case 'time':
    case 'signal':
    case 'override':
    case 'unwatch':
      // Since 0.24 delete() tells whether the key was there.
      return compareVersions(version, '0.22') >= 0 ? UNKNOWN : NONE;
    default:
      return UNKNOWN;
  }
}

function stringSize(call: Call, version: Version): number {
  const most = defaultStringSize(version);
  const length = literal(call.args[1]);
  // Until 0.19 the length only limits what is copied; the value keeps its full size.
  if (length === undefined || compareVersions(version, '0.20') < 0) return most;
  return Math.min(most, Number(length));
}

function bufferSize(call: Call, first: Type, version: Version): number {
  const most = defaultStringSize(version);
  const length = literal(call.args[1]);
  if (length !== undefined) return Math.min(most, Math.max(0, Number(length)));
  return call.args.length === 1 && first.kind === 'array' && first.of.kind === 'integer' ? Math.min(most, first.length * first.of.size) : most;
}

function literal(argument: Expression | undefined): bigint | undefined {
  return argument?.kind === 'integer' ? argument.value : undefined;
}
