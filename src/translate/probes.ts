/** Probes as functions: the section that says where each is attached, and what it is given there. */
import type { AttachPoint, Expression, Probe } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import { showCType } from '../core/ctype.ts';
import { Body, type Given } from './body.ts';
import { integerType } from './code.ts';
import { type Context, contextOf } from './contexts.ts';
import { identifier } from './names.ts';
import { conditionOf, declareVariables, sayBlock, unless } from './statements.ts';
import { Unsaid } from './unsaid.ts';
import { typeOf, type Whole } from './whole.ts';

/** What all probes together come to. */
export interface Functions {
  /** Structures of our own for what tracepoints hand over. */
  readonly structs: ReadonlySet<string>;
  readonly functions: readonly string[];
  /** How often a second samples are taken, where any are. */
  readonly hz?: number;
}

interface Place {
  readonly point: AttachPoint;
  readonly section: string;
  readonly given: Given;
  /** `struct trace_event_raw_sys_enter *ctx`; of a function of the kernel its parameters. */
  readonly parameters: readonly string[];
  /** Whether libbpf's macro unpacks the parameters. */
  readonly unpacked: boolean;
  readonly context?: Context;
}

export function functionsOf(probes: readonly Probe[], whole: Whole): Functions {
  const structs = new Set<string>();
  const functions: string[] = [];
  const rates = new Set<number>();
  for (const probe of probes) {
    const places = probe.attachPoints.map((point) => placeOf(point, probe, whole));
    for (const { context, point } of places) {
      if (context?.definition !== undefined) structs.add(context.definition);
      if (point.provider === 'profile') rates.add(Number(point.parts[1]));
    }
    functions.push(...said(probe, places, whole));
  }
  const [hz, ...others] = rates;
  if (others.length > 0) throw new Unsaid('samples at several rates cannot be taken by one program in C');
  return { structs, functions, ...(hz === undefined ? {} : { hz }) };
}

function said(probe: Probe, places: readonly Place[], whole: Whole): string[] {
  const [first, ...others] = places;
  if (first === undefined) return [];
  if (others.length === 0 || usesName(probe)) return places.map((place) => oneFunction(probe, place, whole));
  if (places.every((place) => isAlike(place, first, fieldsOf(probe)))) return shared(probe, places, first, whole);
  return parameterised(probe, places, whole);
}

/** One function, attached at one place. */
function oneFunction(probe: Probe, place: Place, whole: Whole): string {
  const name = functionName(place.point, whole);
  const body = bodyOf(probe, place.given, whole, parameterNames(place));
  return [`SEC("${place.section}")`, headOf(name, place), '{', ...body, '}'].join('\n');
}

function headOf(name: string, { unpacked, parameters }: Place): string {
  return unpacked ? `int BPF_PROG(${[name, ...parameters].join(', ')})` : `int ${name}(${parameters.join(', ')})`;
}

/** What several places do alike, with the same thing given to all of them. */
function shared(probe: Probe, places: readonly Place[], first: Place, whole: Whole): string[] {
  const name = whole.names.take(`at_${identifier(first.point.parts.at(-1) ?? '')}`);
  const body = bodyOf(probe, first.given, whole, parameterNames(first));
  const common = [`static __always_inline int ${name}(${first.parameters.join(', ')})`, '{', ...body, '}'].join('\n');
  return [common, ...places.map((place) => wrapper(place, whole, `${name}(ctx)`))];
}

function wrapper(place: Place, whole: Whole, call: string): string {
  return [`SEC("${place.section}")`, headOf(functionName(place.point, whole), place), '{', `  return ${call};`, '}'].join('\n');
}

/** What several places do alike, with the fields it needs given to it, because they lie elsewhere at each. */
function parameterised(probe: Probe, places: readonly Place[], whole: Whole): string[] {
  const [first] = places;
  const fields = [...fieldsOf(probe)];
  if (first === undefined || places.some(({ point }) => point.provider !== 'tracepoint')) {
    throw new Unsaid('what different functions are given cannot be read by one program in C yet', probe);
  }
  const names = new Map(fields.map((name) => [name, identifier(name)] as const));
  const types = new Map(fields.map((name) => [name, parameterOf(probe, name, whole)] as const));
  const given: Given = {
    ...first.given,
    isSyscall: false,
    field: (name) => {
      const parameter = names.get(name);
      return parameter === undefined ? undefined : { code: parameter, pointer: first.given.field(name)?.pointer === true };
    },
  };
  const name = whole.names.take(`at_${identifier(first.point.parts.at(-1) ?? '')}`);
  const parameters = ['void *ctx', ...fields.map((field) => `${types.get(field) ?? ''}${names.get(field) ?? ''}`)];
  const body = bodyOf(probe, given, whole, [...names.values()]);
  const common = [`static __always_inline int ${name}(${parameters.join(', ')})`, '{', ...body, '}'].join('\n');
  return [
    common,
    ...places.map((place) => {
      const values = fields.map((field) => {
        const read = place.given.field(field)?.code;
        if (read === undefined) throw new Unsaid(`${place.point.text} has no field ${field}`, place.point);
        return (types.get(field) ?? '').endsWith('*') ? `(const void *)${read.includes(' ') ? `(${read})` : read}` : read;
      });
      return wrapper(place, whole, `${name}(${['ctx', ...values].join(', ')})`);
    }),
  ];
}

/** A field's type as a parameter, with what stands between it and its name. */
function parameterOf(probe: Probe, name: string, whole: Whole): string {
  for (const node of walk(probe)) {
    if (node.kind !== 'field' || node.name !== name || node.object.kind !== 'identifier' || node.object.name !== 'args') continue;
    const type = typeOf(whole, node);
    if (type.kind === 'integer') return `__${type.signed ? 's' : 'u'}${type.size * 8} `;
  }
  return 'const void *';
}

/** The names of the fields of `args` that a probe reads. */
function fieldsOf(probe: Probe): Set<string> {
  const fields = new Set<string>();
  for (const node of walk(probe)) if (node.kind === 'field' && node.object.kind === 'identifier' && node.object.name === 'args') fields.add(node.name);
  return fields;
}

function usesName(probe: Probe): boolean {
  for (const node of walk(probe)) if (node.kind === 'identifier' && (node.name === 'probe' || node.name === 'func')) return true;
  return false;
}

function isAlike(a: Place, b: Place, fields: ReadonlySet<string>): boolean {
  if (a.unpacked || b.unpacked || a.parameters.join() !== b.parameters.join()) return false;
  return [...fields].every((field) => a.given.field(field)?.code === b.given.field(field)?.code && a.given.field(field) !== undefined);
}

function parameterNames({ parameters }: Place): string[] {
  return parameters.map((parameter) => /(\w+)$/.exec(parameter)?.[1] ?? 'ctx');
}

function functionName(point: AttachPoint, whole: Whole): string {
  const name = identifier(point.provider === 'profile' ? 'sample' : (point.parts.at(-1) ?? ''));
  const way = /ret/.test(point.provider) ? 'after' : 'on';
  return whole.names.take(`${way}_${name}`);
}

function bodyOf(probe: Probe, given: Given, whole: Whole, parameters: readonly string[]): string[] {
  const kept = new Map<string, string>();
  const field: Given['field'] = (name) => {
    const local = kept.get(name);
    return local === undefined ? given.field(name) : { code: local, pointer: false };
  };
  const body = new Body(whole, probe, { ...given, field }, parameters);
  keepFields(body, kept);
  declareVariables(body, probe.body);
  const { predicate } = probe;
  if (predicate !== undefined) {
    const conditions = conjuncts(predicate.condition);
    const [only, ...more] = conditions;
    if (only !== undefined && more.length === 0) body.push(`if (${unless(body, only)})`, '  return 0;');
    else body.push(`if (!(${conditionOf(body, predicate.condition)}))`, '  return 0;');
  }
  sayBlock(body, probe.body);
  return spaced([...body.lines, '  return 0;']);
}

/**
 * Numbers that are read more than once are read first. clang would work the place of such a field out once and keep it, and the verifier allows no reading at a place in
 * the context that was worked out.
 */
function keepFields(body: Body, kept: Map<string, string>): void {
  const reads = new Map<string, Expression[]>();
  for (const node of walk(body.probe)) {
    if (node.kind === 'field' && node.object.kind === 'identifier' && node.object.name === 'args')
      reads.set(node.name, [...(reads.get(node.name) ?? []), node]);
  }
  for (const [name, [first, ...more]] of reads) {
    const type = first === undefined ? undefined : typeOf(body.whole, first);
    const given = body.given.field(name);
    if (type?.kind !== 'integer' || more.length === 0 || given === undefined || given.pointer || !given.code.startsWith('ctx->')) continue;
    const local = body.name(identifier(name));
    body.push(`${integerType(type.size, type.signed)} ${local} = ${given.code};`);
    kept.set(name, local);
  }
}

function conjuncts(condition: Expression): Expression[] {
  return condition.kind === 'binary' && (condition.operator === '&&' || condition.operator === '||') ? [condition.left, condition.right] : [condition];
}

/** No two empty lines, none at the begin or before a brace; one between declarations and what follows them. */
function spaced(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (line === '') {
      if (last !== undefined && last !== '') out.push('');
      continue;
    }
    if (/^\s*}/.test(line) && last === '') out.pop();
    const before = out.at(-1);
    if (before !== undefined && before !== '' && isDeclaration(before) && !isDeclaration(line)) out.push('');
    if (out.at(-1) === '' && isDeclaration(line) && isDeclaration(out.at(-2) ?? '')) out.pop();
    out.push(line);
  }
  return out;
}

function isDeclaration(line: string): boolean {
  return /^\s*(const )?(struct \w+|__[us]\d+|char|bool) (\*?)\w+(\[\d+\])?( = .*)?;$/.test(line);
}

function placeOf(point: AttachPoint, probe: Probe, whole: Whole): Place {
  const { provider, parts } = point;
  const target = parts.at(-1) ?? '';
  if (/[*?[\]]/.test(point.text)) throw new Unsaid(`a pattern (${point.text}) cannot be attached by a program in C yet`, point);
  const names = { probeName: point.text, functionName: target };
  const nothing = { field: () => undefined, argument: () => undefined, isSyscall: false } as const;
  const registers = (returns: boolean): Given => {
    const use = <T>(value: T): T => {
      whole.uses.add('tracing');
      return value;
    };
    return {
      ...nothing,
      ...names,
      argument: (index) => (returns || index > 4 ? undefined : use(`PT_REGS_PARM${index + 1}(ctx)`)),
      ...(returns
        ? {
            get retval() {
              return use('PT_REGS_RC(ctx)');
            },
          }
        : {}),
    };
  };
  switch (provider) {
    case 'tracepoint': {
      const context = contextOf(point, whole.machine.tracepoints, whole.machine.types);
      const isSyscall = parts[0] === 'syscalls';
      const given: Given = {
        ...nothing,
        ...names,
        isSyscall,
        field: (name) => {
          const member = context.member(name);
          return member === undefined ? undefined : { code: member.code, pointer: member.located };
        },
      };
      return { point, section: `tracepoint/${parts.join('/')}`, given, parameters: [`${context.type} *ctx`], unpacked: false, context };
    }
    case 'rawtracepoint': {
      const given: Given = { ...nothing, ...names, argument: (index) => `ctx->args[${index}]` };
      return { point, section: `raw_tp/${target}`, given, parameters: ['struct bpf_raw_tracepoint_args *ctx'], unpacked: false };
    }
    case 'kprobe':
    case 'kretprobe':
      return {
        point,
        section: `${provider}/${target}`,
        given: registers(provider === 'kretprobe'),
        parameters: ['struct pt_regs *ctx'],
        unpacked: false,
      };
    case 'uprobe':
    case 'uretprobe': {
      const file = whole.machine.symbols?.find(parts[0] ?? '', 'uprobe') ?? parts[0] ?? '';
      const given = registers(provider === 'uretprobe');
      return { point, section: `${provider}/${file}:${target}`, given, parameters: ['struct pt_regs *ctx'], unpacked: false };
    }
    case 'usdt':
      return userProbe(point, names, whole);
    case 'kfunc':
    case 'kretfunc':
      return kernelFunction(point, probe, target, names, whole);
    case 'profile': {
      const hz = Number(parts[1]);
      if (parts[0] !== 'hz' || !(hz > 0)) throw new Unsaid(`${point.text} cannot be said in C yet: only profile:hz:N can`, point);
      return {
        point,
        section: 'perf_event',
        given: { ...nothing, ...names },
        parameters: ['struct bpf_perf_event_data *ctx'],
        unpacked: false,
      };
    }
    case 'interval':
      throw new Unsaid('what is done at intervals cannot be said in C yet', point);
    default:
      throw new Unsaid(`probes of the kind ${provider} cannot be said in C yet`, point);
  }
}

/** A probe that a program marks itself; libbpf wants to know whose it is, where bpftrace finds that out. */
function userProbe(point: AttachPoint, names: Pick<Given, 'probeName' | 'functionName'>, whole: Whole): Place {
  const [target = '', ...rest] = point.parts;
  const { symbols } = whole.machine;
  const file = symbols?.find(target, 'usdt') ?? target;
  const name = rest.at(-1) ?? '';
  const known = symbols?.usdt(file)?.filter((probe) => probe.name === name && (rest.length < 2 || probe.provider === rest[0]));
  const [only, ...others] = new Set(rest.length > 1 && known === undefined ? [rest[0] ?? ''] : (known ?? []).map(({ provider }) => provider));
  if (only === undefined || others.length > 0) throw new Unsaid(`whose the probe ${point.text} is, a program in C has to say: usdt:FILE:PROVIDER:NAME`, point);
  const given: Given = {
    ...names,
    isSyscall: false,
    field: () => undefined,
    argument: (index) => {
      whole.uses.add('usdt');
      return `given(ctx, ${index})`;
    },
  };
  return { point, section: `usdt/${file}:${only}:${name}`, given, parameters: ['struct pt_regs *ctx'], unpacked: false };
}

function kernelFunction(point: AttachPoint, probe: Probe, target: string, names: Pick<Given, 'probeName' | 'functionName'>, whole: Whole): Place {
  const prototype = whole.machine.types?.function(target);
  if (prototype === undefined) throw new Unsaid(`the kernel's types do not tell the parameters of ${target}`, point);
  whole.uses.add('tracing');
  const isReturn = point.provider === 'kretfunc';
  const used = prototype.params.map(({ name }) => fieldsOf(probe).has(name)).lastIndexOf(true);
  const shown = isReturn ? prototype.params : prototype.params.slice(0, used + 1);
  const cName = (name: string): string => `${identifier(name)}_arg`;
  const parameters = shown.map(({ name, type }) => {
    const text = showCType(type);
    return `${/^[\w ]+\**$/.test(text) && type.kind !== 'record' ? text : 'void *'} ${cName(name)}`.replace('* ', '*');
  });
  const given: Given = {
    ...names,
    isSyscall: false,
    argument: () => undefined,
    field: (name) => (shown.some((param) => param.name === name) ? { code: cName(name), pointer: false } : undefined),
    ...(isReturn && prototype.returns.kind !== 'void' ? { retval: 'result' } : {}),
  };
  const returned = showCType(prototype.returns);
  const result = isReturn && prototype.returns.kind !== 'void' ? [`${returned}${returned.endsWith('*') ? '' : ' '}result`] : [];
  return { point, section: `${isReturn ? 'fexit' : 'fentry'}/${target}`, given, parameters: [...parameters, ...result], unpacked: true };
}
