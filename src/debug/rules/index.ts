/** Every rule of ours, causes that the program's text tells before what only a run tells. */
import type { DebugRule } from '../look.ts';
import { deadProcess, minusOne, notGiven, pathAsName } from './conditions.ts';
import { deletedTooEarly, emptiedUnseen, neverWritten, otherKey, setNotCounted, unsetPointer } from './maps.ts';
import { endedEarly, flood, keptBesides, leftNothing, letsNoneThrough, lostOutput, neverFired, notAttached, tooDear } from './measured.ts';
import { dividesFirst, intervalTooLong, numberAsText, onlyAtEnd, onlyZeros, showsNothing } from './output.ts';
import { exitsAtOnce, neverReturns, oldCall, seesItself } from './points.ts';

export const debugRules: readonly DebugRule[] = [
  exitsAtOnce,
  neverReturns,
  oldCall,
  notGiven,
  deadProcess,
  pathAsName,
  minusOne,
  otherKey,
  deletedTooEarly,
  neverWritten,
  unsetPointer,
  emptiedUnseen,
  showsNothing,
  intervalTooLong,
  onlyAtEnd,
  setNotCounted,
  numberAsText,
  dividesFirst,
  onlyZeros,
  seesItself,
  notAttached,
  neverFired,
  letsNoneThrough,
  keptBesides,
  leftNothing,
  lostOutput,
  flood,
  endedEarly,
  tooDear,
];
