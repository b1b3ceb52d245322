/** The smallest things an expression is made of that mean something by themselves: builtins, fields, arguments, members; and what each is. */
import type { Expression, Field, Probe } from '../../bpftrace/ast.ts';
import { spelled } from '../../bpftrace/typing/type.ts';
import { showCType } from '../../core/ctype.ts';
import { lookup } from '../../core/lookup.ts';
import type { Unit } from '../../core/program.ts';
import { fieldMeaning, type Meaning, memberMeaning, unitByName } from './fields.ts';
import type { Scene } from './scene.ts';
import { type Both, pick } from './tongue.ts';
import { BUILTIN_NOTES, BUILTIN_WORDS } from './vocabulary.ts';

/** What a name in a program is. */
export interface NamedThing {
  /** As it stands in the program: `args->count`, `comm`. */
  readonly name: string;
  /** What it is, in words. */
  readonly means: string;
  /** As the kernel or bpftrace declares it; absent where nobody could look. */
  readonly type?: string;
  readonly unit?: Unit;
}

/** What there is to know of a field, argument or member, in words and numbers; undefined where nobody wrote it down. */
export function meaningOf(expression: Expression, probe: Probe | undefined, scene: Scene, depth = 0): Meaning | undefined {
  if (depth > 6) return undefined;
  switch (expression.kind) {
    case 'field':
      return meaningOfField(expression, probe, scene);
    case 'cast':
    case 'comptime':
      return meaningOf(expression.operand, probe, scene, depth + 1);
    case 'identifier':
      if (expression.name === 'uid') return { words: BUILTIN_WORDS.uid as Both, of: 'user' };
      return expression.name === 'retval' ? returnMeaning(probe) : argumentMeaning(expression.name, probe, scene);
    case 'variable':
    case 'map': {
      const given = scene.given(expression.name, probe);
      const meanings = given.map(({ value }) => meaningOf(value, probe, scene, depth + 1));
      const [first] = meanings;
      return first !== undefined && meanings.every((one) => one?.of === first.of && one?.unit === first.unit) ? first : undefined;
    }
    case 'binary':
      return expression.operator === '&' ? meaningOf(expression.left, probe, scene, depth + 1) : undefined;
    default:
      return undefined;
  }
}

function meaningOfField(field: Field, probe: Probe | undefined, scene: Scene): Meaning | undefined {
  const { object } = field;
  if (object.kind === 'identifier' && object.name === 'args') {
    const [point] = probe?.attachPoints ?? [];
    if (point === undefined) return undefined;
    if (point.provider !== 'tracepoint' && point.provider !== 'rawtracepoint') return fieldMeaning(field.name, '', point.parts.at(-1) ?? '');
    const meanings = (probe?.attachPoints ?? []).map(({ parts }) => fieldMeaning(field.name, parts[0] ?? '', parts[1] ?? ''));
    const [first] = meanings;
    // What several events have in common is what all of them agree on.
    if (meanings.every((one) => one?.words[0] === first?.words[0])) return first;
    return fieldMeaning(field.name, '', '');
  }
  return memberMeaning(wayOf(field), structOf(object, probe, scene));
}

/** `f_path.dentry->d_name.name` of `args->file->f_path.dentry->d_name.name`: the members, without what they begin at. */
export function wayOf(field: Field): string {
  const { object } = field;
  if (object.kind !== 'field' || (object.object.kind === 'identifier' && object.object.name === 'args')) return field.name;
  return `${wayOf(object)}${field.arrow ? '->' : '.'}${field.name}`;
}

/** The structure an expression is, or points to, by the kernel's types or by a cast in the program. */
export function structOf(expression: Expression, probe: Probe | undefined, scene: Scene): string | undefined {
  if (expression.kind === 'cast') return /^(?:(?:struct|union) )?\w+/.exec(expression.type)?.[0];
  if (expression.kind === 'variable') {
    const [first] = scene.given(expression.name, probe);
    if (first?.value.kind === 'cast') return structOf(first.value, probe, scene);
  }
  const type = scene.typing.typeOf(expression);
  const record = type.kind === 'pointer' ? type.to : type;
  return record.kind === 'record' && record.name !== 'args' ? record.name : undefined;
}

/** `arg0` of a kernel function, by the name its prototype gives it. */
function argumentMeaning(name: string, probe: Probe | undefined, scene: Scene): Meaning | undefined {
  const parameter = parameterOf(name, probe, scene);
  return parameter === undefined ? undefined : fieldMeaning(parameter.words[0], '', probe?.attachPoints[0]?.parts.at(-1) ?? '');
}

/** What the functions of a probe return, where all of them return the same. */
export function returnMeaning(probe: Probe | undefined): Meaning | undefined {
  const meanings = (probe?.attachPoints ?? []).map(({ parts }) => fieldMeaning('retval', '', (parts.at(-1) ?? '').replace(/^(inet|udp)v?6_/, '$1_')));
  const [first] = meanings;
  return meanings.every((one) => one?.words[0] === first?.words[0]) ? first : undefined;
}

interface Parameter {
  readonly words: Both;
  readonly type: string;
}

/** The parameter that `arg2` is, where the kernel's types or the manual say it. */
export function parameterOf(name: string, probe: Probe | undefined, scene: Scene): Parameter | undefined {
  const index = /^arg(\d)$/.exec(name)?.[1];
  const [point] = probe?.attachPoints ?? [];
  const traced = point?.parts.at(-1);
  if (index === undefined || point === undefined || traced === undefined) return undefined;
  if (/^u(?:ret)?probe$/.test(point.provider)) return lookup(USER_PARAMETERS, traced)?.[Number(index)];
  if (!/^k/.test(point.provider) || /[*?[]/.test(traced)) return undefined;
  const parameter = scene.around.kernelTypes?.()?.function(traced.replace(/\+.*/, ''))?.params[Number(index)];
  return parameter === undefined ? undefined : { words: [parameter.name, parameter.name], type: showCType(parameter.type) };
}

/** Parameters as manuals declare them. */
const USER_PARAMETERS: Readonly<Record<string, readonly Parameter[]>> = {
  malloc: [{ words: ['size', '大小'], type: 'size_t' }],
  calloc: [
    { words: ['number of elements', '元素个数'], type: 'size_t' },
    { words: ['size of one', '单个元素大小'], type: 'size_t' },
  ],
  realloc: [
    { words: ['address of the memory', '内存地址'], type: 'void *' },
    { words: ['new size', '新大小'], type: 'size_t' },
  ],
  free: [{ words: ['address of the memory', '内存地址'], type: 'void *' }],
  getenv: [{ words: ['name of the variable', '变量名'], type: 'const char *' }],
  secure_getenv: [{ words: ['name of the variable', '变量名'], type: 'const char *' }],
  dlopen: [{ words: ['path of the library', '库的路径'], type: 'const char *' }],
  dlmopen: [
    { words: ['namespace', '命名空间'], type: 'Lmid_t' },
    { words: ['path of the library', '库的路径'], type: 'const char *' },
  ],
  getaddrinfo: [{ words: ['name of the host', '主机名'], type: 'const char *' }],
  gethostbyname: [{ words: ['name of the host', '主机名'], type: 'const char *' }],
  gethostbyname2: [{ words: ['name of the host', '主机名'], type: 'const char *' }],
  pthread_mutex_lock: [{ words: ['address of the mutex', '互斥锁地址'], type: 'pthread_mutex_t *' }],
  readline: [{ words: ['prompt', '提示符'], type: 'const char *' }],
};

/** Whether an expression is such a thing, seen from outside: of `a->b->c` the whole. */
export function isAtom(expression: Expression): boolean {
  return (
    expression.kind === 'field' || (expression.kind === 'identifier' && (/^s?arg\d$/.test(expression.name) || Object.hasOwn(BUILTIN_NOTES, expression.name)))
  );
}

/** What it is. */
export function describeAtom(expression: Expression, probe: Probe | undefined, scene: Scene): NamedThing {
  const { tongue } = scene;
  const name = scene.code(expression).replace(/ ?(->|\.) ?/g, '$1');
  const meaning = meaningOf(expression, probe, scene);
  const unit = meaning?.unit ?? (expression.kind === 'field' ? unitByName(expression.name) : undefined);
  const type = typeText(expression, probe, scene);
  const means = noteOf(expression, meaning, probe, scene);
  return { name, means: means.replace(/^#/, tongue === 'zh' ? '' : ''), ...(type === undefined ? {} : { type }), ...(unit === undefined ? {} : { unit }) };
}

function noteOf(expression: Expression, meaning: Meaning | undefined, probe: Probe | undefined, scene: Scene): string {
  const { tongue } = scene;
  if (expression.kind === 'identifier') {
    if (expression.name === 'retval' && meaning !== undefined) return pick(meaning.words, tongue);
    const note = lookup(BUILTIN_NOTES, expression.name);
    if (note !== undefined) return pick(note, tongue);
    const parameter = parameterOf(expression.name, probe, scene);
    const index = Number(expression.name.replace(/\D+/, '')) + 1;
    const which = pick([`argument number ${index} of the function`, `函数的第 ${index} 个参数`], tongue);
    if (meaning !== undefined) return `${which}${tongue === 'zh' ? ':' : ': '}${pick(meaning.words, tongue)}`;
    return parameter === undefined ? which : `${which} (${pick(parameter.words, tongue)})`;
  }
  if (meaning !== undefined) return pick(meaning.words, tongue);
  if (expression.kind !== 'field') return scene.code(expression);
  const { object } = expression;
  if (object.kind === 'identifier' && object.name === 'args') {
    const ofFunction = /^k(?:ret)?func$|^u/.test(probe?.attachPoints[0]?.provider ?? '');
    const words: Both = ofFunction
      ? [`the function's argument called ${expression.name}`, `函数的参数 ${expression.name}`]
      : [`the event's field called ${expression.name}`, `事件的字段 ${expression.name}`];
    return pick(words, tongue);
  }
  const struct = structOf(object, probe, scene);
  if (/^\d+$/.test(expression.name))
    return pick([`part ${Number(expression.name) + 1} of ${scene.code(object)}`, `${scene.code(object)} 的第 ${Number(expression.name) + 1} 部分`], tongue);
  return pick([`the member ${expression.name} of ${struct ?? scene.code(object)}`, `${struct ?? scene.code(object)} 的成员 ${expression.name}`], tongue);
}

function typeText(expression: Expression, probe: Probe | undefined, scene: Scene): string | undefined {
  if (expression.kind === 'field' && expression.object.kind === 'identifier' && expression.object.name === 'args') {
    for (const point of probe?.attachPoints ?? []) {
      const declared = scene.fieldsOf(point)?.find(({ name }) => name === expression.name);
      if (declared !== undefined && declared.declaration !== '') return declarationType(declared.declaration, expression.name);
    }
  }
  if (expression.kind === 'identifier') return parameterOf(expression.name, probe, scene)?.type ?? builtinType(expression.name, scene);
  const type = scene.typing.typeOf(expression);
  return type.kind === 'unknown' || type.kind === 'none' ? undefined : spelled(type);
}

/** What the dialect says, but for what depends on the probe. */
function builtinType(name: string, { dialect }: Scene): string | undefined {
  const type = dialect.builtin(name)?.type;
  return type === 'unknown' ? undefined : type;
}

/** `const char * filename` without its name. */
function declarationType(declaration: string, name: string): string {
  const text = declaration
    .replace(/__(?:data|rel)_loc\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const at = text.lastIndexOf(name);
  return at === -1 ? text : `${text.slice(0, at).trim()}${text.slice(at + name.length).trim()}`;
}
