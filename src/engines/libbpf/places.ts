/** Where programs attach whose sections do not say it: by the plan, or by arguments `interface=eth0`, `direction=egress`, `hz=199`. */
import type { BpfProgram, BpfVariable } from '../../core/bpf-object.ts';
import type { Attachment } from '../../core/program.ts';

/** As `profile` of bpftrace and bcc: no multiple of what timers of programs do. */
export const USUAL_HZ = 99;
/** What the kernel takes at most, unless it is told otherwise (perf_event_max_sample_rate). */
const MOST_HZ = 100_000;

export interface Places {
  readonly ok: true;
  readonly attach: Attachment;
  /** What is left: settings of the program's own variables. */
  readonly args: readonly string[];
}

type Read = { readonly part: Attachment } | { readonly message: string };

const READERS: Readonly<Record<string, (value: string) => Read>> = {
  interface: (value) => ({ part: { interface: value } }),
  direction: (value) =>
    value === 'ingress' || value === 'egress'
      ? { part: { direction: value } }
      : { message: `"direction=${value}": packets that arrive are direction=ingress, those that leave direction=egress` },
  hz: (value) =>
    /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_HZ
      ? { part: { hz: Number(value) } }
      : { message: `"hz=${value}": how often a second a program runs on each processor is a number from 1 to ${MOST_HZ}` },
};

/** The types of programs that it says something to. */
const FOR: Readonly<Record<string, readonly string[]>> = {
  interface: ['xdp', 'sched_cls', 'sched_act'],
  direction: ['sched_cls', 'sched_act'],
  hz: ['perf_event'],
};

/** A variable of the program that has such a name is what is meant; of a program that is attached otherwise it sets nothing, and is left. */
export function placesOf(
  planned: Attachment | undefined,
  args: readonly string[],
  { variables, programs }: { readonly variables: readonly BpfVariable[]; readonly programs: readonly Pick<BpfProgram, 'type'>[] },
): Places | { readonly ok: false; readonly message: string } {
  let attach: Attachment = planned ?? {};
  const rest: string[] = [];
  for (const arg of args) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    const isPlace = Object.hasOwn(READERS, name) && programs.some(({ type }) => FOR[name]?.includes(type) === true);
    const reader = isPlace && !variables.some((one) => one.name === name) ? READERS[name] : undefined;
    if (reader === undefined) {
      rest.push(arg);
      continue;
    }
    const read = reader(value);
    if ('message' in read) return { ok: false, message: read.message };
    attach = { ...attach, ...read.part };
  }
  return { ok: true, attach, args: rest };
}
