/** Where the frames of a tree are drawn: as shares of the width, a level below the other. */
import type { FrameNode } from '../frame-tree.ts';

/** What can be drawn: a function of one run, or of two. */
interface Framed {
  readonly name: string;
  readonly kind: FrameNode['kind'];
  readonly module?: string;
  readonly children: readonly Framed[];
}

export interface Box<Node> {
  readonly node: Node;
  /** Both from 0 to 1. */
  readonly left: number;
  readonly width: number;
  readonly level: number;
}

export interface Boxes<Node> {
  /** Each before those on top of it, from left to right. */
  readonly drawn: readonly Box<Node>[];
  readonly levels: number;
  /** Frames that are too narrow to be seen. */
  readonly dropped: number;
}

/** More than a browser draws without a wait. */
const MOST_BOXES = 20_000;

/** Of frames narrower than `least` none is drawn, nor the narrowest ones of too many. */
export function boxesOf<Node extends Framed & { readonly children: readonly Node[] }>(root: Node, weigh: (node: Node) => number, least: number): Boxes<Node> {
  const whole = weigh(root);
  const all: Box<Node>[] = [];
  let dropped = 0;
  const place = (node: Node, left: number, level: number): void => {
    const width = whole > 0 ? weigh(node) / whole : 0;
    if (width === 0) return;
    if (width < least) {
      dropped += countOf(node, weigh);
      return;
    }
    all.push({ node, left, width, level });
    let at = left;
    for (const child of node.children) {
      place(child, at, level + 1);
      at += weigh(child) / whole;
    }
  };
  place(root, 0, 0);
  const drawn = all.length > MOST_BOXES ? widest(all) : all;
  return { drawn, levels: drawn.reduce((most, { level }) => Math.max(most, level + 1), 0), dropped: dropped + all.length - drawn.length };
}

/** No frame is wider than the one below it, so none is left hanging. */
function widest<Node>(boxes: readonly Box<Node>[]): readonly Box<Node>[] {
  const limit = boxes.map(({ width }) => width).sort((a, b) => b - a)[MOST_BOXES] ?? 0;
  return boxes.filter(({ width }) => width > limit);
}

function countOf<Node extends { readonly children: readonly Node[] }>(node: Node, weigh: (node: Node) => number): number {
  if (weigh(node) === 0) return 0;
  let count = 0;
  const left: Node[] = [node];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    count++;
    for (const child of next.children) left.push(child);
  }
  return count;
}
