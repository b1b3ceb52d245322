/** How much of a disk building takes. */

const MB = 1024 * 1024;

/** What a guest may lack. */
type Step = 'tracer' | 'kernel' | 'tools' | 'state';

/** What is built, in its order: the most it takes while it is built (packages, what they unpack to, the image), and what of that stays until the end. */
const STEPS: readonly { readonly name: Step; readonly most: number; readonly stays: number }[] = [
  { name: 'tracer', most: 700 * MB, stays: 380 * MB },
  { name: 'kernel', most: 300 * MB, stays: 150 * MB },
  { name: 'tools', most: 230 * MB, stays: 115 * MB },
  { name: 'state', most: 500 * MB, stays: 500 * MB },
];

/** The bytes that must be free before these steps are done: never less than it takes, some tens of megabytes more. */
export function roomFor(steps: Readonly<Record<Step, boolean>>): number {
  let [taken, most] = [0, 0];
  for (const { name, ...step } of STEPS) {
    if (!steps[name]) continue;
    most = Math.max(most, taken + step.most);
    taken += step.stays;
  }
  return most;
}
