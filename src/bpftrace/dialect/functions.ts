import { ACTION_FUNCTIONS } from './action-functions.ts';
import type { Entry } from './entry.ts';
import type { Func } from './function.ts';
import { LIBRARY_FUNCTIONS } from './library-functions.ts';
import { MAP_FUNCTIONS } from './map-functions.ts';
import { OUTPUT_FUNCTIONS } from './output-functions.ts';
import { VALUE_FUNCTIONS } from './value-functions.ts';

/** All functions of all versions. */
export const FUNCTIONS: readonly Entry<Func>[] = [...MAP_FUNCTIONS, ...OUTPUT_FUNCTIONS, ...VALUE_FUNCTIONS, ...LIBRARY_FUNCTIONS, ...ACTION_FUNCTIONS];
