/** Where somebody is in a flame graph: frames by their names from the outermost on, since the graph grows while it is looked at. Pure. */
import type { FrameNode } from '../views/frame-tree.ts';
import type { Key } from './keys.ts';

export interface FlamePlace {
  /** What fills the width. */
  readonly zoom: readonly string[];
  /** What is chosen: in what fills the width, or that itself. */
  readonly at: readonly string[];
}

/** The frames that lead to a place, as far as they are there; the root first. */
export function wayTo(tree: FrameNode, names: readonly string[]): FrameNode[] {
  const way = [tree];
  for (const name of names) {
    const child = way.at(-1)?.children.find((one) => one.name === name);
    if (child === undefined) break;
    way.push(child);
  }
  return way;
}

export function moveInFlame(tree: FrameNode, place: FlamePlace, key: Key): FlamePlace {
  const zoom = namesOf(wayTo(tree, place.zoom));
  const way = wayTo(tree, place.at);
  const at = namesOf(way).length < zoom.length ? zoom : namesOf(way);
  const node = way.at(-1) ?? tree;
  switch (key.name) {
    case 'down':
      return { zoom, at: node.children[0] === undefined ? at : [...at, node.children[0].name] };
    case 'up':
      return { zoom, at: at.length > zoom.length ? at.slice(0, -1) : at };
    case 'left':
    case 'right': {
      const siblings = way.at(-2)?.children ?? [];
      const next = siblings[siblings.indexOf(node) + (key.name === 'left' ? -1 : 1)];
      return { zoom, at: at.length > zoom.length && next !== undefined ? [...at.slice(0, -1), next.name] : at };
    }
    case 'enter':
      return { zoom: at, at };
    case 'backspace':
      return { zoom: zoom.slice(0, -1), at };
    case 'escape':
      return { zoom: [], at };
    case 'home':
      return { zoom, at: zoom };
    default:
      return { zoom, at };
  }
}

function namesOf(way: readonly FrameNode[]): string[] {
  return way.slice(1).map(({ name }) => name);
}
