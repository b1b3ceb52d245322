/** Statements in words, each a sentence. */
import type { Assignment, Call, Expression, MapRef, Probe, Statement } from '../../bpftrace/ast.ts';
import { conversions } from '../../bpftrace/outputs.ts';
import { lookup } from '../../core/lookup.ts';
import { fill, Phrases } from './phrase.ts';
import type { Scene } from './scene.ts';
import { type Both, listed, pick } from './tongue.ts';
import { ACTION_WORDS, AGGREGATE_WORDS, VALUE_WORDS } from './vocabulary.ts';

/** What a statement does; of one that holds others, what decides about them. */
export function describeStatement(statement: Statement, probe: Probe | undefined, scene: Scene): string {
  return new Teller(scene, probe).statement(statement);
}

/** What the value of a macro, or of a block that stands for a value, is. */
export function describeYield(value: Expression, probe: Probe | undefined, scene: Scene): string {
  return pick([`yields ${new Phrases(scene, probe).value(value)}`, `结果为${new Phrases(scene, probe).value(value)}`], scene.tongue);
}

class Teller {
  readonly #scene: Scene;
  readonly #phrases: Phrases;

  constructor(scene: Scene, probe: Probe | undefined) {
    this.#scene = scene;
    this.#phrases = new Phrases(scene, probe);
  }

  statement(statement: Statement): string {
    const { value, condition } = this.#bound();
    switch (statement.kind) {
      case 'expression-statement':
        return this.#expression(statement.expression);
      case 'assignment':
        return this.#assignment(statement);
      case 'let': {
        const of: Both = statement.type === undefined ? ['', ''] : [` of type ${statement.type}`, `(类型 ${statement.type})`];
        return statement.value === undefined
          ? this.#say([`makes the variable ${statement.name}${of[0]}`, `声明变量 ${statement.name}${of[1]}`])
          : this.#say([
              `makes the variable ${statement.name}${of[0]}: ${value(statement.value)}`,
              `声明变量 ${statement.name}${of[1]}:${value(statement.value)}`,
            ]);
      }
      case 'if':
        return this.#say([`if ${condition(statement.condition)}:`, `如果${condition(statement.condition)}:`]);
      case 'while':
        if (statement.condition.kind === 'boolean' || statement.condition.kind === 'integer')
          return this.#say(['again and again, until something in it leaves the loop:', '反复执行,直到其中某处跳出循环:']);
        return this.#say([`again and again, as long as ${condition(statement.condition)}:`, `只要${condition(statement.condition)}就反复执行:`]);
      case 'for':
        return statement.to === undefined
          ? this.#say([
              `for each entry of ${value(statement.from)}, called ${statement.variable} (its key and its value):`,
              `对 ${value(statement.from)} 的每个条目(称为 ${statement.variable},含键和值):`,
            ])
          : this.#say([
              `with ${statement.variable} from ${value(statement.from)} up to, but not including, ${value(statement.to)}:`,
              `令 ${statement.variable} 从 ${value(statement.from)} 到 ${value(statement.to)}(不含):`,
            ]);
      case 'unroll':
        return this.#say([`${value(statement.times)} times over:`, `重复 ${value(statement.times)} 次:`]);
      case 'jump':
        if (statement.word === 'return')
          return statement.value === undefined
            ? this.#say(['stops here', '到此为止'])
            : this.#say([`gives back ${value(statement.value)}`, `返回${value(statement.value)}`]);
        return statement.word === 'break'
          ? this.#say(['leaves the loop', '跳出循环'])
          : this.#say(['goes on with the next turn of the loop', '进入下一轮循环']);
      case 'block':
        return this.#say(['together, with variables of their own:', '一组语句(变量仅在其中有效):']);
      case 'import':
        return this.#say([`takes in what ${statement.path.text} defines`, `引入 ${statement.path.text} 中的定义`]);
    }
  }

  #bound(): { value: (of: Expression) => string; condition: (of: Expression) => string } {
    return { value: (of) => this.#phrases.value(of), condition: (of) => this.#phrases.condition(of) };
  }

  #say(both: Both): string {
    return pick(both, this.#scene.tongue);
  }

  /** ", by process name" behind what is done, where a map has keys. */
  #by(map: MapRef): Both {
    return map.keys.length === 0 ? ['', ''] : [`, by ${this.#phrases.keys(map)}`, `(按${this.#phrases.keys(map)})`];
  }

  #assignment({ target, operator, value }: Assignment): string {
    const said = this.#phrases.value(value);
    if (target.kind === 'map') return this.#toMap(target, operator, value);
    const name = this.#scene.code(target);
    if (target.kind === 'identifier' && name === '_') return this.#say([`works out ${said} and throws it away`, `计算${said}并丢弃`]);
    if (operator !== '=') return this.#changed(name, operator, said);
    const more = this.#increment(target, value);
    if (more !== undefined) return this.#say([`adds ${more} to ${name}`, `${name} 增加 ${more}`]);
    const less = this.#increment(target, value, '-');
    if (less !== undefined) return this.#say([`takes ${less} off ${name}`, `${name} 减少 ${less}`]);
    return isLiteral(value)
      ? this.#say([`sets ${name} to ${said}`, `把 ${name} 设为 ${said}`])
      : this.#say([`keeps ${said} as ${name}`, `把${said}记作 ${name}`]);
  }

  #toMap(map: MapRef, operator: string, value: Expression): string {
    const by = this.#by(map);
    const aggregate = value.kind === 'call' ? lookup(AGGREGATE_WORDS, value.name) : undefined;
    if (aggregate !== undefined && value.kind === 'call') {
      const [amount] = value.args;
      const words = fill(this.#say(aggregate), [amount === undefined ? '' : this.#phrases.value(amount)]);
      const steps = value.name === 'lhist' ? this.#steps(value) : ['', ''];
      return this.#say([`${words}${steps[0]}${by[0]} (in ${map.name})`, `${words}${steps[1]}${by[1]},存入 ${map.name}`]);
    }
    const said = this.#phrases.value(value);
    if (operator !== '=') return this.#changed(`${map.name}${this.#scene.tongue === 'zh' ? by[1] : by[0]}`, operator, said);
    if (this.#scene.isTable(map.name))
      return this.#say([
        `lists in the table ${map.name}: ${this.#phrases.keyed(map)} is called ${said}`,
        `在表 ${map.name} 中登记:${this.#phrases.keyed(map)} 的名称为 ${said}`,
      ]);
    const more = this.#increment(map, value);
    if (more !== undefined) return this.#say([`adds ${more} to ${map.name}${by[0]}`, `${map.name} 增加 ${more}${by[1]}`]);
    const less = this.#increment(map, value, '-');
    if (less !== undefined) return this.#say([`takes ${less} off ${map.name}${by[0]}`, `${map.name} 减少 ${less}${by[1]}`]);
    if (map.keys.length === 0) return this.#say([`keeps ${said} in ${map.name}`, `把${said}存入 ${map.name}`]);
    if (value.kind === 'integer' && value.value === 1n)
      return this.#say([`marks this ${this.#phrases.keys(map)} in ${map.name}`, `在 ${map.name} 中标记此${this.#phrases.keys(map)}`]);
    if (value.kind === 'identifier' && value.name === 'nsecs')
      return this.#say([`notes the time now in ${map.name}${by[0]}`, `把当前时间记入 ${map.name}${by[1]}`]);
    return this.#say([`notes ${said} in ${map.name}${by[0]}`, `把${said}记入 ${map.name}${by[1]}`]);
  }

  /** Where lhist begins and ends, and how wide its steps are. */
  #steps(call: Call): Both {
    const [, min, max, step] = call.args.map((argument) => this.#scene.code(argument));
    return [` (${min} to ${max}, ${step} wide)`, `(${min} 到 ${max},每格 ${step})`];
  }

  /** What is added by `@x = @x + 1`. */
  #increment(target: Expression, value: Expression, operator = '+'): string | undefined {
    const same = value.kind === 'binary' && value.operator === operator && this.#scene.code(value.left) === this.#scene.code(target);
    return same ? this.#phrases.value(value.right) : undefined;
  }

  #changed(name: string, operator: string, said: string): string {
    const words = lookup(CHANGES, operator);
    if (words === undefined) return this.#say([`changes ${name} by ${operator} ${said}`, `以 ${operator} ${said} 修改 ${name}`]);
    return fill(this.#say(words), [name, said]);
  }

  #expression(expression: Expression): string {
    if (expression.kind === 'call') return this.#call(expression);
    if (expression.kind === 'unary' && (expression.operator === '++' || expression.operator === '--')) {
      const { operand } = expression;
      const by: Both = operand.kind === 'map' ? this.#by(operand) : ['', ''];
      const name = operand.kind === 'map' ? operand.name : this.#scene.code(operand);
      return expression.operator === '++'
        ? this.#say([`counts one more in ${name}${by[0]}`, `${name} 加一${by[1]}`])
        : this.#say([`counts one less in ${name}${by[0]}`, `${name} 减一${by[1]}`]);
    }
    if (expression.kind === 'ternary') {
      const [then, otherwise] = [expression.then, expression.otherwise].map((branch) => this.#expression(branch));
      const condition = this.#phrases.condition(expression.condition);
      return this.#say([`if ${condition}: ${then}; otherwise ${otherwise}`, `如果${condition}:${then};否则${otherwise}`]);
    }
    if (expression.kind === 'if')
      return this.#say([`if ${this.#phrases.condition(expression.condition)}:`, `如果${this.#phrases.condition(expression.condition)}:`]);
    if (expression.kind === 'block') return this.#say(['together, with variables of their own:', '一组语句(变量仅在其中有效):']);
    return this.#say([`works out ${this.#phrases.value(expression)} and does nothing with it`, `计算${this.#phrases.value(expression)},但不使用`]);
  }

  #call(call: Call): string {
    const args = call.args.map((argument) => this.#phrases.value(argument));
    const [first] = call.args;
    switch (call.name) {
      case 'printf':
      case 'errorf':
      case 'warnf':
      case 'debugf':
      case 'system':
      case 'cat':
        return this.#formatted(call);
      case 'print':
        return this.#print(call, args);
      case 'delete': {
        const maps = call.args.filter((argument): argument is MapRef => argument.kind === 'map');
        // Since 0.24 delete(@map, key) says the same as delete(@map[key]).
        if (maps.length === 1 && call.args.length === 2 && maps[0]?.keys.length === 0) {
          const key = this.#phrases.value(call.args[1] as Expression);
          return this.#say([`forgets what ${maps[0].name} has for ${key}`, `删除 ${maps[0].name} 中${key}的条目`]);
        }
        const forgotten = maps.map(
          (map): Both =>
            map.keys.length === 0
              ? [map.name, map.name]
              : [`what ${map.name} has for this ${this.#phrases.keys(map)}`, `${map.name} 中此${this.#phrases.keys(map)}的条目`],
        );
        return this.#say([
          `forgets ${listed(
            forgotten.map(([en]) => en),
            'en',
          )}`,
          `删除${listed(
            forgotten.map(([, zh]) => zh),
            'zh',
          )}`,
        ]);
      }
      case 'exit':
        return args.length === 0
          ? this.#say(['ends the program', '结束程序'])
          : this.#say([`ends the program with the exit status ${args[0]}`, `以退出状态 ${args[0]} 结束程序`]);
      case 'time':
        return first === undefined
          ? this.#say(['prints the time of day', '打印当前时刻'])
          : this.#say([`prints the time of day in the form ${args[0]}`, `按 ${args[0]} 打印当前时刻`]);
      default: {
        const action = lookup(ACTION_WORDS, call.name);
        if (action !== undefined) return fill(this.#say(action), args);
        const yields = lookup(VALUE_WORDS, call.name);
        if (yields !== undefined)
          return this.#say([`works out ${this.#phrases.value(call)} and does nothing with it`, `计算${this.#phrases.value(call)},但不使用`]);
        const own = this.#scene.script.items.some((item) => (item.kind === 'subprogram' || item.kind === 'macro') && item.name === call.name);
        const told = args.length === 0 ? '' : this.#say([` with ${listed(args, 'en')}`, `(参数:${listed(args, 'zh')})`]);
        return own
          ? this.#say([`calls the program's own function ${call.name}${told}`, `调用程序自己的函数 ${call.name}${told}`])
          : this.#say([`calls ${call.name}${told}`, `调用 ${call.name}${told}`]);
      }
    }
  }

  #formatted(call: Call): string {
    const [format, ...values] = call.args;
    const text = format?.kind === 'string' ? format.value : undefined;
    const said = values.map((value, index) => `${this.#phrases.value(value)}${this.#inForm(text, index)}`);
    const tail = call.name !== 'printf' || text === undefined || text.endsWith('\n') ? '' : this.#say([' (without ending the line)', '(不换行)']);
    const verbs: Readonly<Record<string, readonly [Both, Both]>> = {
      printf: [
        ['prints a line: #1', '打印一行:#1'],
        ['prints the words #1', '打印文字 #1'],
      ],
      errorf: [
        ['prints a line as an error: #1', '以错误形式打印一行:#1'],
        ['prints the error #1', '打印错误 #1'],
      ],
      warnf: [
        ['prints a line as a warning: #1', '以警告形式打印一行:#1'],
        ['prints the warning #1', '打印警告 #1'],
      ],
      debugf: [
        ["writes a line into the kernel's trace buffer: #1", '向内核跟踪缓冲区写入一行:#1'],
        ["writes #1 into the kernel's trace buffer", '向内核跟踪缓冲区写入 #1'],
      ],
      system: [
        ['runs a command of the shell, made of #1', '运行由#1组成的 shell 命令'],
        ['runs the command #1 in a shell', '在 shell 中运行命令 #1'],
      ],
      cat: [
        ['prints the content of a file whose path is made of #1', '打印路径由#1组成的文件内容'],
        ['prints the content of the file #1', '打印文件 #1 的内容'],
      ],
    };
    const [many, plain] = lookup(verbs, call.name) ?? (verbs.printf as readonly [Both, Both]);
    const words =
      said.length > 0
        ? fill(this.#say(many), [said.join(this.#scene.tongue === 'zh' ? '、' : ', ')])
        : fill(this.#say(plain), [format === undefined ? '' : JSON.stringify(text?.replace(/\n$/, '') ?? this.#scene.code(format))]);
    return `${words}${tail}`;
  }

  /** How a number is written, where that is not as a plain one. */
  #inForm(format: string | undefined, index: number): string {
    const conversion = format === undefined ? undefined : conversions(format)[index];
    if (conversion !== undefined && /[xXp]$/.test(conversion)) return this.#say([' in hexadecimal', '(十六进制)']);
    return conversion?.endsWith('o') ? this.#say([' in octal', '(八进制)']) : '';
  }

  #print(call: Call, args: readonly string[]): string {
    const [what, top, divisor] = call.args;
    if (what?.kind !== 'map') return this.#say([`prints ${listed(args, 'en')}`, `打印${listed(args, 'zh')}`]);
    const name =
      what.keys.length === 0
        ? what.name
        : this.#say([`the entry of ${what.name} for this ${this.#phrases.keys(what)}`, `${what.name} 中此${this.#phrases.keys(what)}的条目`]);
    const largest: Both =
      top === undefined
        ? [`prints ${name}`, `打印 ${name}`]
        : [`prints the ${this.#scene.code(top)} largest entries of ${name}`, `打印 ${name} 中最大的 ${this.#scene.code(top)} 条`];
    const divided: Both = divisor === undefined ? ['', ''] : [`, divided by ${this.#scene.code(divisor)}`, `,除以 ${this.#scene.code(divisor)}`];
    return this.#say([`${largest[0]}${divided[0]}`, `${largest[1]}${divided[1]}`]);
  }
}

const CHANGES: Readonly<Record<string, Both>> = {
  '+=': ['adds #2 to #1', '给 #1 加上#2'],
  '-=': ['takes #2 off #1', '从 #1 减去#2'],
  '*=': ['multiplies #1 by #2', '把 #1 乘以#2'],
  '/=': ['divides #1 by #2', '把 #1 除以#2'],
  '%=': ['keeps the remainder of #1 divided by #2', '把 #1 换成除以#2的余数'],
  '|=': ['sets the bits of #2 in #1', '在 #1 中置上#2的位'],
  '&=': ['keeps of #1 only the bits of #2', '只保留 #1 中#2的位'],
  '^=': ['turns the bits of #2 in #1', '翻转 #1 中#2的位'],
  '<<=': ['shifts #1 left by #2 bits', '把 #1 左移#2位'],
  '>>=': ['shifts #1 right by #2 bits', '把 #1 右移#2位'],
};

function isLiteral(expression: Expression): boolean {
  if (expression.kind === 'cast') return isLiteral(expression.operand);
  return ['integer', 'string', 'boolean'].includes(expression.kind);
}
