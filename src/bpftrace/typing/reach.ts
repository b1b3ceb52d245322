/**
 * Which members of kernel structures bpftrace 0.17 knows. It follows a program's expressions once before it reads types (src/ast/passes/field_analyser.cpp),
 * loses their trail at members of anonymous structures, bit fields and arrays (BTF::resolve_fields, BTF::get_stype in src/btf.cpp), and then has clang read
 * the definitions of what it came by, and of what these point to (src/clang_parser.cpp): members further away do not exist for it.
 */
import type { CType, CTypes, RecordType } from '../../core/ctype.ts';
import type { Expression, Probe, Script, Statement } from '../ast.ts';
import { walk } from '../visit.ts';

/** Tells whether bpftrace 0.17 finds a member in a structure of the kernel, in this program. */
export type Reach = (record: RecordType, member: string) => boolean;

/** What is known of an expression while it is followed: a C type, or nothing. */
type Trail = CType | undefined;

export function reachOf(script: Script, types: CTypes, tracepointTypes: (probe: Probe) => readonly CType[]): Reach {
  const follower = new Follower(types);
  const pointed: CType[] = [];
  let rounds = 1;
  for (const probe of script.probes) {
    follower.probe(probe);
    if (!probe.attachPoints.some(({ provider }) => provider === 'tracepoint')) continue;
    const nodes = [...walk(probe)];
    const first = nodes.findIndex((node) => node.kind === 'identifier' && node.name === 'args');
    const args = nodes[first];
    if (args === undefined) continue;
    pointed.push(...tracepointTypes(probe));
    // bpftrace counts the accesses from the first use of args on, this one included.
    rounds = Math.max(rounds, nodes.filter((node, at) => node.kind === 'field' && (at > first || node.span.end >= args.span.end)).length);
  }
  let complete: ReadonlySet<number> | undefined;
  return (record, member) => {
    if (follower.partOf(record).has(member)) return true;
    complete ??= completeTypes(follower.named, pointed, rounds, types);
    return complete.has(record.id);
  };
}

/** Follows expressions as field_analyser.cpp does, with one trail for all: what it does not look at leaves the trail as it is. */
class Follower {
  /** Types whose definitions clang will be given. */
  readonly named = new Map<number, RecordType>();
  readonly #types: CTypes;
  readonly #parts = new Map<number, ReadonlyMap<string, Trail>>();
  readonly #resolved = new Set<number>();
  readonly #places = new Map<string, Trail>();
  #trail: Trail;

  constructor(types: CTypes) {
    this.#types = types;
  }

  /** The members that are known without clang. */
  partOf(record: RecordType): ReadonlyMap<string, Trail> {
    return (this.#resolved.has(record.id) ? this.#parts.get(record.id) : undefined) ?? new Map();
  }

  probe(probe: Probe): void {
    if (probe.predicate !== undefined) this.#visit(probe.predicate.condition);
    for (const statement of probe.body.statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'expression-statement':
        this.#visit(statement.expression);
        return;
      case 'assignment': {
        const { target, operator, value } = statement;
        if (target.kind !== 'map' && target.kind !== 'variable') return;
        if (target.kind === 'map' || operator !== '=') this.#visit(target);
        this.#visit(value);
        if (!this.#places.has(target.name)) this.#places.set(target.name, this.#trail);
        return;
      }
      case 'if':
        this.#visit(statement.condition);
        for (const inner of statement.then.statements) this.#statement(inner);
        if (statement.otherwise?.kind === 'if') this.#statement(statement.otherwise);
        else for (const inner of statement.otherwise?.statements ?? []) this.#statement(inner);
        return;
      case 'while':
        this.#visit(statement.condition);
        for (const inner of statement.body.statements) this.#statement(inner);
        return;
      case 'unroll':
        for (const inner of statement.body.statements) this.#statement(inner);
        return;
      default:
        return;
    }
  }

  #visit(node: Expression): void {
    switch (node.kind) {
      case 'identifier':
        this.#trail = node.name === 'curtask' ? this.#look('struct task_struct') : undefined;
        return;
      case 'map':
        for (const key of node.keys) this.#visit(key);
        if (this.#places.has(node.name)) this.#trail = this.#places.get(node.name);
        return;
      case 'variable':
        if (this.#places.has(node.name)) this.#trail = this.#places.get(node.name);
        return;
      case 'cast':
        this.#visit(node.operand);
        this.#trail = this.#look(node.type.replace(/[\s*]+$/, ''));
        return;
      case 'field':
        this.#visit(node.object);
        if (!(node.object.kind === 'identifier' && node.object.name === 'args')) this.#field(node.name);
        return;
      case 'call':
        for (const argument of node.args) this.#visit(argument);
        return;
      case 'unary':
        this.#visit(node.operand);
        return;
      case 'binary':
        this.#visit(node.left);
        this.#visit(node.right);
        return;
      case 'ternary':
        this.#visit(node.condition);
        this.#visit(node.then);
        this.#visit(node.otherwise);
        return;
      case 'index':
        this.#visit(node.object);
        this.#visit(node.index);
        return;
      case 'tuple':
        for (const item of node.items) this.#visit(item);
        return;
      default:
        return;
    }
  }

  #field(name: string): void {
    if (this.#trail?.kind === 'pointer') {
      this.#trail = this.#trail.to;
      this.#resolve(this.#trail);
    }
    const record = this.#trail;
    if (record?.kind !== 'record') return;
    const member = this.partOf(record).get(name);
    if (member !== undefined) {
      this.#trail = member;
      return;
    }
    this.named.set(record.id, record);
    const behind = this.#strip(this.#anywhere(record, name));
    if (behind?.kind === 'record' && behind.name !== '') this.named.set(behind.id, behind);
  }

  #anywhere(record: RecordType, name: string): Trail {
    for (const member of this.#types.members(record)) {
      if (member.name === name) return member.type;
      const inner = member.name === '' && member.type.kind === 'record' ? this.#anywhere(member.type, name) : undefined;
      if (inner !== undefined) return inner;
    }
    return undefined;
  }

  #strip(type: Trail): Trail {
    let bare = type;
    while (bare?.kind === 'pointer') bare = bare.to;
    return bare;
  }

  #look(name: string): Trail {
    const found = this.#types.named(name);
    return found === undefined ? undefined : this.#typed(found);
  }

  /** A type as BTF::get_stype gives it: nothing for arrays and for structures without a name. */
  #typed(type: CType): Trail {
    if (type.kind === 'record') {
      if (type.name === '') return undefined;
      this.#resolve(type);
      return type;
    }
    return type.kind === 'int' || type.kind === 'enum' || type.kind === 'pointer' ? type : undefined;
  }

  #resolve(type: Trail): void {
    if (type?.kind !== 'record' || this.#resolved.has(type.id)) return;
    this.#resolved.add(type.id);
    const part = new Map<string, Trail>();
    this.#parts.set(type.id, part);
    this.#fill(type, 0, part);
  }

  #fill(record: RecordType, start: number, part: Map<string, Trail>): void {
    for (const { name, type, bitOffset } of this.#types.members(record)) {
      if (bitOffset % 8 !== 0) {
        part.clear();
        return;
      }
      if (name === '' && type.kind === 'record') {
        this.#fill(type, start + bitOffset, part);
        return;
      }
      // A member that is there without a type is there all the same.
      const known = this.#typed(type);
      if (known !== undefined && !part.has(name)) part.set(name, known);
    }
  }
}

/** The structures that clang reads whole: those that were named, what is inside them, and for as many rounds what these point to. */
function completeTypes(named: ReadonlyMap<number, RecordType>, pointed: readonly CType[], rounds: number, types: CTypes): ReadonlySet<number> {
  const complete = new Map<number, RecordType>();
  const add = (type: CType): void => {
    if (type.kind === 'array') add(type.of);
    if (type.kind !== 'record' || complete.has(type.id)) return;
    complete.set(type.id, type);
    for (const member of types.members(type)) add(member.type);
  };
  for (const record of named.values()) add(record);
  for (let round = 0; round < rounds; round++) {
    const before = complete.size;
    for (const type of round === 0 ? pointed : []) if (type.kind === 'pointer') add(type.to);
    for (const record of [...complete.values()]) {
      for (const { type } of types.members(record)) if (type.kind === 'pointer') add(type.to);
    }
    if (complete.size === before) break;
  }
  return new Set(complete.keys());
}
