/** Everything that is tried in one guest: each trial through our engine beside what our checker says, then programs of which both say whether they can run. */
import { join } from 'node:path';
import type { Machine } from '../../src/check/check.ts';
import { builtGuest } from '../../src/lab/built.ts';
import { type GuestName, guestText } from '../../src/lab/catalogue.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { openGuest } from '../../src/lab/open.ts';
import { startGuest } from '../../src/system/guest/start.ts';
import { realHost } from '../../src/system/real.ts';
import { compare, describeDisagreement, everyProgram, guestPrograms } from './differential.ts';
import { machineIn } from './open.ts';
import { askGuest } from './oracle.ts';
import { leftBehind, type Outcome, tryOne } from './trial.ts';
import { TRIALS } from './trials.ts';

/** Trials in one guest before it is thrown away and the next goes on from the saved state. */
const TRIALS_PER_GUEST = 10;

export interface MatrixOptions {
  /** Of the trials only those whose names match. */
  readonly only?: RegExp;
  /** Which programs both are asked about: those for guests, all there are, or none. */
  readonly programs: 'guest' | 'all' | 'none';
  readonly say: (what: string) => void;
}

export interface Row extends Outcome {
  readonly about: string;
  readonly measures: boolean;
}

/** What was found out in one guest; plain data. */
export interface GuestReport {
  readonly guest: string;
  readonly release: string;
  readonly bpftrace: string;
  readonly rows: readonly Row[];
  readonly seconds: { readonly boot: number; readonly opened: readonly number[] };
  /** What was found of an earlier trial, in the same guest or in the next: nothing, as it should be. */
  readonly traces: readonly string[];
  readonly compared?: { readonly programs: number; readonly refused: number; readonly explained: readonly string[]; readonly unexplained: readonly string[] };
}

/** Throws where a guest does not come up. */
export async function tryGuest(name: GuestName, { only, programs, say }: MatrixOptions): Promise<GuestReport> {
  const guest = guestText(name);
  const boot = await bootSeconds(name);
  say(`${guest}: booted in ${boot.toFixed(1)} s`);
  const trials = TRIALS.filter(({ about }) => only?.test(about) ?? true);
  const rows: Row[] = [];
  const traces: string[] = [];
  const opened: number[] = [];
  let session: Session | undefined;
  let machine: Machine | undefined;
  try {
    for (const [at, trial] of trials.entries()) {
      if (session === undefined || at % TRIALS_PER_GUEST === 0) {
        session?.opened.close();
        session = await open(name);
        opened.push(session.seconds);
        if (session.marked) traces.push(`before "${trial.about}": a file that an earlier guest wrote`);
      }
      machine = await machineIn(session.opened);
      const outcome = await tryOne(trial, session.opened, machine);
      rows.push({ about: trial.about, measures: trial.measures ?? false, ...outcome });
      say(`${guest}: ${outcome.result.padEnd(7)} ${trial.about}${outcome.says === '' ? '' : ` (${firstLine(outcome.says)})`}`);
      const left = await leftBehind(session.opened);
      if (left !== '') traces.push(`after "${trial.about}": ${left}`);
      // A guest that was lost, or is not as it was, is of no more use.
      if (left !== '') session = end(session);
    }
    session ??= await open(name);
    machine ??= await machineIn(session.opened);
    const { release, bpftrace } = machine.facts;
    const report = { guest, release, bpftrace: bpftrace?.version ?? '', rows, seconds: { boot, opened }, traces };
    if (programs === 'none') return report;
    const asked = programs === 'guest' ? guestPrograms() : everyProgram(join(builtGuest(name, realHost()).directory, 'tree/usr/sbin'));
    const verdicts = await askGuest(
      session.opened.guest,
      asked.map(({ source }) => source),
      (done) => say(`${guest}: ${done} of ${asked.length} programs`),
    );
    const { refused, differing } = compare(asked, verdicts, machine);
    const explained = differing.filter(({ explanation }) => explanation !== undefined).map(describeDisagreement);
    const unexplained = differing.filter(({ explanation }) => explanation === undefined).map(describeDisagreement);
    return { ...report, compared: { programs: asked.length, refused, explained, unexplained } };
  } finally {
    session?.opened.close();
  }
}

interface Session {
  readonly opened: OpenGuest;
  readonly seconds: number;
  /** Whether a guest before it left its mark. */
  readonly marked: boolean;
}

async function open(name: GuestName): Promise<Session> {
  const start = performance.now();
  const opened = await openGuest(name);
  const seconds = (performance.now() - start) / 1000;
  const { stdout } = await opened.guest.run('ls /tmp/mark /scratch/mark 2> /dev/null; : > /tmp/mark; : > /scratch/mark; sync');
  return { opened, seconds, marked: stdout !== '' };
}

function end({ opened }: Session): undefined {
  opened.close();
  return undefined;
}

/** Without its saved state. */
async function bootSeconds(name: GuestName): Promise<number> {
  const start = performance.now();
  const guest = await startGuest({ ...builtGuest(name, realHost()).settings, signal: new AbortController().signal });
  guest.close();
  return (performance.now() - start) / 1000;
}

export function firstLine(text: string): string {
  return text.split('\n')[0]?.slice(0, 160) ?? '';
}
