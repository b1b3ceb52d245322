import type { Frame, Stacks } from '../core/dataset.ts';
import { FrameIds } from './frame-ids.ts';

/** A function, wherever in the stacks it was. */
export interface HotFunction {
  readonly frame: Frame;
  /** Of the stacks that end in it. */
  readonly self: number;
  /** Of those that have it anywhere: once for each stack, however often it calls itself. */
  readonly total: number;
}

/** All functions, those with the most of their own first. */
export function hotFunctions(stacks: Stacks): HotFunction[] {
  const functions = new Map<number, { frame: Frame; self: number; total: number }>();
  const ids = new FrameIds();
  for (const { frames, weight } of stacks.samples) {
    const seen = new Set<number>();
    frames.forEach((frame, at) => {
      const id = ids.of(frame);
      let known = functions.get(id);
      if (known === undefined) {
        known = { frame, self: 0, total: 0 };
        functions.set(id, known);
      }
      if (!seen.has(id)) known.total += weight;
      seen.add(id);
      if (at === frames.length - 1) known.self += weight;
    });
  }
  return [...functions.values()].sort((a, b) => b.self - a.self || b.total - a.total || (a.frame.name < b.frame.name ? -1 : 1));
}
