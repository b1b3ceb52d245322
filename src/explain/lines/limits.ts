/** What a program cannot show, read off its tree: the registry of such reasons. */
import { KEPT } from './limits/kept.ts';
import { type Limit, look } from './limits/limit.ts';
import { WHAT } from './limits/what.ts';
import { WHERE } from './limits/where.ts';
import type { Scene } from './scene.ts';
import { pick } from './tongue.ts';

const LIMITS: readonly Limit[] = [...WHERE, ...KEPT, ...WHAT];

/** Each a sentence without its stop; none twice. */
export function limitsOf(scene: Scene): string[] {
  const seen = look(scene);
  return [...new Set(LIMITS.flatMap((limit) => limit(seen)).map((both) => pick(both, scene.tongue)))];
}
