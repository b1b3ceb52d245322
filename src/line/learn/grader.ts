/** This machine made ready to judge programs, and a guest of the lab for what its kernel does not attach. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { Problem } from '../../core/problem.ts';
import type { Grade } from '../../learn/grade.ts';
import type { Exercise, Lesson, ProgramFile, Said } from '../../learn/lesson.ts';
import { cacheDirectory } from '../../local.ts';
import { openCommands } from '../../rehearse/commands.ts';
import { isKindOfProbe, missingNeeds } from '../../rehearse/needs.ts';
import { ownMachine } from '../own-machine.ts';
import { type GradeAround, gradeProgram, notJudged, type Together } from './grade.ts';
import type { GuestPlace } from './in-guest.ts';
import { noGuestFor } from './why-not.ts';

export interface GradeSignals {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

export interface Grader {
  /** Beside a run of the workload. Throws a Problem where this machine cannot prove the program. */
  grade(lesson: Lesson, exercise: Exercise, program: ProgramFile, together?: Together): Promise<Grade>;
  /** Where programs of an exercise are judged: here, or in a guest where it needs probes that this kernel does not attach; why nowhere. */
  place(exercise: Pick<Exercise, 'needs'>): Promise<GradeAround | { readonly cannot: Said }>;
  readonly stop: AbortSignal;
  /** Closes the guest, where one was opened; another is opened when it is needed. */
  leaveGuest(): void;
  dispose(): void;
}

export interface GraderOptions {
  /** All is judged in a guest: the one of that name, or the one most like this machine. */
  readonly guest?: string | true;
}

/** Throws a Problem where this machine cannot trace. `folder`: of the course. */
export async function openGrader(
  folder: string,
  interactive: boolean,
  signals: GradeSignals,
  say: (note: string) => void,
  { guest }: GraderOptions = {},
): Promise<Grader> {
  const suite = join(folder, 'concepts.toml');
  // Several tracers may be listening, each of them twice.
  setMaxListeners(0, signals.stop, signals.kill);
  const here = guest === undefined ? await openHere(suite, interactive, signals, say) : undefined;
  let opened: Promise<GuestPlace> | undefined;
  const close = (): void => {
    void opened?.then(
      (place) => place.close(),
      () => {},
    );
    opened = undefined;
  };
  const inGuest = async (): Promise<GradeAround> => {
    const earlier = await opened?.catch(() => undefined);
    if (earlier?.isGone() === true) opened = undefined;
    opened ??= import('./in-guest.ts').then(({ openGuestPlace }) => openGuestPlace(typeof guest === 'string' ? guest : undefined, suite, signals, say));
    const opening = opened;
    // What failed once is tried again.
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return (await opening).around;
  };
  const place: Grader['place'] = async ({ needs }) => {
    if (here === undefined) return inGuest();
    const missing = missingNeeds(needs, here.machine.facts, here.host);
    if (missing.length === 0 || !missing.every(isKindOfProbe)) return here;
    try {
      return await inGuest();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { cannot: noGuestFor(missing, { code: error.code, exit: error.exit, message: error.message, hints: error.hints }) };
    }
  };
  return {
    place,
    async grade(lesson, exercise, program, together) {
      const around = await place(exercise);
      if (!('cannot' in around)) return gradeProgram(lesson, exercise, program, around, together);
      together?.shared.leave(false);
      return notJudged(lesson, exercise, around.cannot);
    },
    stop: signals.stop,
    leaveGuest: close,
    dispose() {
      here?.commands.dispose();
      close();
    },
  };
}

const IN_GUEST = 'or have it judged in a virtual machine, without root: gpttrace learn grade --guest';

async function openHere(suite: string, interactive: boolean, signals: GradeSignals, say: (note: string) => void): Promise<GradeAround> {
  const { local, machine } = await ownMachine(interactive, signals, say).catch((error: unknown) => {
    // In a guest a learner needs no rights.
    if (error instanceof Problem && error.code === 'not-root') throw new Problem({ code: error.code, exit: error.exit, message: error.message, hints: [...error.hints, IN_GUEST] });
    throw error;
  });
  const commands = await openCommands([suite], join(cacheDirectory(), 'eval'), local.host);
  return { machine, host: local.host, commands, suite, ...signals };
}
