/** A lesson on a terminal, page by page. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Exit } from '../../core/exit.ts';
import { Problem } from '../../core/problem.ts';
import type { Exercise, Lesson } from '../../learn/lesson.ts';
import { exerciseProgress, nextExercise } from '../../learn/progress.ts';
import { codeLines } from '../../learn/show/code.ts';
import { type Page, pagesOf } from '../../learn/show/pages.ts';
import { editorName, openEditor } from '../../line/editor.ts';
import type { Grader } from '../../line/learn/grader.ts';
import { problemIn } from '../../line/learn/in-language.ts';
import { loadProgress, prepareWork, workFile } from '../../line/learn/progress.ts';
import type { Key } from '../../screen/keys.ts';
import { Terminal } from '../../screen/terminal.ts';
import type { Style } from '../../views/layout.ts';
import { question } from '../question.ts';
import { reportProblem } from '../report.ts';
import { type Interruption, listen } from '../signals.ts';
import { agreed, grading, judge } from './grade.ts';
import { AROUND, exerciseBlocks, pageScreen, READABLE } from './page.ts';
import { done, keep, note, type Place, type Work } from './place.ts';
import { hintLines, taskLines } from './work.ts';

/** How a run ends that took the reader with it. */
const ENDED_BY_SIGNAL: ReadonlySet<Exit> = new Set([Exit.interrupted, Exit.terminated, Exit.hangup, Exit.outputClosed]);

export class LessonReader {
  readonly #lesson: Lesson;
  readonly #place: Place;
  readonly #read: (style: Style) => readonly string[];
  /** Another one after each run, which Ctrl-C ends alone. */
  #interruption: Interruption;
  readonly #terminal: Terminal;
  #pages: readonly Page[] = [];
  #at = 0;
  #busy = false;
  #mayRun = false;
  #mayGrade = false;
  #grader: Grader | undefined;
  readonly #edited = new Set<string>();
  #chosen: Exercise | undefined;
  #exit: Exit | undefined;
  #end: () => void = () => {};
  #fail: (bug: unknown) => void = () => {};

  constructor(lesson: Lesson, place: Place, read: (style: Style) => readonly string[]) {
    this.#lesson = lesson;
    this.#place = place;
    this.#read = read;
    this.#interruption = this.#listen();
    this.#terminal = new Terminal(process.stdin, process.stdout, {
      keys: (keys) => this.#press(keys),
      disturbed: () => this.#redraw(),
      drained: () => {},
    });
  }

  /** Until the reader leaves: the exit status that a signal asked for, where there was one. Where they were is kept. */
  async show(): Promise<Exit | undefined> {
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    try {
      this.#terminal.take();
      this.#layOut();
      const section = loadProgress().places[this.#lesson.id] ?? 0;
      this.#at = Math.max(
        0,
        this.#pages.findIndex((page) => page.section === section),
      );
      this.#draw();
      await ended;
      return this.#exit ?? this.#interruption.exit();
    } finally {
      this.#terminal.give();
      this.#grader?.dispose();
      this.#keepPlace();
      this.#interruption.dispose();
    }
  }

  #listen(): Interruption {
    const interruption = listen();
    interruption.stop.addEventListener('abort', () => this.#end());
    return interruption;
  }

  get #page(): Page | undefined {
    return this.#pages[this.#at];
  }

  #keepPlace(): void {
    const { id } = this.#lesson;
    const isLast = this.#at === this.#pages.length - 1;
    const section = isLast ? 0 : (this.#page?.section ?? 0);
    keep(this.#place.words, (progress) => ({
      ...progress,
      last: id,
      places: { ...progress.places, [id]: section },
      ...(isLast ? { read: { ...progress.read, [id]: new Date().toISOString() } } : {}),
    }));
  }

  #layOut(): void {
    const { columns, rows } = this.#terminal.size;
    const { lang } = this.#place;
    const style: Style = { ...this.#place.style, columns: Math.max(20, Math.min(columns - 2, READABLE)) };
    this.#pages = pagesOf(
      this.#lesson,
      { style, lang, read: this.#read, runNote: lang === 'zh' ? '（r 运行它）' : '(r runs it)' },
      rows - AROUND,
      exerciseBlocks(this.#lesson, loadProgress(), this.#place, style),
    );
  }

  #redraw(): void {
    if (this.#busy) return;
    // The same part of the text stays in sight, as near as that can be told.
    const share = this.#at / Math.max(1, this.#pages.length - 1);
    const { length } = this.#pages;
    this.#layOut();
    if (this.#pages.length !== length) this.#at = Math.round(share * (this.#pages.length - 1));
    this.#at = Math.min(this.#at, this.#pages.length - 1);
    this.#draw();
  }

  #draw(): void {
    const shown = { lesson: this.#lesson, page: this.#page, at: this.#at, of: this.#pages.length, isWorked: this.#isWorked };
    this.#terminal.write(pageScreen(shown, this.#terminal.size, this.#place));
  }

  /** Whether there is something to grade. */
  get #isWorked(): boolean {
    const { exercise } = this.#work();
    return exerciseProgress(loadProgress(), this.#lesson.id, exercise.id).tries > 0 || this.#edited.has(exercise.id);
  }

  /** The exercise that was chosen, else the first that is open. */
  #work(): Work {
    const exercise = this.#chosen ?? nextExercise(loadProgress(), this.#lesson) ?? (this.#lesson.exercises[0] as Exercise);
    return { lesson: this.#lesson, exercise, kept: exercise, name: `${this.#lesson.id}/${exercise.id}`, file: workFile(this.#lesson, exercise) };
  }

  #press(keys: readonly Key[]): void {
    for (const key of keys) {
      if (this.#busy) return;
      const text = key.name === 'text' ? key.text.toLowerCase() : '';
      if (/^[n jl]$/.test(text) || ['right', 'down', 'page-down', 'enter'].includes(key.name)) this.#turn(1);
      else if (/^[pbk]$/.test(text)) this.#turn(-1);
      else if (['left', 'up', 'page-up', 'backspace'].includes(key.name)) this.#turn(-1);
      else if (key.name === 'home') this.#turn(-this.#at);
      else if (key.name === 'end') this.#turn(this.#pages.length - 1 - this.#at);
      else if (text === 'q' || key.name === 'escape' || key.name === 'interrupt') this.#end();
      else if (key.name === 'suspend') this.#terminal.suspend();
      else if (key.name === 'redraw') this.#redraw();
      else if (/^[1-9]$/.test(text)) this.#choose(Number(text) - 1);
      else if (text === 'r' && (this.#page?.runs.length ?? 0) > 0) void this.#aside(() => this.#run());
      else if (text === 'e') void this.#aside(() => this.#edit());
      else if (text === 'g') void this.#aside(() => this.#grade());
      else if (text === 'h') void this.#aside(() => this.#hint());
    }
  }

  #turn(by: number): void {
    const to = this.#at + by;
    if (to >= this.#pages.length) {
      this.#end();
      return;
    }
    this.#at = Math.max(0, to);
    this.#draw();
  }

  #choose(index: number): void {
    this.#chosen = this.#lesson.exercises[index] ?? this.#chosen;
    if (this.#lesson.exercises[index] !== undefined) void this.#aside(() => this.#edit());
  }

  /** Something on the normal screen, and back. */
  async #aside(action: () => Promise<boolean>): Promise<void> {
    this.#busy = true;
    this.#terminal.give();
    let waits = true;
    try {
      waits = await action();
    } catch (error) {
      if (!(error instanceof Problem)) {
        this.#fail(error);
        return;
      }
      reportProblem(problemIn(this.#place.lang, error), false);
    }
    if (waits && this.#exit === undefined && !this.#interruption.stop.aborted) {
      await question(`\n${this.#place.words.press}`, this.#interruption.stop, { answer: false });
    }
    this.#busy = false;
    if (this.#interruption.stop.aborted || this.#exit !== undefined) {
      this.#end();
      return;
    }
    this.#terminal.take();
    this.#redraw();
  }

  async #run(): Promise<boolean> {
    const runs = this.#page?.runs ?? [];
    const code = runs.at(-1) ?? '';
    process.stdout.write(
      `\n${codeLines(code, 'bpftrace', this.#place.style)
        .map((line) => `  ${line}`)
        .join('\n')}\n\n`,
    );
    if (!this.#mayRun) {
      const answer = await question(this.#place.words.agreeRun, this.#interruption.stop);
      this.#mayRun = answer !== undefined && /^(?:|y|yes|是|好)$/i.test(answer.trim());
      if (!this.#mayRun) return false;
    }
    const folder = mkdtempSync(join(tmpdir(), 'gpttrace-lesson-'));
    try {
      const file = join(folder, 'lesson.bt');
      writeFileSync(file, code);
      const { runCommand } = await import('../ask.ts');
      // A judge listens to what ended the run, too.
      this.#grader?.dispose();
      this.#grader = undefined;
      this.#interruption.dispose();
      const exit = await runCommand(file, [], { yes: true, plain: true, keep: false });
      if (ENDED_BY_SIGNAL.has(exit)) this.#exit = exit;
    } finally {
      this.#interruption = this.#listen();
      rmSync(folder, { recursive: true, force: true });
    }
    return true;
  }

  async #edit(): Promise<boolean> {
    const work = this.#work();
    const { isNew } = prepareWork(work.lesson, work.kept);
    note(work, this.#place, () => ({}));
    this.#edited.add(work.exercise.id);
    if ((await openEditor(work.file)) !== 'edited') {
      process.stderr.write(`${this.#place.words.editorFailed(editorName())}\n`);
      return true;
    }
    return this.#grade(isNew);
  }

  async #grade(wasNew = false): Promise<boolean> {
    const work = this.#work();
    const isNew = prepareWork(work.lesson, work.kept).isNew || wasNew;
    process.stdout.write(
      `\n${taskLines(work, this.#place, { ...this.#place.style, columns: Math.min(this.#place.style.columns, READABLE) }).join('\n')}\n${this.#place.words.file(work.file, isNew)}\n\n`,
    );
    if (!this.#mayGrade) this.#mayGrade = await agreed({}, this.#place, this.#interruption);
    if (!this.#mayGrade) return false;
    this.#grader ??= await grading(this.#place, this.#interruption, {});
    const { teaching } = await judge(work, this.#place, this.#grader, false);
    if (teaching.passed) this.#chosen = undefined;
    return true;
  }

  async #hint(): Promise<boolean> {
    const work = this.#work();
    const { hints } = work.exercise;
    const given = Math.min(done(work, loadProgress()).hints + 1, hints.length);
    note(work, this.#place, () => ({ hints: given }));
    const lines = [
      ...taskLines(work, this.#place, { ...this.#place.style, columns: Math.min(this.#place.style.columns, READABLE) }),
      '',
      ...hintLines(work, this.#place, 0, given),
    ];
    process.stdout.write(`\n${lines.join('\n')}\n`);
    return true;
  }
}
