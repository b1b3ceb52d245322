import type { ValueNames } from '../core/names.ts';
import { valueNames } from '../kernel/names.ts';
import { realHost } from '../system/real.ts';

/** The names of this machine's numbers, for the views. */
export function localNames(): ValueNames {
  return valueNames(realHost());
}
