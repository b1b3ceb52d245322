/** The second of two steps: what a question says, as arguments of the tool, through what its options mean. */
import { constants } from 'node:os';
import type { Condition, Intent } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import { lexiconOf } from '../intent/lexicons.ts';
import { Tokenizer } from '../knowledge/tokens.ts';
import { type Host, textOf } from '../system/host.ts';
import { hasControl, joinedTo, wrongValue } from './arguments.ts';
import { shapeOf } from './choose.ts';
import { optionFor, positionalFor, type Role } from './roles.ts';
import type { ToolOption, ToolSchema } from './schema.ts';
import type { Tool } from './tool.ts';

export interface Filled {
  readonly args: readonly string[];
  readonly notes: readonly string[];
  readonly endsItself: boolean;
  readonly pid?: number;
  readonly top?: number;
}

const NOTES = {
  en: {
    wish: (wish: string, tool: string) => `${tool} has no option for this, so it is left out: ${wish}`,
    value: (value: string) => `"${value}" is no value for an option, so it is left out`,
  },
  zh: {
    wish: (wish: string, tool: string) => `${tool} 没有对应的选项,因此未加上:${wish}`,
    value: (value: string) => `“${value}”不能作为选项的值,因此未加上`,
  },
} as const;

/** Fills in what the question asks for. Each argument is one of an array; a value that begins with a dash is joined to its option. */
export function fillArguments(intent: Intent, tool: Tool, schema: ToolSchema, seconds: number | undefined, host: Host): Filled {
  const say = NOTES[intent.language === 'zh' ? 'zh' : 'en'];
  const args: string[] = [];
  const notes: string[] = [];
  const put = (role: Role, value?: string): boolean => {
    const option = optionFor(role, schema);
    return option !== undefined && add(args, option, value, (bad) => notes.push(say.value(bad)));
  };
  const wish = (granted: boolean, words: string): void => {
    if (!granted) notes.push(say.wish(words, tool.name));
  };

  put('keep-screen');
  put('stdio');
  const { pid, comm } = intent.filter?.value ?? {};
  const narrowed = pid !== undefined && put('pid', String(pid));
  if (pid !== undefined) wish(narrowed, `pid ${pid}`);
  // What a tool is of it need not be narrowed to.
  else if (comm !== undefined && !tool.base.startsWith(comm) && !(takesFunction(schema) && isFunctionName(comm))) wish(put('comm', comm), comm);
  if (!narrowed && tool.kind === 'perf') put('all-cpus');
  const filters: string[] = [];
  for (const { value, words } of intent.conditions) wish(filtered(value, tool, filters) || condition(value, tool, schema, put, host), words);
  const top = intent.top?.value;
  // Of a table the largest are shown here; rows that come one by one have none.
  if (top !== undefined) {
    const isRows = ['each', 'slower'].includes(shapeOf(tool));
    wish(put('top', String(top)) || !isRows, intent.top?.words ?? '');
  }
  for (const { value } of intent.keys) {
    if (value === 'process' || value === 'pid') put('by-process');
    if (value === 'tid' || value === 'thread') put('by-thread');
    if (value === 'device') put('by-disk');
  }
  if (intent.measure?.value === 'latency' || intent.measure?.value === 'average') put('latency');
  if (intent.output?.value === 'flame-graph') put('folded');
  args.push(...switchesOf(intent, tool, schema));
  const endsItself = timed(intent, schema, seconds, args);
  args.push(...filters);
  return { args, notes, endsItself, ...(narrowed ? { pid: pid as number } : {}), ...(top === undefined ? {} : { top }) };
}

/** Whether it is told a function of the kernel or of a program by a word that stands alone. */
export function takesFunction(schema: ToolSchema): boolean {
  return positionalFor(/^(?:function|pattern|probe)$/i, schema) !== undefined;
}

/** No word of a language is written so. */
export function isFunctionName(word: string): boolean {
  return /^[a-z]\w*_\w+$/.test(word);
}

function add(args: string[], option: ToolOption, value: string | undefined, refused: (value: string) => void): boolean {
  const name = option.names[0] ?? '';
  if (value === undefined) {
    if (!args.includes(name)) args.push(name);
    return true;
  }
  if (hasControl(value) || value === '' || (option.argument !== undefined && wrongValue(name, option.argument, value).length > 0)) {
    refused(value);
    return true;
  }
  if (value.startsWith('-')) args.push(joinedTo(option, value));
  else args.push(name, value);
  return true;
}

/** What narrows a tool by words that stand alone: the filters of ss, the least time of runqslower. */
function filtered(value: Condition, { base }: Tool, filters: string[]): boolean {
  if (base === 'ss' && value.what === 'port') {
    const port = `:${value.port}`;
    filters.push('(', 'sport', '=', port, 'or', 'dport', '=', port, ')');
    return true;
  }
  if (base === 'runqslower' && value.what === 'time' && (value.comparison === '>' || value.comparison === '>=')) {
    filters.push(String(Math.max(1, Math.round(value.ns / 1000))));
    return true;
  }
  return false;
}

function condition(value: Condition, tool: Tool, schema: ToolSchema, put: (role: Role, value?: string) => boolean, host: Host): boolean {
  switch (value.what) {
    case 'outcome':
      return value.failed && put('failed');
    case 'errno':
      return put('errno', value.errno);
    case 'port':
      return put('port', String(value.port));
    case 'device':
      return put('device', value.device.replace(/^\/dev\//, ''));
    case 'cpu':
      return put('cpu', String(value.cpu));
    case 'path':
      return put('path', value.path);
    case 'signal':
      return put('signal', tool.kind === 'strace' ? value.signal : numberOfSignal(value.signal));
    case 'syscall':
      return put('syscall', value.name);
    case 'user': {
      const uid = uidOf(value.user, host);
      return uid !== undefined && put('user', uid);
    }
    case 'time':
      return (value.comparison === '>' || value.comparison === '>=') && atLeast(value.ns, schema, put);
    default:
      return false;
  }
}

/** Tracers take a signal by its number. */
function numberOfSignal(signal: string): string {
  const number = lookup(constants.signals as Readonly<Record<string, number>>, /^SIG/.test(signal) ? signal : `SIG${signal}`);
  return number === undefined ? signal : String(number);
}

const NS: Readonly<Record<string, number>> = { seconds: 1e9, milliseconds: 1e6, microseconds: 1e3 };

function atLeast(ns: number, schema: ToolSchema, put: (role: Role, value?: string) => boolean): boolean {
  const option = optionFor('at-least', schema);
  // Some say their unit in a sentence only.
  const told = /\b(microseconds|milliseconds)\b/i.exec(option?.meaning ?? '')?.[1]?.toLowerCase();
  const unit = NS[option?.argument?.type ?? ''] ?? NS[told ?? ''];
  return unit !== undefined && put('at-least', String(ns / unit));
}

/** The number of a user: tools take nothing else. */
function uidOf(user: string, host: Host): string | undefined {
  if (/^\d+$/.test(user)) return user;
  const line = textOf(host, '/etc/passwd')
    ?.split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  return line?.split(':')[2];
}

/** Words of a question that are switches of ss; of others what only they have. */
const WORDS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  ss: [
    ['tcp', '-t'],
    ['udp', '-u'],
    ['unix', '-x'],
    ['listen', '-l'],
    ['listener', '-l'],
    ['process', '-p'],
    ['memory', '-m'],
    ['statistic', '-s'],
    ['summary', '-s'],
  ],
};
/** What is always wanted: numbers as they are. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = { ss: ['-n'], strace: ['-f'], 'perf trace': [] };

function switchesOf(intent: Intent, tool: Tool, schema: ToolSchema): string[] {
  const words = new Set(new Tokenizer(lexiconOf(intent.language)).tokens(intent.question));
  if (/listen|监听/i.test(intent.question)) words.add('listen');
  const wanted = [...(ALWAYS[tool.base] ?? []), ...(WORDS[tool.base] ?? []).filter(([word]) => words.has(word)).map(([, name]) => name)];
  const measure = intent.measure?.value;
  if (tool.base === 'strace' && measure === 'count') wanted.push('-c');
  if (tool.base === 'perf trace' && measure !== undefined && measure !== 'each') wanted.push('-s');
  return [...new Set(wanted)].filter((name) => schema.options.some(({ names }) => names.includes(name)));
}

/** How long and how often: a duration where the tool takes one, else an interval and how many of them. Whether it ends by that. */
function timed({ every, times }: Intent, schema: ToolSchema, seconds: number | undefined, args: string[]): boolean {
  const step = every?.value;
  const add = (role: 'duration' | 'interval' | 'times', value: number): boolean => {
    const option = optionFor(role, schema);
    if (option?.argument === undefined) return false;
    const unit = NS[option.argument.type] ?? 1e9;
    args.push(option.names[0] ?? '', String(role === 'times' ? value : Math.max(1, Math.round(value * (1e9 / unit)))));
    return true;
  };
  const alone = positionalFor(/^(?:interval|outputinterval)$/i, schema);
  const lasting = positionalFor(/^duration$/i, schema);
  if (step !== undefined && alone === undefined) add('interval', step);
  if (seconds !== undefined && lasting !== undefined) {
    args.push(String(Math.max(1, Math.round(seconds))));
    return true;
  }
  if (seconds !== undefined && add('duration', seconds)) return true;
  if (alone === undefined || (step === undefined && seconds === undefined)) return false;
  const interval = Math.max(1, Math.round(step ?? seconds ?? 1));
  args.push(String(interval));
  const outputs = times?.value ?? (seconds === undefined ? undefined : Math.max(1, Math.round(seconds / interval)));
  if (outputs === undefined || positionalFor(/^count$/i, schema) === undefined) return false;
  args.push(String(outputs));
  return true;
}
