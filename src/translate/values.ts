/** Numbers and pointers: what bpftrace works out in 64 bits, worked out by C in as many. */
import type { Binary, Call, Expression, MapRef } from '../bpftrace/ast.ts';
import type { Type } from '../bpftrace/typing/type.ts';
import { sizeOf } from '../bpftrace/typing/type.ts';
import type { Body } from './body.ts';
import { type Code, cast, integerType, joined, LEVELS, literal, number, plain, TERNARY, UNARY, wide, within } from './code.ts';
import { verbName } from './map-code.ts';
import type { MapPlan } from './maps.ts';
import { isArgs, pathOf, pointerTo, reading, spaceOf } from './records.ts';
import { isText, keyOf, textIn } from './texts.ts';
import { Unsaid } from './unsaid.ts';
import { quoted, typeOf } from './whole.ts';

export function sayValue(body: Body, expression: Expression): Code {
  switch (expression.kind) {
    case 'integer':
      return literal(expression.value, expression.text);
    case 'boolean':
      return literal(expression.value ? 1n : 0n);
    case 'identifier':
      return builtin(body, expression);
    case 'map':
      return mapValue(body, expression);
    case 'variable': {
      const local = body.locals.get(expression.name);
      if (local === undefined) throw new Unsaid(`${expression.name} is not known here`, expression);
      if (local.part.how === 'text' || local.part.how === 'address') throw new Unsaid(`${expression.name} is no number`, expression);
      const signed = local.part.how === 'stack' || (local.part.how === 'number' && local.part.signed);
      return { ...number(local.name, 0, signed, local.size), ...(local.pointer === undefined ? {} : { pointer: local.pointer }) };
    }
    case 'call':
      return call(body, expression);
    case 'unary':
      return unary(body, expression);
    case 'binary':
      return binary(body, expression);
    case 'ternary': {
      const [then, otherwise] = [wide(sayValue(body, expression.then)), wide(sayValue(body, expression.otherwise))];
      const condition = within(sayValue(body, expression.condition), TERNARY - 1);
      return number(`${condition} ? ${within(then, TERNARY - 1)} : ${within(otherwise, TERNARY - 1)}`, TERNARY, then.signed && otherwise.signed);
    }
    case 'cast':
      return converted(body, expression);
    case 'field':
      return field(body, expression);
    case 'index':
      return element(body, expression);
    case 'positional':
      throw new Unsaid(`a parameter (${quoted(body.whole, expression)}) cannot be given to a program in C yet`, expression);
    case 'tuple':
      throw new Unsaid('tuples cannot be said in C yet', expression);
    case 'string':
      throw new Unsaid('text cannot be worked with as a number', expression);
    default:
      throw new Unsaid(`${quoted(body.whole, expression)} cannot be said in C yet`, expression);
  }
}

function builtin(body: Body, expression: Extract<Expression, { kind: 'identifier' }>): Code {
  const { name } = expression;
  const { whole, given } = body;
  const kept = (type: string, value: string, size: number): Code =>
    number(
      body.once(name, () => {
        const local = body.name(name);
        body.push(`${type}${type.endsWith('*') ? '' : ' '}${local} = ${value};`);
        return local;
      }),
      0,
      false,
      size,
    );
  switch (name) {
    case 'pid':
      return kept('__u32', 'bpf_get_current_pid_tgid() >> 32', 4);
    case 'tid':
      return kept('__u32', '(__u32)bpf_get_current_pid_tgid()', 4);
    case 'uid':
      return kept('__u32', '(__u32)bpf_get_current_uid_gid()', 4);
    case 'gid':
      return kept('__u32', 'bpf_get_current_uid_gid() >> 32', 4);
    case 'cgroup':
      return kept('__u64', 'bpf_get_current_cgroup_id()', 8);
    case 'cpu':
      return kept('__u32', 'bpf_get_smp_processor_id()', 4);
    case 'numaid':
      return kept('__u32', 'bpf_get_numa_node_id()', 4);
    case 'nsecs':
      return number('bpf_ktime_get_ns()');
    case 'rand':
      return number('bpf_get_prandom_u32()', 0, false, 4);
    case 'jiffies':
      return number('bpf_jiffies64()');
    case 'curtask':
      return {
        ...kept('struct task_struct *', '(void *)bpf_get_current_task()', 8),
        pointer: 'struct task_struct *',
      };
    case 'kstack':
      whole.uses.add('stacks');
      return number('bpf_get_stackid(ctx, &stack_traces, 0)', 0, true);
    case 'retval': {
      if (given.retval === undefined) throw new Unsaid('retval is not there', expression);
      const type = typeOf(whole, expression);
      if (type.kind === 'integer' && type.signed) return number(given.retval, 0, true, type.size);
      return { ...number(given.retval), ...pointerOf(type) };
    }
    default:
      break;
  }
  const argument = /^arg(\d)$/.exec(name)?.[1];
  if (argument !== undefined) {
    const code = given.argument(Number(argument));
    if (code === undefined) throw new Unsaid(`${name} is not there`, expression);
    return number(code);
  }
  const constant = whole.typing.definitions.constants.get(name);
  if (constant !== undefined && /^-?(\d+|0x[\da-f]+)$/i.test(constant)) return literal(BigInt(constant));
  const enumerator = whole.machine.types?.enumerator(name);
  if (enumerator !== undefined) return { ...literal(enumerator.value), code: name, level: 0 };
  throw new Unsaid(`${name} cannot be said in C yet`, expression);
}

function pointerOf(type: Type): { readonly pointer?: string } {
  return type.kind === 'pointer' ? { pointer: type.to.kind === 'record' && type.to.args === undefined ? `${type.to.name} *` : 'void *' } : {};
}

/** The map a value is read from; only what was put there as it is can be read, as in bpftrace. */
export function planned(body: Body, expression: MapRef): MapPlan {
  const map = body.whole.maps.get(expression.name);
  if (map === undefined) throw new Unsaid(`${expression.name} is not known here`, expression);
  return map;
}

function mapValue(body: Body, expression: MapRef): Code {
  const map = planned(body, expression);
  if (map.kind !== 'value') throw new Unsaid(`what ${expression.name} has counted cannot be read in C yet`, expression);
  if (map.value.how !== 'number' && map.value.how !== 'stack') throw new Unsaid(`${expression.name} holds no number`, expression);
  map.verbs.add('read');
  const key = keyOf(body, map, expression, sayValue);
  return number(`${verbName(map, 'read')}(${key})`, 0, map.value.how === 'stack' || map.value.signed);
}

function call(body: Body, expression: Call): Code {
  const { name, args } = expression;
  const [first] = args;
  switch (name) {
    case 'bswap': {
      if (first === undefined) break;
      const type = typeOf(body.whole, first);
      const size = type.kind === 'integer' ? type.size : 8;
      const inner = sayValue(body, first);
      if (size === 1) return inner;
      return number(`__builtin_bswap${size * 8}(${inner.code})`, 0, false, size);
    }
    case 'uptr':
    case 'kptr':
      if (first === undefined) break;
      return sayValue(body, first);
    case 'strftime': {
      // The number of the clock; whoever reads it makes a time of day of it, by the tag of its member.
      const [, time] = args;
      if (time === undefined) break;
      return wide(sayValue(body, time));
    }
    case 'strncmp':
      return comparedText(body, expression);
    case 'kstack':
      if (args.some((argument) => argument.kind === 'integer')) throw new Unsaid('a stack of so many functions only cannot be said in C yet', expression);
      body.whole.uses.add('stacks');
      return number('bpf_get_stackid(ctx, &stack_traces, 0)', 0, true);
    default:
      break;
  }
  throw new Unsaid(`${name}() cannot be said in C yet`, expression);
}

/** 0 where the first bytes are the same. */
function comparedText(body: Body, expression: Call): Code {
  const [left, right, length] = expression.args;
  if (left === undefined || right === undefined || length?.kind !== 'integer')
    throw new Unsaid('strncmp() without a fixed length cannot be said in C yet', expression);
  return { ...number(`!${same(body, left, right, Number(length.value))}`, UNARY, true, 4) };
}

function same(body: Body, left: Expression, right: Expression, most?: number): string {
  body.whole.uses.add('same');
  const [a, b] = [textIn(body, left, sayValue), textIn(body, right, sayValue)];
  return `is_same(${a.code}, ${b.code}, ${Math.min(most ?? Number.POSITIVE_INFINITY, a.size, b.size)})`;
}

function unary(body: Body, expression: Extract<Expression, { kind: 'unary' }>): Code {
  const { operator, operand } = expression;
  switch (operator) {
    case '!': {
      const inner = sayValue(body, operand);
      return number(`!${within(inner, UNARY)}`, UNARY, true, 4);
    }
    case '-': {
      const inner = wide(sayValue(body, operand));
      if (inner.literal !== undefined) return literal(-inner.literal);
      return number(`-${within(inner, UNARY)}`, UNARY, inner.signed);
    }
    case '~': {
      const inner = wide(sayValue(body, operand));
      return number(`~${inner.literal === undefined ? within(inner, UNARY) : `${inner.code}LL`}`, UNARY, inner.signed);
    }
    case '*':
      return behind(body, expression);
    default:
      throw new Unsaid(`${operator} inside of an expression cannot be said in C yet`, expression);
  }
}

/** The number at an address. */
function behind(body: Body, expression: Extract<Expression, { kind: 'unary' }>): Code {
  const type = typeOf(body.whole, expression);
  return read(body, type, address(sayValue(body, expression.operand)), spaceOf(body, expression.operand), expression);
}

function address(code: Code): string {
  return code.pointer?.startsWith('void') === true ? within(code, UNARY) : `(void *)${within(code, UNARY)}`;
}

function read(body: Body, type: Type, at: string, space: 'user' | 'kernel', expression: Expression): Code {
  if (type.kind !== 'integer' && type.kind !== 'pointer') throw new Unsaid(`${quoted(body.whole, expression)} cannot be read in C yet`, expression);
  const [size, signed] = type.kind === 'integer' ? [type.size, type.signed] : [8, false];
  const name = body.name('found');
  body.push(`${integerType(size, signed)} ${name} = 0;`, `bpf_probe_read_${space}(&${name}, sizeof(${name}), ${at});`);
  return { ...number(name, 0, signed, size) };
}

function binary(body: Body, expression: Binary): Code {
  const { operator, left, right } = expression;
  if ((operator === '==' || operator === '!=') && (isText(body, left) || isText(body, right))) {
    const code = same(body, left, right);
    return operator === '==' ? number(code, 0, true, 4) : number(`!${code}`, UNARY, true, 4);
  }
  if ((operator === '==' || operator === '!=') && left.kind === 'call' && left.name === 'strncmp' && right.kind === 'integer' && right.value === 0n) {
    const differs = comparedText(body, left);
    return operator === '!=' ? differs : number(differs.code.slice(1), 0, true, 4);
  }
  if (LEVELS[operator] === undefined) throw new Unsaid(`the operator ${operator} cannot be said in C yet`, expression);
  const [a, b] = [sayValue(body, left), sayValue(body, right)];
  const level = LEVELS[operator] ?? 0;
  switch (operator) {
    case '&&':
    case '||':
      return number(joined(a, operator, b), level, true, 4);
    case '==':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return number(compared(a, operator, b), level, true, 4);
    case '>>':
      // bpftrace shifts zeros in, whatever the sign.
      return number(
        `${within(a.signed && a.literal === undefined ? cast(wide(a), '__u64') : plain(a), UNARY)} >> ${within(b, UNARY)}`,
        level,
        false,
        a.signed ? 8 : a.size,
      );
    case '<<':
      return number(`${within(a.literal === undefined ? wide(a) : cast(a, '__u64'), UNARY)} << ${within(b, UNARY)}`, level, a.signed);
    case '/':
    case '%': {
      // BPF of all kernels divides without sign, and bpftrace does so too.
      const [c, d] = [wide(a), wide(b)];
      const over = c.signed && c.literal === undefined ? cast(c, '__u64') : c;
      return number(joined(over, operator, d.signed && d.literal === undefined ? cast(d, '__u64') : d), level, false);
    }
    case '&':
      // What a small number leaves of another is as wide as that was.
      if (isSmall(b) && a.pointer === undefined) return number(joined(a, operator, b), level, a.signed, a.size);
      break;
    default:
      break;
  }
  const [c, d] = scaled(body, expression, wide(a), wide(b));
  return number(joined(c, operator, d), level, c.signed && d.signed);
}

function isSmall(code: Code): boolean {
  return code.literal !== undefined && code.literal >= 0n && code.literal < 1n << 31n;
}

/** Only where C would compare otherwise are both made as wide as bpftrace has them. */
function compared(a: Code, operator: string, b: Code): string {
  if (a.literal === 0n || b.literal === 0n) return joined(a, operator, b);
  if (isSmall(a) || isSmall(b)) return joined(plain(a), operator, plain(b));
  const isAlike = a.pointer === undefined && b.pointer === undefined && a.size === b.size && a.signed === b.signed;
  return isAlike ? joined(a, operator, b) : joined(wide(a), operator, wide(b));
}

/** A number added to a pointer counts what that points to. */
function scaled({ whole }: Body, { left, right }: Binary, a: Code, b: Code): [Code, Code] {
  const times = (code: Code, type: Type): Code => {
    const size = type.kind === 'pointer' ? (sizeOf(type.to) ?? 1) : 1;
    if (size <= 1) return code;
    return code.literal === undefined ? number(`${within(code, 1)} * ${size}`, 2, code.signed) : literal(code.literal * BigInt(size));
  };
  const [of, and] = [typeOf(whole, left), typeOf(whole, right)];
  if (of.kind === 'pointer' && and.kind === 'integer') return [a, times(b, of)];
  if (and.kind === 'pointer' && of.kind === 'integer') return [times(a, and), b];
  return [a, b];
}

function converted(body: Body, expression: Extract<Expression, { kind: 'cast' }>): Code {
  const type = typeOf(body.whole, expression);
  const inner = sayValue(body, expression.operand);
  if (type.kind === 'integer') {
    if (inner.pointer === undefined && inner.literal === undefined && inner.size === type.size && inner.signed === type.signed) return inner;
    // A wider one of the same sign holds the same number.
    if (inner.pointer === undefined && inner.literal === undefined && inner.size < type.size && !inner.signed && !type.signed) return wide(inner);
    return cast(inner, integerType(type.size, type.signed));
  }
  if (type.kind === 'pointer') {
    const to = type.to.kind === 'record' ? type.to.name : undefined;
    if (to === undefined) return inner;
    return inner.pointer === `${to} *` ? inner : { ...number(pointerTo(inner, to), UNARY), pointer: `${to} *` };
  }
  throw new Unsaid(`${quoted(body.whole, expression)} cannot be said in C yet`, expression);
}

function field(body: Body, expression: Extract<Expression, { kind: 'field' }>): Code {
  const type = typeOf(body.whole, expression);
  if (isArgs(expression.object)) return givenField(body, expression, type);
  if (type.kind !== 'integer' && type.kind !== 'pointer') throw new Unsaid(`the type of ${quoted(body.whole, expression)} cannot be said in C yet`, expression);
  const code = reading(body, pathOf(body, expression, sayValue));
  return type.kind === 'integer' ? number(code, 0, type.signed, type.size) : { ...number(code), ...pointerOf(type) };
}

function givenField(body: Body, expression: Extract<Expression, { kind: 'field' }>, type: Type): Code {
  const given = body.given.field(expression.name);
  if (given === undefined) throw new Unsaid(`${quoted(body.whole, expression)} is not there`, expression);
  const { code, pointer } = given;
  if (pointer) return { code, level: code.includes(' + ') ? 3 : 0, size: 8, signed: false, pointer: 'void *' };
  if (type.kind === 'pointer') return { ...number(code), ...(body.given.isSyscall ? {} : pointerOf(type)) };
  if (type.kind !== 'integer') throw new Unsaid(`the type of ${quoted(body.whole, expression)} cannot be said in C yet`, expression);
  const text = number(code, 0, type.signed, type.size);
  // The arguments of system calls are unsigned in the kernel's structure.
  return body.given.isSyscall && type.signed && code.startsWith('ctx->args') ? cast(text, '__s64') : text;
}

function element(body: Body, expression: Extract<Expression, { kind: 'index' }>): Code {
  const { object, index } = expression;
  const of = typeOf(body.whole, object);
  const type = typeOf(body.whole, expression);
  if (of.kind === 'pointer') {
    const size = sizeOf(of.to) ?? 8;
    const base = wide(sayValue(body, object));
    const at = sayValue(body, index);
    const offset = at.literal === undefined ? number(`${within(wide(at), 1)} * ${size}`, 2) : literal(at.literal * BigInt(size));
    return read(body, type, `(void *)(${joined(base, '+', offset)})`, spaceOf(body, object), expression);
  }
  if (of.kind !== 'array' || type.kind !== 'integer') throw new Unsaid(`${quoted(body.whole, expression)} cannot be read in C yet`, expression);
  if (object.kind === 'field' && isArgs(object.object)) {
    const given = body.given.field(object.name);
    if (given === undefined || index.kind !== 'integer') throw new Unsaid(`${quoted(body.whole, expression)} cannot be read in C yet`, expression);
    return number(`${given.code}[${index.value}]`, 0, type.signed, type.size);
  }
  return number(reading(body, pathOf(body, expression, sayValue)), 0, type.signed, type.size);
}
