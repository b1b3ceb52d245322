/**
 * A program explained line by line: what each part of it does, what the names in it are, what its maps hold, and what it cannot show. Built from the tree and, where there is a
 * machine to ask, from what that declares; no model is asked.
 */
import type { AnyNode, Block, Expression, Field, If, Item, Probe, Statement } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { children } from '../../bpftrace/visit.ts';
import { describeAtom, isAtom, type NamedThing } from './atoms.ts';
import { describeItem } from './items.ts';
import { limitsOf } from './limits.ts';
import { type ToldMap, tellMaps } from './maps.ts';
import { Phrases } from './phrase.ts';
import { whenOf } from './points.ts';
import { type Around, type Explained, Scene } from './scene.ts';
import { describeStatement, describeYield } from './statements.ts';
import { pick, sentenceOf, tongueOf } from './tongue.ts';

export type { NamedThing } from './atoms.ts';
export type { ToldMap } from './maps.ts';
export type { Around, Explained } from './scene.ts';

/** One part of a program in words. */
export interface ExplainedLine {
  readonly kind: 'probe' | 'condition' | 'statement' | 'declaration';
  /** The lines of the source it stands on, counted from 1, both inclusive; of what holds other statements, those before they begin. */
  readonly from: number;
  readonly to: number;
  /** The text of the program that is explained, on one line. */
  readonly code: string;
  /** A sentence in the language that was asked for. */
  readonly text: string;
  /** How many statements it is inside of, for indenting. */
  readonly depth: number;
  /** Names that stand here for the first time, and what they are. */
  readonly names: readonly NamedThing[];
}

/** A program in words. */
export interface ProgramExplanation {
  /** In the order of the source. */
  readonly lines: readonly ExplainedLine[];
  readonly maps: readonly ToldMap[];
  /** What it cannot show, the most telling first; sentences without their stops. */
  readonly limits: readonly string[];
  /** Of a compiled program: what it may do, and what else is known of it as a whole. */
  readonly facts?: readonly string[];
}

/**
 * Explains a program line by line in English or Chinese (`language`: BCP 47; others get English). Never throws: of a program that does not parse, what was understood is explained.
 * `around` is what a machine can tell; without it fields have no types, and less is said. Texts quote the program: pass them through `visible()` or escape them.
 */
export function explainLines(program: Explained, language: string, around: Around = {}): ProgramExplanation {
  const { script } = parse(program.source);
  const scene = new Scene(script, program, around, tongueOf(language));
  return { lines: new Teller(scene).all(), maps: tellMaps(scene), limits: limitsOf(scene) };
}

class Teller {
  readonly #scene: Scene;
  readonly #lines: ExplainedLine[] = [];
  readonly #starts: readonly number[];
  /** Names that have been explained, with the event they are of. */
  readonly #told = new Set<string>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#starts = lineStarts(scene.program.source);
  }

  all(): ExplainedLine[] {
    for (const item of this.#scene.script.items) this.#item(item);
    return this.#lines;
  }

  #item(item: Item): void {
    if (item.kind === 'probe') {
      this.#probe(item);
      return;
    }
    const end = item.kind === 'subprogram' || item.kind === 'macro' ? item.body.span.start : item.span.end;
    this.#add('declaration', { start: item.span.start, end }, describeItem(item, this.#scene), 0, [], undefined);
    if (item.kind === 'subprogram' || item.kind === 'macro') this.#block(item.body, undefined, 1);
  }

  #probe(probe: Probe): void {
    const [first] = probe.attachPoints;
    const last = probe.attachPoints.at(-1);
    if (first === undefined || last === undefined) return;
    const { tongue } = this.#scene;
    const when = whenOf(probe, this.#scene);
    this.#add('probe', { start: first.span.start, end: last.span.end }, `${when}${tongue === 'zh' ? ':' : ':'}`, 0, [], probe);
    if (probe.predicate !== undefined) {
      const clause = new Phrases(this.#scene, probe).condition(probe.predicate.condition);
      this.#add('condition', probe.predicate.span, pick([`only where ${clause}`, `仅当${clause}`], tongue), 0, [probe.predicate.condition], probe);
    }
    this.#block(probe.body, probe, 1);
  }

  #block(block: Block, probe: Probe | undefined, depth: number): void {
    for (const statement of block.statements) this.#statement(statement, probe, depth);
    if (block.value !== undefined) this.#add('statement', block.value.span, describeYield(block.value, probe, this.#scene), depth, [block.value], probe);
  }

  #statement(statement: Statement, probe: Probe | undefined, depth: number): void {
    const body = bodyOf(statement);
    const end = body?.span.start ?? statement.span.end;
    this.#add('statement', { start: statement.span.start, end }, describeStatement(statement, probe, this.#scene), depth, headOf(statement), probe);
    if (statement.kind === 'block') this.#block(statement, probe, depth + 1);
    else if (statement.kind === 'if') this.#branches(statement, probe, depth);
    else if (body !== undefined) this.#block(body, probe, depth + 1);
    else for (const inner of blocksIn(statement)) this.#block(inner, probe, depth + 1);
  }

  #branches(branch: If, probe: Probe | undefined, depth: number): void {
    this.#block(branch.then, probe, depth + 1);
    const { otherwise } = branch;
    if (otherwise === undefined) return;
    const { tongue } = this.#scene;
    const start = branch.then.span.end;
    if (otherwise.kind === 'block') {
      this.#add('statement', { start, end: otherwise.span.start }, pick(['otherwise:', '否则:'], tongue), depth, [], probe);
      this.#block(otherwise, probe, depth + 1);
      return;
    }
    const clause = new Phrases(this.#scene, probe).condition(otherwise.condition);
    this.#add(
      'statement',
      { start, end: otherwise.then.span.start },
      pick([`otherwise, if ${clause}:`, `否则,如果${clause}:`], tongue),
      depth,
      [otherwise.condition],
      probe,
    );
    this.#branches(otherwise, probe, depth);
  }

  #add(
    kind: ExplainedLine['kind'],
    span: { readonly start: number; readonly end: number },
    text: string,
    depth: number,
    within: readonly Expression[],
    probe: Probe | undefined,
  ): void {
    const { source } = this.#scene.program;
    const code = source.slice(span.start, span.end);
    const lead = code.length - code.trimStart().length;
    const start = span.start + lead;
    const end = Math.max(start, span.start + code.trimEnd().length - 1);
    this.#lines.push({
      kind,
      from: this.#lineAt(start),
      to: this.#lineAt(end),
      code: code.replace(/\s+/g, ' ').trim(),
      text: sentenceOf(text, this.#scene.tongue),
      depth,
      names: this.#names(within, probe),
    });
  }

  #lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Those that were not explained before: a builtin once, a field once for each event. */
  #names(within: readonly Expression[], probe: Probe | undefined): NamedThing[] {
    const found: NamedThing[] = [];
    const place = probe?.attachPoints[0]?.text ?? '';
    for (const expression of within.flatMap(atomsIn)) {
      const named = describeAtom(expression, probe, this.#scene);
      const own = /^args\b|^arg\d|^retval$/.test(named.name) ? `${place} ${named.name}` : `${named.name} ${named.means}`;
      if (this.#told.has(own)) continue;
      this.#told.add(own);
      found.push(named);
    }
    return found;
  }
}

/** The things an expression is made of, seen from outside, in source order; not those of the blocks in it, which have lines of their own. */
function atomsIn(expression: Expression): Expression[] {
  const found: Expression[] = [];
  const todo: AnyNode[] = [expression];
  // Not recursive: a sum of 20,000 parts is a legal program.
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind === 'block') continue;
    const atom = next as Expression;
    if (isAtom(atom)) found.push(atom);
    const under = atom.kind === 'field' ? beginningOf(atom) : children(next);
    for (let at = under.length - 1; at >= 0; at--) todo.push(under[at] as AnyNode);
  }
  return found;
}

/** What the way of a member begins at, which can be a map, a cast or an index; of `args` nothing. */
function beginningOf(field: Field): readonly AnyNode[] {
  let { object } = field;
  while (object.kind === 'field') ({ object } = object);
  return object.kind === 'identifier' ? [] : [object];
}

/** What of a statement is explained with it: not what stands in its blocks. */
function headOf(statement: Statement): Expression[] {
  switch (statement.kind) {
    case 'if':
    case 'while':
      return [statement.condition];
    case 'for':
      return statement.to === undefined ? [statement.from] : [statement.from, statement.to];
    case 'unroll':
      return [statement.times];
    case 'expression-statement':
      return [statement.expression];
    case 'assignment':
      return [statement.target, statement.value];
    case 'let':
    case 'jump':
      return statement.value === undefined ? [] : [statement.value];
    case 'block':
    case 'import':
      return [];
  }
}

function bodyOf(statement: Statement): Block | undefined {
  if (statement.kind === 'if') return statement.then;
  if (statement.kind === 'block') return statement;
  return statement.kind === 'while' || statement.kind === 'for' || statement.kind === 'unroll' ? statement.body : undefined;
}

/** Blocks that stand for a value within a statement, the outermost ones. */
function blocksIn(statement: Statement): Block[] {
  const found: Block[] = [];
  const todo: AnyNode[] = [...children(statement)].reverse();
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind === 'block') found.push(next);
    else todo.push(...[...children(next)].reverse());
  }
  return found;
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
