/** What a model is told first: who it is here and what the machine has (the same for every question on it), then the question with what may help. */
import { estimateTokens, type ToolSpec } from '../../models/model.ts';
import { quoted, shortened, visibleText } from '../../models/quote.ts';
import { promptText } from '../prompts.ts';
import type { Craft } from './craft.ts';
import type { Room } from './room.ts';
import type { AgentOptions, AgentSetting } from './setting.ts';
import { understoodText } from './understood.ts';

/** Of the room for prompt and conversation, what the first prompt may have. */
const FIRST = 0.6;
const MOST_QUESTION = 4000;
/** Of a question in Chinese, each sign is a token: it may have this part of the room. */
const QUESTION = 0.25;
/** Characters of what was before, as a part of the room in tokens. */
const BEFORE = 0.6;
const MOST_EXAMPLES = 4;

export function systemText({ facts, budget, intent }: AgentSetting, craft: Craft, tools: readonly ToolSpec[], asText: boolean, room: Room): string {
  const language = languageName(intent.language);
  const text = promptText(room.brief ? craft.prompts.brief : craft.prompts.system, {
    attempts: String(budget.attempts),
    calls: String(budget.calls),
    language: ` in ${language}, the language of the question`,
    machine: craft.machine(facts, room.brief),
  });
  if (!asText) return text;
  return `${text}\n\n${promptText('text-protocol', {
    example: JSON.stringify({ tool: 'submit_program', arguments: craft.example }),
    fence: craft.fence,
    tools: tools.map(toolText).join('\n'),
  })}`;
}

/** `spent`: tokens that the system text and the tools take already. Examples are given whole or not at all, as many as there is room for. */
export function userText({ question, intent, options = {}, nearest, before, examples }: AgentSetting, craft: Craft, room: Room, spent: number): string {
  const understood = understoodText(intent, craft.every);
  const slots = {
    question: quoted('question', question, Math.min(MOST_QUESTION, Math.floor(room.prompt * QUESTION))),
    understood: understood === '' ? '' : quoted('what was understood of the question; the program is held against it', understood),
    options: optionsText(options, craft),
    before: before === undefined ? '' : beforeText(before, Math.floor(room.prompt * BEFORE)),
  };
  let left = room.prompt * FIRST - spent - estimateTokens(promptText('question', { ...slots, nearest: '', examples: '' }));
  const fitting = (text: string): boolean => {
    const tokens = estimateTokens(text);
    if (tokens > left) return false;
    left -= tokens;
    return true;
  };
  const near = nearest === undefined ? '' : quoted(`what is answered without a model, and may miss the question: ${nearest.title}`, nearest.source);
  const others = examples.filter(({ source }) => source !== nearest?.source).slice(0, MOST_EXAMPLES);
  const shownNear = near !== '' && fitting(near) ? near : '';
  const shown = others.map(({ title, source }) => quoted(`program that works: ${title}`, source)).filter(fitting);
  return promptText('question', { ...slots, nearest: shownNear, examples: shown.join('\n') });
}

/** What a change of a question is a change of. */
function beforeText({ question, title, source }: NonNullable<AgentSetting['before']>, most: number): string {
  const asked = quoted('what was asked before in this talk', question, Math.floor(most / 3));
  if (source === undefined) return asked;
  const program = quoted(`the program that answered it: ${title}`, source, most);
  return `${asked}\n${program}\nWhere the question only changes what was asked before ("by file instead", "only the slow ones"), it is about the same: change that program so. Where it asks for something else, begin anew.`;
}

function optionsText({ seconds, pid, comm, command }: AgentOptions, { narrowing }: Craft): string {
  const lines = [
    ...(seconds === undefined ? [] : [`It will run for ${seconds} s.`]),
    ...(pid === undefined ? [] : [`Only the process with pid ${pid} is asked about: narrow the program to it${narrowing.pid}.`]),
    ...(comm === undefined
      ? []
      : [`Only processes with the name below are asked about: narrow the program to it${narrowing.comm}.\n${quoted('name of the process', comm, 200)}`]),
    ...(command === undefined
      ? []
      : [
          `This command is started and traced. Its process id is the program's first parameter, $1: narrow the program to it (pid == $1).\n${quoted('command', command.join(' '), 400)}`,
        ]),
  ];
  return lines.join('\n');
}

/** A tool for a model that is told of it in text. */
function toolText({ name, description, schema }: ToolSpec): string {
  const properties = Object.entries(
    (schema.properties ?? {}) as Readonly<Record<string, { readonly type?: string; readonly description?: string; readonly enum?: readonly string[] }>>,
  );
  const required = new Set((schema.required ?? []) as readonly string[]);
  const parts = properties.map(([key, { type, description: about = '', enum: values }]) => {
    const kind = values === undefined ? (type === 'array' ? 'array of strings' : 'string') : values.map((value) => JSON.stringify(value)).join(' or ');
    return `"${key}" (${kind}${required.has(key) ? '' : ', optional'}): ${about}`;
  });
  return `- ${name}: ${description}${parts.length === 0 ? '' : ` Arguments: ${parts.join('; ')}`}`;
}

/** The English name of a language. */
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A text of a model that people will read: one line of what can be seen. */
export function oneLine(text: string, most: number): string {
  return shortened(visibleText(text).replace(/\s+/g, ' ').trim(), most).split('\n')[0] ?? '';
}
