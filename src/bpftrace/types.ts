/**
 * What an expression is printed as, as far as the language and the fields' declarations tell: enough to name columns and to take printed keys apart. It is
 * coarser than the language's own types (typing/), and needs neither a version nor the kernel's types: an answer is read the same wherever it was made.
 * Facts: man bpftrace ("Builtins", "Functions"); which values bpftrace prints as valid JSON inside a tuple was tried on 0.17.
 */
import { lookup } from '../core/lookup.ts';
import type { Program, ValueType } from '../core/program.ts';
import type { AttachPoint, Expression, Probe, Script } from './ast.ts';
import { walk } from './visit.ts';

export interface ExpressionType {
  readonly type: ValueType;
  /** A C `int` that bpftrace prints as 64 unsigned bits. */
  readonly int32?: boolean;
  /** Of a stack: whose it is. */
  readonly stack?: 'kernel' | 'user';
  /** False for what bpftrace 0.17 prints as broken JSON inside a tuple (a bare 18:00:43). */
  readonly tupleSafe: boolean;
}

/** The C declaration of a field of `args`, such as `const char * filename`; undefined where it is not known. */
export type FieldDeclaration = (attachPoint: AttachPoint, field: string) => string | undefined;

/** Looks declarations up that were gathered beforehand, by attach point and field. */
export function declaredIn(declarations: Program['declarations']): FieldDeclaration {
  return (point, field) => lookup(lookup(declarations ?? {}, point.text) ?? {}, field);
}

const INTEGER: ExpressionType = { type: 'integer', tupleSafe: true };
const STRING: ExpressionType = { type: 'string', tupleSafe: true };
const KERNEL_STACK: ExpressionType = { type: 'stack', stack: 'kernel', tupleSafe: true };
const USER_STACK: ExpressionType = { type: 'stack', stack: 'user', tupleSafe: true };
const ADDRESS: ExpressionType = { type: 'address', tupleSafe: true };
/** What nothing is known of. */
export const UNKNOWN: ExpressionType = { type: 'unknown', tupleSafe: false };
const UNSAFE_STRING: ExpressionType = { type: 'string', tupleSafe: false };

const BUILTINS: Readonly<Record<string, ExpressionType>> = {
  pid: INTEGER,
  tid: INTEGER,
  uid: INTEGER,
  gid: INTEGER,
  nsecs: INTEGER,
  elapsed: INTEGER,
  numaid: INTEGER,
  cpu: INTEGER,
  ncpus: INTEGER,
  curtask: INTEGER,
  rand: INTEGER,
  cgroup: INTEGER,
  cpid: INTEGER,
  retval: INTEGER,
  jiffies: INTEGER,
  ctx: INTEGER,
  ppid: INTEGER,
  comm: STRING,
  probe: STRING,
  func: STRING,
  username: STRING,
  kstack: KERNEL_STACK,
  ustack: USER_STACK,
};

const CALLS: Readonly<Record<string, ExpressionType>> = {
  str: STRING,
  buf: STRING,
  ksym: STRING,
  usym: STRING,
  path: UNSAFE_STRING,
  strftime: UNSAFE_STRING,
  macaddr: UNSAFE_STRING,
  cgroup_path: UNSAFE_STRING,
  strerror: UNSAFE_STRING,
  signal_name: UNSAFE_STRING,
  ntop: ADDRESS,
  kstack: KERNEL_STACK,
  ustack: USER_STACK,
  kaddr: INTEGER,
  uaddr: INTEGER,
  reg: INTEGER,
  kptr: INTEGER,
  uptr: INTEGER,
  bswap: INTEGER,
  strncmp: INTEGER,
  cgroupid: INTEGER,
  sizeof: INTEGER,
  offsetof: INTEGER,
  strcontains: INTEGER,
  len: INTEGER,
};

/** Infers types within one script; maps and scratch variables get the type of what is assigned to them anywhere. */
export class TypeInference {
  readonly #declaration: FieldDeclaration;
  readonly #script: Script;
  readonly #assigned = new Map<string, { value: Expression; probe: Probe }>();

  constructor(script: Script, declaration: FieldDeclaration) {
    this.#script = script;
    this.#declaration = declaration;
    for (const probe of script.probes) {
      for (const node of walk(probe)) {
        if (node.kind === 'assignment' && node.operator === '=' && (node.target.kind === 'map' || node.target.kind === 'variable')) {
          this.#assigned.set(scopedName(node.target.name, probe), { value: node.value, probe });
        }
        if (node.kind === 'let' && node.value !== undefined) this.#assigned.set(scopedName(node.name, probe), { value: node.value, probe });
      }
    }
  }

  /** What is assigned to a map, from wherever in the program; undefined for one that is only counted up (`@x++`). */
  assignedTo(map: string): { readonly value: Expression; readonly probe: Probe } | undefined {
    return this.#assigned.get(map);
  }

  typeOf(expression: Expression, probe: Probe, depth = 0): ExpressionType {
    if (depth > 8) return UNKNOWN;
    switch (expression.kind) {
      case 'integer':
      case 'unary':
      case 'positional':
      case 'sizeof':
      case 'offsetof':
        return INTEGER;
      case 'binary':
        return expression.operator === '?:' ? this.typeOf(expression.left, probe, depth + 1) : INTEGER;
      case 'string':
        return STRING;
      case 'identifier':
        return (
          lookup(BUILTINS, expression.name) ?? (/^(arg|sarg)[0-9]$/.test(expression.name) || /^[A-Z][A-Z0-9_]+$/.test(expression.name) ? INTEGER : UNKNOWN)
        );
      case 'call':
        return lookup(CALLS, expression.name) ?? UNKNOWN;
      case 'ternary':
        return this.typeOf(expression.then, probe, depth + 1);
      case 'cast':
        return /^(struct|union) [^*]*$|\[/.test(expression.type) ? UNKNOWN : INTEGER;
      case 'map':
      case 'variable': {
        const assigned = this.#assigned.get(scopedName(expression.name, probe));
        if (assigned === undefined) return expression.kind === 'map' && this.#isCounter(expression.name) ? INTEGER : UNKNOWN;
        const type = this.typeOf(assigned.value, assigned.probe, depth + 1);
        // A map made by count(), sum() and the like is printed as a number, but its value cannot stand in a tuple.
        return assigned.value.kind === 'call' && lookup(CALLS, assigned.value.name) === undefined ? UNKNOWN : type;
      }
      case 'field':
        return this.#fieldType(expression, probe);
      case 'boolean':
      case 'index':
      case 'tuple':
      case 'record':
      case 'typeof':
      case 'typeinfo':
      case 'comptime':
      case 'block':
      case 'if':
        return UNKNOWN;
    }
  }

  /** Whether entries of the map are deleted, or it is cleared, anywhere in the program. */
  isRemoved(map: string): boolean {
    for (const node of walk(this.#script)) {
      if (node.kind === 'call' && (node.name === 'delete' || node.name === 'clear') && node.args[0]?.kind === 'map' && node.args[0].name === map) return true;
    }
    return false;
  }

  #isCounter(map: string): boolean {
    for (const node of walk(this.#script)) {
      if (node.kind === 'unary' && (node.operator === '++' || node.operator === '--') && node.operand.kind === 'map' && node.operand.name === map) return true;
      if (node.kind === 'assignment' && node.operator !== '=' && node.target.kind === 'map' && node.target.name === map) return true;
    }
    return false;
  }

  #fieldType(expression: Extract<Expression, { kind: 'field' }>, probe: Probe): ExpressionType {
    const { object, name } = expression;
    if (name === 'comm' && object.kind !== 'identifier') return STRING;
    if (object.kind !== 'identifier' || object.name !== 'args') return name === 'comm' ? STRING : UNKNOWN;
    const types = probe.attachPoints.map((point) => this.#declaration(point, name));
    return declarationType(types.find((type) => type !== undefined));
  }
}

/** The type of a tracepoint's field from its declaration in the format file. */
export function declarationType(declaration: string | undefined): ExpressionType {
  if (declaration === undefined) return UNKNOWN;
  if (/\bchar\b[^*]*\[/.test(declaration) || /__data_loc char\s*\[\]/.test(declaration)) return STRING;
  if (/\[/.test(declaration)) return UNKNOWN;
  if (/^(int|s32|pid_t)\b[^*]*$/.test(declaration)) return { ...INTEGER, int32: true };
  return /^(struct|union) [^*]*$/.test(declaration) ? UNKNOWN : INTEGER;
}

/** Scratch variables live in one probe, maps in all. */
function scopedName(name: string, probe: Probe): string {
  return name.startsWith('$') ? `${probe.span.start}:${name}` : name;
}
