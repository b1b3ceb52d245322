/** One run of a program in a guest that is there for nothing else. */
import type { TraceEvent } from '../../core/events.ts';
import type { KernelFacts } from '../../core/facts.ts';
import { Problem } from '../../core/problem.ts';
import { namesUserFunctions } from '../../core/user-symbols.ts';
import type { OpenGuest } from '../../lab/lab.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Surroundings } from '../events.ts';
import { runPlan } from '../run.ts';

/** What came of the run. */
export interface Trial {
  readonly probes: number;
  readonly records: number;
  readonly lost: number;
  readonly seconds: number;
  readonly sentence: string;
  /** What bpftrace warned of, and how the workload failed. */
  readonly warnings: readonly string[];
  readonly failure?: { readonly how: 'rejected' | 'crashed' | 'hung' | 'killed-guest'; readonly said: string };
}

/** How long a program is looked at in a guest at most; longer where everything takes longer, for what is to be seen comes later. */
const SECONDS = 5;
const MOST_SECONDS = 15;
/** How long it may take to compile and attach: a pattern of a hundred functions takes half a minute in an emulated guest. */
const ATTACH_MS = 8_000;
/** How long it may take to end after its time: longer than the tracer is given before it is killed. */
const END_MS = 40_000;
/** The same where it names functions of user stacks at its end. */
const NAMING_MS = 130_000;
/** How long a guest that is well takes to run `true` at most. */
const ANSWER_MS = 10_000;
const MOST_WARNINGS = 5;

/** Runs it next to the command. Never throws for what the program, the command or the guest does wrong. */
export async function tryOut(plan: Plan, command: string, facts: KernelFacts, around: Surroundings, opened: OpenGuest): Promise<Trial> {
  const { launcher } = opened;
  const limit = Math.min(MOST_SECONDS, SECONDS * Math.max(1, launcher.slowness));
  const short = withLimit(plan, limit);
  let hung: string | undefined;
  const giveUp = (after: number, why: string): NodeJS.Timeout =>
    setTimeout(() => {
      hung = why;
      opened.close();
    }, after);
  let patience = giveUp(ATTACH_MS * launcher.slowness, 'it was not attached in time');
  const seen = { probes: 0, records: 0, lost: 0, seconds: 0, sentence: '', warnings: [] as string[] };
  let ended: Extract<TraceEvent, { type: 'ended' }> | undefined;
  try {
    const { allowUnsafe = false, stop, kill, decide } = around;
    const there: Surroundings = { host: opened.host, launcher, allowUnsafe, stop, kill, decide };
    for await (const event of runPlan(short, { command }, facts, there, undefined)) {
      if (event.type === 'answer') Object.assign(seen, { records: event.records, lost: event.lost, seconds: event.seconds, sentence: event.sentence });
      if (event.type !== 'trace') continue;
      for (const one of event.events) {
        if (one.type === 'warning' && seen.warnings.length < MOST_WARNINGS) seen.warnings.push(one.message);
        if (one.type === 'ended') ended = one;
        if (one.type !== 'attached') continue;
        seen.probes = one.probes;
        clearTimeout(patience);
        patience = giveUp(limit * 1_000 + (namesUserFunctions(plan.program) ? NAMING_MS : END_MS) * launcher.slowness, 'it did not end when it was told to');
      }
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    ended ??= { type: 'ended', reason: 'crashed', seconds: 0, message: error.message };
  } finally {
    clearTimeout(patience);
  }
  const status = ended?.commandStatus;
  if (status !== undefined && status !== 0) seen.warnings.push(`what ran beside it ended with status ${status}`);
  const failure = hung !== undefined ? { how: 'hung' as const, said: hung } : around.stop.aborted ? undefined : await verdict(ended, opened);
  return { ...seen, ...(failure === undefined ? {} : { failure }) };
}

/** The same program, ended earlier. */
function withLimit(plan: Plan, limit: number): Plan {
  const { seconds, endsItself } = plan.program;
  const program = { ...plan.program, seconds: Math.min(seconds ?? limit, limit), endsItself: endsItself === true && seconds !== undefined && seconds <= limit };
  return { ...plan, program };
}

async function verdict(ended: Extract<TraceEvent, { type: 'ended' }> | undefined, { guest, launcher: { slowness } }: OpenGuest): Promise<Trial['failure']> {
  // A program can have ended well, and the kernel be the worse for it.
  // A kernel that hangs never answers, and its QEMU never ends.
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS * slowness, undefined);
  });
  const answer = await Promise.race([guest.run('true'), guest.ended.then(() => undefined), silence]);
  clearTimeout(timer);
  if (answer?.status !== 0) {
    guest.close();
    const end = await guest.ended;
    return { how: 'killed-guest', said: end.how === 'closed' ? 'it answers no more' : end.says };
  }
  if (ended?.killed === true) return { how: 'hung', said: 'bpftrace did not end when it was told to, and was killed' };
  if (ended?.reason === 'rejected' || ended?.reason === 'crashed') return { how: ended.reason, said: ended.message ?? 'it said nothing' };
  return undefined;
}
