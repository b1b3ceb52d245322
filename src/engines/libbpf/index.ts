import type { Engine } from '../engine.ts';
import { decodingOf } from './decoding-of.ts';
import { engineWith } from './engine.ts';

/** Runs compiled programs: C and objects, both with the object that clang made. */
export const libbpfEngine: Engine = engineWith(decodingOf);
