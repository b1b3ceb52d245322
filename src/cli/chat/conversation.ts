/** A talk: each thing that is said becomes a question, a change of the last one, or a wish about its answer. Whatever goes wrong with one ends that one, and not the talk. */
import type { AskEvent, Near, Plan } from '../../ask.ts';
import { Exit } from '../../core/exit.ts';
import type { Intent } from '../../core/intent.ts';
import { MAX_QUESTION, messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import { Recorder } from '../../line/record.ts';
import { nthIn, toldChange } from '../../line/talk/ground.ts';
import { askHeard, type Hearer, runCommand } from '../ask.ts';
import type { GrantFlags } from '../grants.ts';
import { modelWish } from '../model-wish.ts';
import { type FileFlags, requestOf } from '../request.ts';
import { exitOfReason } from '../signals.ts';
import { type Asked, beforeOf, emptyIntent, forSeconds, intentOf, isOneOff } from './asked.ts';
import { doSaying } from './sayings.ts';
import { Scene, type Setting } from './scene.ts';

export type { Setting } from './scene.ts';

/** How something that was said ended, and whether the talk is over. */
export interface Outcome {
  readonly exit: Exit;
  readonly leaves: boolean;
}

/** They end the talk, too. */
const LAST: ReadonlySet<Exit> = new Set([Exit.terminated, Exit.hangup, Exit.outputClosed]);

export class Conversation {
  readonly #scene: Scene;

  constructor(setting: Setting) {
    this.#scene = new Scene(setting);
  }

  get language(): string {
    return this.#scene.language;
  }

  /** Questions that their numbers ask from now on. */
  offer(questions: readonly string[]): void {
    this.#scene.talk.offer(questions);
  }

  /** Does what is said. Never throws. */
  async say(text: string): Promise<Outcome> {
    try {
      const exit = await this.#say(text.trim());
      return exit === 'leave' ? { exit: Exit.answered, leaves: true } : { exit, leaves: LAST.has(exit) };
    } catch (error) {
      const ended = exitOfReason(error);
      if (ended !== undefined) return { exit: ended, leaves: LAST.has(ended) };
      const { describeBug, reportProblem } = await import('../report.ts');
      return { exit: error instanceof Problem ? reportProblem(error, false) : describeBug(error), leaves: false };
    }
  }

  async #say(text: string): Promise<Exit | 'leave'> {
    const scene = this.#scene;
    if (text === '') return Exit.answered;
    if (text.length > MAX_QUESTION) throw new Problem(messages.longQuestion(text.length));
    const command = /^\/\s*([a-z][\w-]*)(?:\s+(.*))?$/is.exec(text);
    if (command?.[1] !== undefined) {
      const { doCommand } = await import('./commands.ts');
      return doCommand(command[1].toLowerCase(), command[2] ?? '', scene, (file, args, flags) => this.#runFile(file, args, flags));
    }
    if (/^\/\??$/.test(text)) return doSaying({ saying: 'help' }, scene);
    const offered = scene.talk.offeredAs(text) ?? scene.talk.numbered(nthIn(text, scene.talk.offers) ?? 0);
    if (offered !== undefined) await scene.note(`> ${offered}`);
    if (scene.talk.isNoOffer(text)) throw new Problem(messages.noSuchNumber(text, scene.language));
    const said = offered ?? text;
    if (/\p{L}/u.test(said)) scene.language = /\p{Script=Han}/u.test(said) ? 'zh' : 'en';
    const { last } = scene.talk;
    const meant = await scene.setting.ground.meant(said, intentOf(last));
    if (meant.kind === 'saying') return meant.saying === 'other' ? this.#other() : doSaying(meant, scene);
    if (meant.kind === 'unclear') return this.#unclear(said);
    if (meant.kind === 'question' || last === undefined) {
      const question = meant.kind === 'question' ? (meant.text ?? said) : said;
      return this.#ask(requestOf(question, scene.setting.flags), question);
    }
    // Of a file there is nothing to change but how long it runs.
    if (last.intent === undefined) return meant.again ? last.again(meant.intent.seconds?.value) : this.#ask(requestOf(said, scene.setting.flags), said);
    if (meant.again && isOneOff(last)) {
      await scene.note(toldChange(last.intent, meant.intent, scene.language));
      return last.again(meant.intent.seconds?.value);
    }
    return this.#change(meant.intent, last, meant.anew === true);
  }

  /** What our rules do not understand a model may: it knows what was asked before. */
  async #unclear(said: string): Promise<Exit> {
    if (this.#scene.talk.last === undefined) throw new Problem(messages.nothingAsked(this.#scene.language));
    if (!(await this.#hasModel())) throw new Problem(messages.unclearChange(said, this.#scene.language));
    return this.#ask({ ...requestOf(said, this.#scene.setting.flags), planner: 'model' }, said);
  }

  /** The program that would have answered, too: of what was asked, with all that was changed since. */
  async #other(): Promise<Exit> {
    const scene = this.#scene;
    const { plan, intent } = scene.asked();
    const { alternative } = plan;
    if (alternative === undefined) throw new Problem(messages.noOther(scene.language));
    await scene.note(`> ${alternative.ask}`);
    const planned = intent === undefined ? undefined : await scene.setting.ground.chosen(alternative.name, intent);
    if (planned === undefined || intent === undefined) return this.#ask(requestOf(alternative.ask, scene.setting.flags), alternative.ask);
    return this.#ask({ question: intent.question, intent }, intent.question, planned);
  }

  async #hasModel(): Promise<boolean> {
    const { flags } = this.#scene.setting;
    if (flags.planner === 'embedded') return false;
    return (
      (await modelWish(flags)
        .model()
        .catch(() => undefined)) !== undefined
    );
  }

  /** `last`: what was changed; the same is asked once more without. */
  async #change(intent: Intent, last?: Asked, anew = false): Promise<Exit> {
    const scene = this.#scene;
    if (last?.intent !== undefined) await scene.note(toldChange(last.intent, intent, scene.language));
    if (last !== undefined && !last.written && last.plan.program.origin.kind === 'edited') await scene.note(scene.words.withoutEdit);
    // The flags have their part in it. What a model wrote, a model changes: what the library has comes near at best.
    const { planner: wished, as } = requestOf('', scene.setting.flags);
    let planner = wished ?? (last?.written === true ? 'model' : undefined);
    const stays = last === undefined || anew || planner === 'model' || as !== undefined ? undefined : await scene.setting.ground.stay(last.plan, intent);
    if (stays !== undefined && (await this.#hasModel())) planner = 'model';
    const request = { question: intent.question, intent, ...(planner === undefined ? {} : { planner }), ...(as === undefined ? {} : { as }) };
    return this.#ask(request, intent.question, planner === 'model' ? undefined : stays);
  }

  /** Asks as the command line does, and keeps what came of it. */
  async #ask(request: Request, question: string, planned?: Plan, written = false): Promise<Exit> {
    const { flags } = this.#scene.setting;
    return this.#heard(request, question, written, (hearer) => askHeard(request, flags, planned === undefined ? hearer : { ...hearer, talk: { planned } }), {
      again: (asked) => (seconds) => {
        const { intent = emptyIntent(question), plan } = asked;
        if (isOneOff(asked)) return this.#ask({ question, intent }, question, forSeconds(plan, seconds), asked.written);
        return this.#change(seconds === undefined ? intent : { ...intent, seconds: { value: seconds, words: '' } });
      },
    });
  }

  async #runFile(file: string, args: readonly string[], flags: FileFlags & GrantFlags): Promise<Exit> {
    const { yes, plain, keep, allowUnsafe } = this.#scene.setting.flags;
    const all = { ...(yes === undefined ? {} : { yes }), ...(plain === undefined ? {} : { plain }), ...(allowUnsafe === undefined ? {} : { allowUnsafe }) };
    const given = { ...all, ...flags, keep: flags.keep !== false && keep !== false };
    return this.#heard({}, `/run ${file}`, false, (hearer) => runCommand(file, args, given, hearer), {
      given: args.length > 0 ? args : (flags.set ?? []),
      again: () => (seconds) => this.#runFile(file, args, seconds === undefined ? flags : { ...flags, duration: seconds }),
    });
  }

  async #heard(
    request: Request,
    question: string,
    isWritten: boolean,
    run: (hearer: Hearer) => Promise<Exit>,
    { again, given }: { readonly again: (asked: Omit<Asked, 'again'>) => Asked['again']; readonly given?: readonly string[] },
  ): Promise<Exit> {
    const scene = this.#scene;
    const { talk } = scene;
    const recorder = new Recorder(request);
    const before = talk.last;
    let plan: Plan | undefined;
    let written = isWritten;
    let session: string | undefined;
    let offered: readonly string[] = [];
    let unanswered: string | undefined;
    const event = (one: AskEvent): void => {
      recorder.take(one);
      if (one.type === 'plan' || one.type === 'running') {
        plan = one.plan;
        written ||= plan.program.origin.kind === 'model';
      } else if (one.type === 'unanswered') {
        unanswered = one.code;
        offered = one.nearest.map(({ ask }) => ask);
      } else if (one.type === 'told') offered = one.passages.flatMap(({ ask }) => ask ?? []);
    };
    // A question that was changed means the program it meant before.
    const meantBefore = (choices: readonly Near[]): Near | undefined => {
      const origin = request.intent === undefined ? undefined : before?.plan.program.origin;
      return origin?.kind === 'library' ? choices.find(({ name }) => name === origin.name) : undefined;
    };
    let exit: Exit;
    try {
      exit = await run({
        event,
        kept: (id) => {
          session = id;
        },
        chosen: meantBefore,
        talk: beforeOf(before),
      });
    } finally {
      if (plan !== undefined) {
        const record = recorder.record();
        const intent = plan.program.origin.kind === 'file' ? undefined : (request.intent ?? plan.intent);
        const asked = {
          question,
          plan,
          isChange: request.intent !== undefined && before?.intent !== undefined,
          written,
          ...(given === undefined ? {} : { given }),
          ...(intent === undefined ? {} : { intent }),
          ...(record === undefined ? {} : { record: session === undefined ? record : { ...record, id: session } }),
          ...(session === undefined ? {} : { session }),
        };
        talk.asked({ ...asked, again: again(asked) });
      }
    }
    if (offered.length > 0) await scene.offer(offered);
    else if (unanswered === 'not-tracing' || unanswered === 'no-program') await scene.offerExamples();
    if (plan !== undefined && talk.last?.record !== undefined && (exit === Exit.answered || exit === Exit.sawNothing) && scene.setting.isTerminal)
      await scene.suggest(false, session);
    return exit;
  }
}
