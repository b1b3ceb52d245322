/** What is about whatever is said in a talk. */
import type { Command } from 'commander';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { TalkGround } from '../../line/talk/ground.ts';
import { Talk } from '../../line/talk/ground.ts';
import { paint, wrapHanging } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import type { AskFlags } from '../options.ts';
import { stderrStyle, write } from '../terminal.ts';
import type { Asked } from './asked.ts';
import { exampleLines, suggestionLines } from './shown.ts';
import { type ChatWords, chatWords } from './words.ts';

/** What a talk is asked about, and shown by. */
export interface Setting {
  readonly ground: TalkGround;
  /** A command line as it is before anything was typed. */
  readonly commandLine: () => Command;
  readonly flags: AskFlags;
  /** Of the locale; what is said in another language is answered in that one. */
  readonly language: string;
  /** Whether somebody sees it: suggestions are for people. */
  readonly isTerminal: boolean;
}

export class Scene {
  readonly setting: Setting;
  readonly talk: Talk<Asked> = new Talk<Asked>();
  /** Of what was said last. */
  language: string;

  constructor(setting: Setting) {
    this.setting = setting;
    this.language = setting.language;
  }

  get words(): ChatWords {
    return chatWords(this.language);
  }

  /** What was asked last. Throws a Problem where nothing was. */
  asked(): Asked {
    const { last } = this.talk;
    if (last === undefined) throw new Problem(messages.nothingAsked(this.language));
    return last;
  }

  /** Something about the talk: beside the answers. */
  async note(text: string): Promise<void> {
    const style = stderrStyle();
    await write(
      process.stderr,
      `${wrapHanging(visible(text), style.columns)
        .map((line) => paint(line, 'dim', style))
        .join('\n')}\n`,
    );
  }

  /** Questions that their numbers ask from now on, told to a person. */
  async offer(questions: readonly string[]): Promise<void> {
    this.talk.offer(questions);
    if (this.setting.isTerminal && questions.length > 0) await this.note(this.words.nearest(questions.length));
  }

  /** To who has asked what no trace can tell: questions that one can. */
  async offerExamples(): Promise<void> {
    if (!this.setting.isTerminal) return;
    const { examples, tryOne } = this.words;
    this.talk.offer(examples);
    await write(process.stderr, `${exampleLines(tryOne, examples, stderrStyle()).join('\n')}\n`);
  }

  /** What could be asked next, with what that would cost; whether there is anything. `first`: questions that somebody else thought of. */
  async suggest(why: boolean, session?: string, first: readonly string[] = []): Promise<boolean> {
    const asked = this.talk.last;
    if (asked?.record === undefined) return false;
    const suggestions = await this.setting.ground.suggest(asked.record, asked.intent, why, first);
    this.talk.offer(suggestions.map(({ question }) => question));
    const style = { ...stderrStyle(), language: this.language };
    const lines = suggestions.length === 0 ? [] : ['', ...suggestionLines(suggestions, this.words, style)];
    if (session !== undefined) lines.unshift(paint(this.words.kept(session), 'dim', style));
    if (lines.length > 0) await write(process.stderr, `${lines.join('\n')}\n`);
    return suggestions.length > 0;
  }
}
