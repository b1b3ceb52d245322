import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Lang, ProgramFile } from '../learn/lesson.ts';
import { ownCourse } from '../line/learn/files.ts';
import type { gradeAndTell } from '../line/learn/grade-work.ts';
import type { Grader } from '../line/learn/grader.ts';

/** What judges the programs of learners: one at a time, for each runs a tracer and a workload. */
export class Judge {
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();
  readonly #tell: (note: string) => void;
  #grader: Promise<Grader> | undefined;
  #going: Promise<unknown> | undefined;

  constructor(tell: (note: string) => void) {
    this.#tell = tell;
  }

  /** Aborted when the server ends. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** Throws a Problem where one is judged already, or this machine cannot trace. */
  async grade(work: Parameters<typeof gradeAndTell>[0], program: ProgramFile, lang: Lang): ReturnType<typeof gradeAndTell> {
    if (this.#stop.signal.aborted) throw new Problem(messages.serverEnding());
    if (this.#going !== undefined) throw new Problem(messages.gradingAlready());
    const grade = this.#judged(work, program, lang);
    this.#going = grade.catch(() => {});
    try {
      return await grade;
    } finally {
      // A guest takes memory while nobody needs it.
      void this.#grader?.then(
        (grader) => grader.leaveGuest(),
        () => {},
      );
      this.#going = undefined;
    }
  }

  async #judged(...asked: Parameters<Judge['grade']>): ReturnType<typeof gradeAndTell> {
    const grader = await this.#open();
    const { gradeAndTell } = await import('../line/learn/grade-work.ts');
    return await gradeAndTell(...asked, grader);
  }

  #open(): Promise<Grader> {
    if (this.#grader === undefined) {
      const signals = { stop: this.#stop.signal, kill: this.#kill.signal };
      const opened = import('../line/learn/grader.ts').then(({ openGrader }) => openGrader(ownCourse(), false, signals, this.#tell));
      this.#grader = opened;
      // What failed once is tried again.
      opened.catch(() => {
        this.#grader = undefined;
      });
    }
    return this.#grader;
  }

  kill(): void {
    this.#kill.abort();
  }

  /** Fulfilled when nothing is left. */
  async close(): Promise<void> {
    this.#stop.abort();
    // What it judges has a workload running, whose files go with the judge.
    await this.#going;
    await this.#grader?.then(
      (grader) => grader.dispose(),
      () => {},
    );
  }
}
