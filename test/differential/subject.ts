import type { AnyNode, AttachPoint, Block, Expression, Statement } from '../../src/bpftrace/ast.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import { walk } from '../../src/bpftrace/visit.ts';
import type { Span, TextEdit } from '../../src/core/diagnostic.ts';
import type { Random } from './random.ts';

type KindOf<K extends AnyNode['kind']> = Extract<AnyNode, { kind: K }>;

/** A program that is about to be changed: its tree, and random choices from it. */
export class Subject {
  readonly source: string;
  readonly random: Random;
  readonly nodes: readonly AnyNode[];
  readonly points: readonly AttachPoint[];
  readonly blocks: readonly Block[];

  constructor(source: string, random: Random) {
    this.source = source;
    this.random = random;
    const { script } = parse(source);
    this.nodes = [...walk(script)];
    this.points = script.probes.flatMap((probe) => probe.attachPoints);
    this.blocks = this.nodes.filter((node) => node.kind === 'block');
  }

  text({ start, end }: Span): string {
    return this.source.slice(start, end);
  }

  /** One node of a kind, at random. */
  some<K extends AnyNode['kind']>(kind: K, fits: (node: KindOf<K>) => boolean = () => true): KindOf<K> | undefined {
    return this.random.pick(this.nodes.filter((node): node is KindOf<K> => node.kind === kind && fits(node as KindOf<K>)));
  }

  /** An expression that stands for a value. */
  value(): Expression | undefined {
    return this.random.pick(this.nodes.filter((node): node is Expression => VALUES.has(node.kind)));
  }

  statement(): Statement | undefined {
    return this.random.pick(this.blocks.flatMap((block) => block.statements));
  }

  /** A word with one letter dropped, doubled or two swapped. */
  typo(word: string): string {
    const at = 1 + this.random.below(Math.max(1, word.length - 1));
    const how = this.random.below(3);
    if (how === 0 && word.length > 2) return word.slice(0, at) + word.slice(at + 1);
    if (how === 1) return word.slice(0, at) + word.slice(at - 1);
    return `${word}x`;
  }
}

const VALUES: ReadonlySet<string> = new Set([
  'integer',
  'string',
  'identifier',
  'map',
  'variable',
  'call',
  'unary',
  'binary',
  'cast',
  'field',
  'index',
  'tuple',
  'ternary',
]);

/** Replaces what a span covers. */
export function put(span: Span, text: string): TextEdit {
  return { span, text };
}

/** Inserts before an offset. */
export function insert(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
