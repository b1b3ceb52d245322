/** Conditions as clauses: "the call failed", "the protocol is TCP". */
import type { Expression, MapRef, Probe } from '../../bpftrace/ast.ts';
import { lookup } from '../../core/lookup.ts';
import { meaningOf } from './atoms.ts';
import { constantName, errnoName, FILE_TYPE_MASK } from './constants.ts';
import { chain, isResult, literalOf, strip } from './expression.ts';
import type { Scene } from './scene.ts';
import { type Both, pick } from './tongue.ts';

/** Deeper than this nobody reads words. */
export const MOST_DEPTH = 4;

/** Says what a clause is made of. */
interface Values {
  value(expression: Expression, depth?: number): string;
  keys(map: MapRef): string;
  code(node: Expression): string;
}

const COMPARISONS: Readonly<Record<string, Both>> = {
  '==': ['is', '为'],
  '!=': ['is not', '不为'],
  '<': ['is less than', '小于'],
  '>': ['is more than', '大于'],
  '<=': ['is at most', '不超过'],
  '>=': ['is at least', '不少于'],
};
const TURNED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

export function isComparison(operator: string): boolean {
  return lookup(COMPARISONS, operator) !== undefined;
}

export class Clauses {
  readonly #scene: Scene;
  readonly #probe: Probe | undefined;
  readonly #words: Values;

  constructor(scene: Scene, probe: Probe | undefined, words: Values) {
    this.#scene = scene;
    this.#probe = probe;
    this.#words = words;
  }

  /** A clause: "the call failed", "the protocol is TCP". */
  condition(expression: Expression, depth = 0): string {
    if (depth > MOST_DEPTH) return this.#say([`${this.#words.code(expression)} holds`, `${this.#words.code(expression)} 成立`]);
    const next = depth + 1;
    if (expression.kind === 'binary') {
      const { operator, left, right } = expression;
      if (operator === '&&' || operator === '||') {
        // A long chain of `||` is deep on its left only.
        const parts = chain(expression, operator);
        const inner = parts.map((part) => {
          const said = this.condition(part, next);
          return operator === '&&' && part.kind === 'binary' && part.operator === '||' ? this.#say([`(${said})`, `(${said})`]) : said;
        });
        return inner.join(operator === '&&' ? this.#say([' and ', ' 并且 ']) : this.#say([' or ', ' 或者 ']));
      }
      if (lookup(COMPARISONS, operator) !== undefined) return this.#comparison(operator, left, right, next);
      if (operator === '&')
        return this.#say([
          `a bit of ${this.#words.code(right)} is set in ${this.#words.value(left, next)}`,
          `${this.#words.value(left, next)}中有 ${this.#words.code(right)} 的位`,
        ]);
    }
    if (expression.kind === 'unary' && expression.operator === '!') return this.not(expression.operand, next);
    if (expression.kind === 'map' && !this.#scene.isTable(expression.name)) return this.#noted(expression, true);
    if (expression.kind === 'boolean') return expression.value ? this.#say(['always', '总是']) : this.#say(['never', '从不']);
    if (expression.kind === 'integer') return expression.value === 0n ? this.#say(['never', '从不']) : this.#say(['always', '总是']);
    const said = this.#words.value(expression, next);
    const asked = this.#scene.tongue === 'zh' ? /^是否(.+)$/.exec(said)?.[1] : /^(?:the question )?whether (.+)$/.exec(said)?.[1];
    if (asked !== undefined) return asked;
    return this.#say([`${said} is not 0`, `${said}不为 0`]);
  }

  /** That something does not hold, or is 0. */
  not(operand: Expression, depth: number): string {
    if (operand.kind === 'map' && !this.#scene.isTable(operand.name)) return this.#noted(operand, false);
    if (operand.kind === 'binary') return this.#say([`it is not so that ${this.condition(operand, depth)}`, `并非${this.condition(operand, depth)}`]);
    return this.#say([`${this.#words.value(operand, depth)} is 0`, `${this.#words.value(operand, depth)}为 0`]);
  }

  /** Whether something was put into a map before: what a bare `@start[tid]` asks. */
  #noted(map: MapRef, yes: boolean): string {
    const what: Both =
      map.keys.length === 0 ? [map.name, map.name] : [`${map.name} for this ${this.#words.keys(map)}`, `${map.name} 中此${this.#words.keys(map)}的条目`];
    return yes ? this.#say([`something is noted in ${what[0]}`, `${what[1]}已有记录`]) : this.#say([`nothing is noted in ${what[0]}`, `${what[1]}没有记录`]);
  }

  #comparison(operator: string, left: Expression, right: Expression, depth: number): string {
    const literal = literalOf(right);
    const subject = strip(left);
    // A literal on the left reads better the other way round.
    if (literal === undefined && literalOf(left) !== undefined) return this.#comparison(lookup(TURNED, operator) ?? operator, right, left, depth);
    if (subject.kind === 'call' && subject.name === 'strncmp' && literal === 0n && (operator === '==' || operator === '!=')) {
      const [text, start] = subject.args;
      if (text !== undefined && start !== undefined) {
        const said = [this.#words.value(text, depth), this.#words.value(start, depth)] as const;
        return operator === '=='
          ? this.#say([`${said[0]} begins with ${said[1]}`, `${said[0]}以 ${said[1]} 开头`])
          : this.#say([`${said[0]} does not begin with ${said[1]}`, `${said[0]}不以 ${said[1]} 开头`]);
      }
    }
    if (right.kind === 'string' && right.value === '' && (operator === '==' || operator === '!=')) {
      if (left.kind === 'map' && !this.#scene.isTable(left.name)) return this.#noted(left, operator === '!=');
      return operator === '=='
        ? this.#say([`${this.#words.value(left, depth)} is empty`, `${this.#words.value(left, depth)}为空`])
        : this.#say([`${this.#words.value(left, depth)} is not empty`, `${this.#words.value(left, depth)}不为空`]);
    }
    if (literal !== undefined) {
      const idiom = this.#idiom(operator, subject, literal, depth);
      if (idiom !== undefined) return idiom;
    }
    if (operator === '==' && this.#words.code(left) === 'pid' && this.#words.code(right) === 'tid')
      return this.#say(['the thread is the first of its process', '该线程是进程的主线程']);
    const [is, zh] = lookup(COMPARISONS, operator) ?? [operator, operator];
    const a = this.#words.value(left, depth);
    const en = /^the (?:bytes|pages|packets|connections|entries|bits)\b/.test(a) ? is.replace(/^is\b/, 'are') : is;
    const named = literal === undefined ? undefined : this.#named(subject, literal);
    const b =
      named === undefined ? this.#words.value(right, depth) : this.#say([`${this.#words.code(right)} (${named})`, `${this.#words.code(right)}(${named})`]);
    return this.#say([`${a} ${en} ${b}`, `${a}${zh} ${b}`]);
  }

  #idiom(operator: string, subject: Expression, literal: bigint, depth: number): string | undefined {
    if (isResult(subject) && literal === 0n && this.#isCall()) {
      const said: Readonly<Record<string, Both>> = {
        '<': ['the call failed', '调用失败'],
        '>=': ['the call did not fail', '调用没有失败'],
        '>': ['the result is more than 0', '结果大于 0'],
      };
      const found = lookup(said, operator);
      if (found !== undefined) return this.#say(found);
    }
    if (operator !== '==' && operator !== '!=') return undefined;
    const yes = operator === '==';
    if (subject.kind === 'binary' && subject.operator === '&') {
      const meaning = meaningOf(subject.left, this.#probe, this.#scene);
      const mask = literalOf(subject.right);
      if (literal === 0n)
        return yes
          ? this.#say([
              `no bit of ${this.#words.code(subject.right)} is set in ${this.#words.value(subject.left, depth)}`,
              `${this.#words.value(subject.left, depth)}中没有 ${this.#words.code(subject.right)} 的位`,
            ])
          : this.#say([
              `a bit of ${this.#words.code(subject.right)} is set in ${this.#words.value(subject.left, depth)}`,
              `${this.#words.value(subject.left, depth)}中有 ${this.#words.code(subject.right)} 的位`,
            ]);
      if (mask === FILE_TYPE_MASK && meaning?.of === 'mode-type') return this.#isType(literal, yes);
      return undefined;
    }
    if (literal === 0n && this.#words.code(subject) === 'pid')
      return yes ? this.#say(['it is the idle task', '是空闲任务']) : this.#say(['it is not the idle task', '不是空闲任务']);
    if (subject.kind === 'map' && !this.#scene.isTable(subject.name) && literal === 0n && subject.keys.length > 0) return this.#noted(subject, !yes);
    const meaning = meaningOf(subject, this.#probe, this.#scene);
    if (meaning?.of === 'mode-type') return this.#isType(literal, yes);
    return undefined;
  }

  #isType(literal: bigint, yes: boolean): string | undefined {
    const type = constantName('mode-type', literal, this.#scene.tongue);
    if (type === undefined) return undefined;
    return yes ? this.#say([`it is ${type}`, `它是${type}`]) : this.#say([`it is not ${type}`, `它不是${type}`]);
  }

  #named(subject: Expression, literal: bigint): string | undefined {
    if (isResult(subject)) return literal < 0n ? errnoName(literal) : undefined;
    return constantName(meaningOf(subject, this.#probe, this.#scene)?.of, literal, this.#scene.tongue);
  }

  /** Whether the result is that of a system call or a function of the kernel that tells errors by negative numbers. */
  #isCall(): boolean {
    return (this.#probe?.attachPoints ?? []).every(({ provider, parts }) => provider === 'tracepoint' && /syscalls$/.test(parts[0] ?? ''));
  }

  #say(both: Both): string {
    return pick(both, this.#scene.tongue);
  }
}
