import type { RehearsalWish } from '../line/events.ts';
import type { RunFlags } from './options.ts';

/** How a rehearsal is wished for by the flags; nothing where it is not. */
export function rehearsalWish({ rehearse, workload, for: question }: RunFlags): { readonly rehearse?: RehearsalWish } {
  if (rehearse !== true && workload === undefined && question === undefined) return {};
  return { rehearse: { ...(workload === undefined ? {} : { workload: workload.trim().split(/\s+/) }), ...(question === undefined ? {} : { question }) } };
}
