import { trouble } from '../state.ts';
import { words } from '../words.ts';

/** That something is on its way; nothing where it did not come, which is said above. */
export function Loading() {
  return trouble.value === undefined || trouble.value.passes === true ? <p class="dim pulse">{words.value.loading}</p> : null;
}
