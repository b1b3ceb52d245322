import type { AskEvent, Plan } from '../ask.ts';
import type { TraceEvent } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import type { Overhead } from '../core/overhead.ts';
import { namesUserFunctions } from '../core/user-symbols.ts';
import { paint, wrapHanging } from '../views/layout.ts';
import { group, sharePercent, visible } from '../views/values.ts';
import { renderNearest } from './card.ts';
import { hintLines } from './report.ts';
import { StatusLine, stderrStyle, stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';
import { TraceText } from './trace-text.ts';

const STATUS_EVERY_MS = 250;

/** Turns the events of the line into text: rows and the answer on standard output, everything about the run on standard error. */
export class Presenter {
  readonly #names: ValueNames;
  readonly #status: StatusLine = new StatusLine();
  #plan: Plan | undefined;
  #text: TraceText | undefined;
  #attachedAt: number | undefined;
  #lost = 0;
  #overhead: Overhead | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #stop: AbortSignal | undefined;
  #collectingSince: number | undefined;

  /** `stop`: whom the run is told to end by. */
  constructor(names: ValueNames, stop?: AbortSignal) {
    this.#names = names;
    this.#stop = stop;
  }

  async present(event: AskEvent): Promise<void> {
    switch (event.type) {
      case 'note':
        this.#status.clear();
        await write(process.stderr, `${wrapHanging(visible(spoken(event.message)), stderrStyle().columns).join('\n')}\n`);
        break;
      case 'told':
        this.#status.clear();
        await write(process.stdout, `${(await import('./told.ts')).renderTold(event, stdoutStyle()).join('\n')}\n`);
        break;
      case 'unanswered': {
        const nearest = renderNearest(event.nearest, languageOfNearest(event), stderrStyle());
        this.#status.clear();
        const message = wrapHanging(`gpttrace: ${visible(spoken(event.message))}`, stderrStyle().columns);
        const lines = [
          ...message,
          ...event.hints.flatMap((hint) => hintLines(visible(spoken(hint)), stderrStyle())),
          ...(nearest.length > 0 ? ['', ...nearest] : []),
        ];
        await write(process.stderr, `${lines.join('\n')}\n`);
        break;
      }
      case 'sandbox':
        await this.#sandbox(event);
        break;
      case 'rehearsal':
        await this.#rehearsal(event);
        break;
      case 'model':
        await this.#model(event);
        break;
      case 'plan':
        // What is shown of it comes from whoever decides about it.
        this.#status.clear();
        break;
      case 'explaining': {
        const { explainingText } = await import('./explanation.ts');
        this.#status.show(explainingText(event));
        break;
      }
      case 'explanation':
        await this.#explanation(event);
        break;
      case 'running':
        this.#start(event.plan);
        break;
      case 'trace':
        await this.#trace(event.events);
        break;
      case 'answer':
        await this.#answer(event);
        break;
      default:
        break;
    }
  }

  /** Takes the status line off the screen, whatever happened. */
  dispose(): void {
    clearInterval(this.#timer);
    this.#status.clear();
  }

  async #sandbox(event: Extract<AskEvent, { type: 'sandbox' }>): Promise<void> {
    if (event.stage === 'opening') this.#status.show(spoken('starting a guest to try it in …'));
    else if (event.stage === 'trying') this.#status.show(spoken(`trying it in the guest ${event.guest.name}, next to ${visible(event.workload)} …`));
    else {
      this.#status.clear();
      const { sandboxLines } = await import('./sandbox.ts');
      await write(process.stderr, `${sandboxLines(event, stderrStyle()).join('\n')}\n`);
    }
  }

  async #rehearsal(event: Extract<AskEvent, { type: 'rehearsal' }>): Promise<void> {
    if (event.stage === 'rehearsing') {
      this.#status.show(spoken(`rehearsing, next to ${visible(event.workload)} …`));
      return;
    }
    this.#status.clear();
    const { rehearsalLine } = await import('./rehearsal.ts');
    const line = rehearsalLine(event, stderrStyle());
    if (line !== undefined) await write(process.stderr, `${line}\n`);
  }

  /** What is said of a program is shown with it, by whoever decides about it. */
  async #explanation(event: Extract<AskEvent, { type: 'explanation' }>): Promise<void> {
    this.#status.clear();
    if (event.of === 'program') return;
    const { explanationLines } = await import('./explanation.ts');
    await write(process.stdout, `\n${explanationLines(event, stdoutStyle()).join('\n')}\n`);
  }

  async #model(event: Extract<AskEvent, { type: 'model' }>): Promise<void> {
    clearInterval(this.#timer);
    const { modelProgress } = await import('./model-progress.ts');
    const { now, lines = [] } = modelProgress(event, !this.#status.isActive);
    if (lines.length > 0) {
      this.#status.clear();
      const { columns } = stderrStyle();
      await write(process.stderr, `${lines.flatMap((line) => wrapHanging(line, columns)).join('\n')}\n`);
    }
    if (now !== undefined) this.#status.show(now);
  }

  /** Begins anew: another program may have run before, and seen nothing. */
  #start(plan: Plan): void {
    this.#plan = plan;
    this.#attachedAt = undefined;
    this.#collectingSince = undefined;
    this.#text = new TraceText(plan, this.#names);
    this.#lost = 0;
    this.#overhead = undefined;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#showStatus(), STATUS_EVERY_MS);
    this.#timer.unref();
    this.#showStatus();
  }

  #showStatus(): void {
    if (this.#attachedAt === undefined) {
      this.#status.show(spoken('attaching …'));
      return;
    }
    const elapsed = (performance.now() - this.#attachedAt) / 1000;
    const limit = this.#plan?.program.seconds;
    const time = limit === undefined ? spoken(`${elapsed.toFixed(0)} s`) : spoken(`${Math.min(elapsed, limit).toFixed(0)} of ${limit} s`);
    const rows = this.#text?.seen ?? 0;
    const seen = rows > 0 ? spoken(`, ${group(rows)} rows`) : '';
    const lost = this.#lost > 0 ? spoken(`, ${group(this.#lost)} lost`) : '';
    const cost = this.#overhead === undefined ? '' : costStatus(this.#overhead);
    const isOver = this.#stop?.aborted === true || (limit !== undefined && elapsed > limit);
    this.#status.show(isOver ? this.#collecting() : spoken(`tracing: ${time}${seen}${lost}${cost}   Ctrl-C ends it and shows the answer`));
  }

  #collecting(): string {
    if (this.#plan === undefined || !namesUserFunctions(this.#plan.program)) return spoken('collecting the answer …');
    this.#collectingSince ??= performance.now();
    const seconds = Math.floor((performance.now() - this.#collectingSince) / 1000);
    return spoken(`bpftrace names the functions, which may take 2 minutes: ${seconds} s   Ctrl-C gives up`);
  }

  async #trace(events: readonly TraceEvent[]): Promise<void> {
    const lines: string[] = [];
    for (const event of events) {
      // What we say of it names it already.
      if (event.type === 'warning') await this.#warn(this.#isOwn() || event.message.startsWith('bpftrace ') ? event.message : `bpftrace: ${event.message}`);
      if (event.type === 'ended' && event.commandStatus !== undefined && event.commandStatus !== 0)
        await this.#warn(`the command ended with status ${event.commandStatus}`);
      if (event.type === 'attached') this.#attachedAt = performance.now();
      else if (event.type === 'lost') this.#lost += event.count;
      else if (event.type === 'overhead') this.#overhead = event.overhead;
      else lines.push(...(this.#text?.lines(event) ?? []));
    }
    if (lines.length === 0) return;
    this.#status.clear();
    await write(process.stdout, `${lines.join('\n')}\n`);
  }

  /** Whether it is run by us, and not by bpftrace. */
  #isOwn(): boolean {
    const language = this.#plan?.program.language;
    return language !== undefined && language !== 'bpftrace';
  }

  async #warn(message: string): Promise<void> {
    this.#status.clear();
    const style = stderrStyle();
    const lines = wrapHanging(visible(spoken(message)), style.columns).map((line) => paint(line, 'yellow', style));
    await write(process.stderr, `${lines.join('\n')}\n`);
  }

  async #answer(event: Extract<AskEvent, { type: 'answer' }>): Promise<void> {
    this.dispose();
    const lines = this.#text?.answer(event.datasets) ?? [];
    if (lines.length > 0) await write(process.stdout, `${lines.join('\n')}\n`);
    const { columns } = stdoutStyle();
    if (event.sentence !== '') await write(process.stdout, `${wrapHanging(event.sentence, columns).join('\n')}\n`);
    const said = [...event.reasons, ...(event.remarks ?? [])].flatMap((text) => wrapHanging(`  ${visible(spoken(text))}`, columns));
    if (said.length > 0) await write(process.stdout, `${said.join('\n')}\n`);
  }
}

/** Events a second, and what the run costs now: `, 120/s, 0.4% CPU`. */
function costStatus({ rate, share, state }: Overhead): string {
  return `${rate >= 1 ? spoken(`, ${group(Math.round(rate))}/s`) : ''}${spoken(`, ${sharePercent(share)} CPU`)}${state === 'within' ? '' : spoken(', slowed down')}`;
}

function languageOfNearest(event: Extract<AskEvent, { type: 'unanswered' }>): string {
  return /\p{Script=Han}/u.test(event.nearest[0]?.title ?? '') ? 'zh' : 'en';
}
