/** Expressions as words: a value as "the ...", a condition as a clause, keys as what something is told apart by. What would be harder to read in words stays as it is written. */
import type { Binary, Call, Expression, Field, MapRef, Probe, Unary } from '../../bpftrace/ast.ts';
import { lookup } from '../../core/lookup.ts';
import { meaningOf, parameterOf, returnMeaning, structOf } from './atoms.ts';
import { Clauses, isComparison, MOST_DEPTH } from './clause.ts';
import { FILE_TYPE_MASK } from './constants.ts';
import { isResult, literalOf, strip, stripUptr } from './expression.ts';
import type { Scene } from './scene.ts';
import { type Both, listed, pick } from './tongue.ts';
import { BUILTIN_WORDS, VALUE_WORDS } from './vocabulary.ts';

export class Phrases {
  readonly #scene: Scene;
  readonly #probe: Probe | undefined;
  readonly #inside: ReadonlySet<string>;
  readonly #clauses: Clauses;

  /** `inside`: maps whose content is being worded already, so that one that is filled from itself comes to an end. */
  constructor(scene: Scene, probe: Probe | undefined, inside: ReadonlySet<string> = new Set()) {
    this.#scene = scene;
    this.#probe = probe;
    this.#inside = inside;
    this.#clauses = new Clauses(scene, probe, this);
  }

  /** A value: "the process name", "what @start holds". */
  value(expression: Expression, depth = 0): string {
    if (depth > MOST_DEPTH) return this.code(expression);
    const next = depth + 1;
    switch (expression.kind) {
      case 'integer':
      case 'string':
      case 'boolean':
      case 'variable':
        return this.code(expression);
      case 'identifier':
        return this.#identifier(expression.name);
      case 'map':
        return this.#map(expression);
      case 'positional':
        return expression.index === '#'
          ? this.#say(['the number of arguments of the program', '程序参数的个数'])
          : this.#say([`argument ${expression.index} given to the program`, `传给程序的第 ${expression.index} 个参数`]);
      case 'field':
        return this.#field(expression, next);
      case 'call':
        return this.#call(expression, next);
      case 'unary':
        return this.#unary(expression, next);
      case 'binary':
        return this.#binary(expression, next);
      case 'ternary':
        return this.#say([
          `${this.value(expression.then, next)} where ${this.condition(expression.condition, next)}, else ${this.value(expression.otherwise, next)}`,
          `${this.value(expression.then, next)}(若${this.condition(expression.condition, next)}),否则 ${this.value(expression.otherwise, next)}`,
        ]);
      case 'cast':
        return this.#cast(expression.type, expression.operand, next);
      case 'index':
        return this.#say([
          `element ${this.value(expression.index, next)} of ${this.value(expression.object, next)}`,
          `${this.value(expression.object, next)}的第 ${this.value(expression.index, next)} 个元素`,
        ]);
      case 'tuple':
        return listed(
          expression.items.map((item) => this.value(item, next)),
          this.#scene.tongue,
        );
      case 'record':
        return listed(
          expression.fields.map(({ name, value }) => this.#say([`${name}: ${this.value(value, next)}`, `${name}:${this.value(value, next)}`])),
          this.#scene.tongue,
        );
      case 'sizeof':
        return this.#say([`the size of ${this.code(expression.of)} in bytes`, `${this.code(expression.of)} 的字节数`]);
      case 'offsetof':
        return this.#say([
          `where ${expression.path.join('.')} lies in ${this.code(expression.of)}, in bytes`,
          `${expression.path.join('.')} 在 ${this.code(expression.of)} 中的字节偏移`,
        ]);
      case 'typeof':
        return this.#say([`the type of ${this.code(expression.of)}`, `${this.code(expression.of)} 的类型`]);
      case 'typeinfo':
        return this.#say([`what there is to know of the type of ${this.code(expression.of)}`, `${this.code(expression.of)} 的类型信息`]);
      case 'comptime':
        return this.#say([
          `${this.value(expression.operand, next)}, worked out while the program is compiled`,
          `${this.value(expression.operand, next)}(编译时算出)`,
        ]);
      case 'block':
        return expression.value === undefined
          ? this.#say(['what the block yields', '该代码块的结果'])
          : this.#say([`${this.value(expression.value, next)}, after the statements of the block`, `执行块中语句之后的${this.value(expression.value, next)}`]);
      case 'if': {
        const { then, otherwise } = expression;
        const yes = this.value(then.value ?? then, next);
        const no = otherwise === undefined ? '' : this.value(otherwise.kind === 'block' ? (otherwise.value ?? otherwise) : otherwise, next);
        return this.#say([
          `${yes} where ${this.condition(expression.condition, next)}, else ${no}`,
          `${yes}(若${this.condition(expression.condition, next)}),否则 ${no}`,
        ]);
      }
    }
  }

  /** What something is told apart by, without an article: "process name". */
  key(expression: Expression): string {
    return this.value(expression, 1).replace(/^the /, '');
  }

  keys(map: MapRef): string {
    const flat = map.keys.flatMap((key) => (key.kind === 'tuple' ? key.items : [key]));
    return listed(
      flat.map((key) => this.key(key)),
      this.#scene.tongue,
    );
  }

  /** A clause: "the call failed", "the protocol is TCP". */
  condition(expression: Expression, depth = 0): string {
    return this.#clauses.condition(expression, depth);
  }

  code(node: Expression | { readonly span: { readonly start: number; readonly end: number } }): string {
    return this.#scene.code(node);
  }

  #say(both: Both): string {
    return pick(both, this.#scene.tongue);
  }

  /** A stored noun phrase as it stands in a sentence: up to where it begins to explain itself, with its article. */
  #noun(words: Both): string {
    const whole = pick(words, this.#scene.tongue);
    const bare = whole.split(this.#scene.tongue === 'zh' ? /[:,(]/ : /: |, | \(/)[0] ?? whole;
    return this.#scene.tongue === 'zh' || /^(?:where|why|whether|how|what|flags|#)/.test(bare) ? bare : `the ${bare}`;
  }

  #identifier(name: string): string {
    const returned = name === 'retval' ? returnMeaning(this.#probe) : undefined;
    if (returned !== undefined) return this.#noun(returned.words);
    const known = lookup(BUILTIN_WORDS, name);
    if (known !== undefined) return this.#noun(known);
    const parameter = parameterOf(name, this.#probe, this.#scene);
    const index = /^s?arg(\d)$/.exec(name)?.[1];
    if (parameter !== undefined) {
      const words = pick(parameter.words, this.#scene.tongue);
      return this.#say([
        /\s/.test(words) || /^u/.test(this.#probe?.attachPoints[0]?.provider ?? '') ? `the ${words} (${name})` : `the argument ${words} (${name})`,
        `${words}(${name})`,
      ]);
    }
    return index === undefined ? name : this.#say([`argument ${Number(index) + 1} (${name})`, `第 ${Number(index) + 1} 个参数(${name})`]);
  }

  #map(map: MapRef): string {
    if (map.keys.length === 0) return map.name;
    if (this.#scene.isTable(map.name)) return this.#say([`the name that ${map.name} has for ${this.keyed(map)}`, `${map.name} 中${this.keys(map)}的名称`]);
    const kept = this.#kept(map);
    return kept === undefined ? this.code(map) : this.#say([`${kept} noted in ${map.name}`, `${map.name} 中记下的${kept}`]);
  }

  /** What a map carries from one probe to another, where that is one thing and has a name. */
  #kept(map: MapRef): string | undefined {
    if (this.#inside.has(map.name)) return undefined;
    const given = this.#scene.given(map.name, undefined);
    if (given.length === 0 || given.some(({ operator }) => operator !== '=')) return undefined;
    if (given.every(({ value }) => value.kind === 'string')) return this.#say(['the word', '词语']);
    const inside = new Set([...this.#inside, map.name]);
    const said = new Set(given.map(({ value, probe }) => new Phrases(this.#scene, probe, inside).value(value, 1)));
    const [only] = said;
    return said.size === 1 && only !== undefined && /^the [a-z' ,-]+$|^[\u4e00-\u9fff、]+$/.test(only) && !/^the time|时间/.test(only) ? only : undefined;
  }

  /** The keys with their articles. */
  keyed(map: MapRef): string {
    const flat = map.keys.flatMap((key) => (key.kind === 'tuple' ? key.items : [key]));
    return listed(
      flat.map((key) => this.value(key, 1)),
      this.#scene.tongue,
    );
  }

  #field(field: Field, depth: number): string {
    const meaning = meaningOf(field, this.#probe, this.#scene);
    const { object } = field;
    if (meaning !== undefined) return this.#noun(meaning.words);
    if (object.kind === 'identifier' && object.name === 'args') return this.#say([`the field ${field.name}`, `字段 ${field.name}`]);
    const entry = object.kind === 'variable' && this.#scene.isEntry(object.name, this.#probe) ? lookup(OF_ENTRY, field.name) : undefined;
    if (entry !== undefined) return this.#say(entry);
    if (/^\d+$/.test(field.name))
      return this.#say([`part ${Number(field.name) + 1} of ${this.value(object, depth)}`, `${this.value(object, depth)} 的第 ${Number(field.name) + 1} 部分`]);
    const struct = structOf(object, this.#probe, this.#scene);
    return this.#say([`the member ${field.name} of ${struct ?? this.value(object, depth)}`, `${struct ?? this.value(object, depth)} 的成员 ${field.name}`]);
  }

  #call(call: Call, depth: number): string {
    const words = lookup(VALUE_WORDS, call.name);
    const args = call.args.map((argument) => this.value(argument, depth));
    if (words === undefined) return this.#say([`what ${call.name}(${args.join(', ')}) yields`, `${call.name}(${args.join(', ')}) 的结果`]);
    const limit = (call.name === 'kstack' || call.name === 'ustack') && call.args.length > 0 ? call.args.at(-1) : undefined;
    // The address of a text is no news where the text is what is wanted.
    const target = call.name === 'str' ? this.#textAt(call.args[0], depth) : undefined;
    if (target !== undefined) return target;
    const filled = fill(this.#say(words), args);
    const whole = this.#scene.tongue === 'zh' || /^(?:#|argument|the )/.test(filled) || filled.startsWith(args[0] ?? '\0') ? filled : `the ${filled}`;
    return limit?.kind === 'integer' ? this.#say([`${whole} (its innermost ${limit.text} functions)`, `${whole}(最内层 ${limit.text} 个函数)`]) : whole;
  }

  /** "the path" of "the address of the path". */
  #textAt(address: Expression | undefined, depth: number): string | undefined {
    if (address === undefined) return undefined;
    const bare = stripUptr(address);
    const said = this.value(bare, depth);
    const named = this.#scene.tongue === 'zh' ? said.replace(/的地址$/, '') : said.replace(/^the address of /, '');
    if (named !== said) return named;
    const isText =
      bare.kind === 'identifier'
        ? /char \*/.test(parameterOf(bare.name, this.#probe, this.#scene)?.type ?? '')
        : meaningOf(bare, this.#probe, this.#scene) !== undefined;
    return isText && said !== this.code(bare) ? said : undefined;
  }

  #unary(unary: Unary, depth: number): string {
    const { operator, operand } = unary;
    const inner = this.value(operand, depth);
    switch (operator) {
      case '-':
        if (operand.kind === 'integer') return `-${operand.text}`;
        return isResult(operand) ? this.#say(['the error number', '错误号']) : this.#say([`the negative of ${inner}`, `负的${inner}`]);
      case '*':
        return this.#pointedTo(operand, depth);
      case '&':
        return this.#say([`the address of ${inner}`, `${inner}的地址`]);
      case '~':
        return this.#say([`${inner} with all its bits turned`, `${inner}按位取反`]);
      case '!':
        return this.#say([`1 where ${this.#clauses.not(operand, depth)}, else 0`, `${this.#clauses.not(operand, depth)}时为 1,否则为 0`]);
      default:
        return this.code(unary);
    }
  }

  #pointedTo(address: Expression, depth: number): string {
    if (address.kind === 'cast') {
      const width = /^u?int(\d+)\b/.exec(address.type)?.[1];
      const at = this.value(stripUptr(address.operand), depth);
      if (width !== undefined) return this.#say([`the ${width}-bit number at ${at}`, `${at} 处的 ${width} 位数`]);
    }
    const table = address.kind === 'binary' && address.operator === '+' && /fdt->fd$/.test(this.code(address.left)) ? address.right : undefined;
    if (table !== undefined)
      return this.#say([
        `the open file that has the descriptor ${this.value(table, depth)} in the process`,
        `进程中描述符为 ${this.value(table, depth)} 的打开文件`,
      ]);
    return this.#say([`what ${this.value(address, depth)} points to`, `${this.value(address, depth)} 指向的内容`]);
  }

  #cast(type: string, operand: Expression, depth: number): string {
    const inner = this.value(operand, depth);
    const struct = /^(?:struct|union) (\w+) \*$/.exec(type)?.[1];
    return struct === undefined || this.#says(operand, struct) ? inner : this.#say([`${inner}, read as a ${struct}`, `${inner}(按 ${struct} 读取)`]);
  }

  #says(operand: Expression, struct: string): boolean {
    return operand.kind === 'identifier' && operand.name === 'curtask' && struct === 'task_struct';
  }

  #binary(binary: Binary, depth: number): string {
    const { operator, left, right } = binary;
    const bare = strip(left);
    if (operator === '-' && bare.kind === 'identifier' && bare.name === 'nsecs')
      return this.#say([`the time since ${this.code(right)}`, `自 ${this.code(right)} 以来的时间`]);
    if (operator === '/' && right.kind === 'integer' && this.#isTime(bare)) {
      const unit = lookup(DIVIDED, String(right.value));
      if (unit !== undefined) return this.#say([`${this.value(bare, depth)} in ${unit[0]}`, `${this.value(bare, depth)}(${unit[1]})`]);
    }
    if (isComparison(operator) || operator === '&&' || operator === '||')
      return this.#say([`1 where ${this.condition(binary, depth)}, else 0`, `${this.condition(binary, depth)}时为 1,否则为 0`]);
    if (operator === '&' && literalOf(right) === FILE_TYPE_MASK && meaningOf(left, this.#probe, this.#scene)?.of === 'mode-type')
      return this.#say(['the kind of the file', '文件类型']);
    const words = lookup(ARITHMETIC, operator);
    // Two operations inside one another are clearer as they are written.
    if (words === undefined || isArithmetic(left) || isArithmetic(right)) return this.code(binary);
    const a = this.value(left, depth);
    const b = this.value(right, depth);
    return pick(words, this.#scene.tongue).replace(/#([12])/g, (_, which: string) => (which === '1' ? a : b));
  }

  #isTime(expression: Expression): boolean {
    if (expression.kind !== 'binary' || expression.operator !== '-') return false;
    const left = strip(expression.left);
    return left.kind === 'identifier' && left.name === 'nsecs';
  }
}

/** What the loop over a map gives. */
const OF_ENTRY: Readonly<Record<string, Both>> = { 0: ["the entry's key", '条目的键'], 1: ["the entry's value", '条目的值'] };

const ARITHMETIC: Readonly<Record<string, Both>> = {
  '+': ['#1 plus #2', '#1加 #2'],
  '-': ['#1 minus #2', '#1减 #2'],
  '*': ['#1 times #2', '#1乘以 #2'],
  '/': ['#1 divided by #2', '#1除以 #2'],
  '%': ['the remainder of #1 divided by #2', '#1除以 #2 的余数'],
  '&': ['the bits #2 of #1', '#1的 #2 位'],
  '|': ['the bits of #1 and #2 together', '#1与 #2 的位合并'],
  '^': ['the bits in which #1 and #2 differ', '#1与 #2 不同的位'],
  '<<': ['#1 shifted left by #2 bits', '#1左移 #2 位'],
  '>>': ['#1 shifted right by #2 bits', '#1右移 #2 位'],
  '?:': ['#1, or #2 where that is 0', '#1(为 0 时取 #2)'],
};
/** What nanoseconds divided by so many are. */
const DIVIDED: Readonly<Record<string, Both>> = { 1000: ['microseconds', '微秒'], 1000000: ['milliseconds', '毫秒'], 1000000000: ['seconds', '秒'] };

function isArithmetic(expression: Expression): boolean {
  const bare = strip(expression);
  return bare.kind === 'binary' && lookup(ARITHMETIC, bare.operator) !== undefined;
}

/** `#1` the first of them, `#*` all. */
export function fill(words: string, args: readonly string[]): string {
  return words.replace(/#(\d|\*)/g, (_, which: string) => (which === '*' ? args.join(', ') : (args[Number(which) - 1] ?? '')));
}
