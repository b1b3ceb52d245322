/** Calls of tools, and programs, that a model wrote as text: what is in it, or nothing. Pure; never throws. */
import { objectsIn, parseLoosely } from './loose-json.ts';

/** As a call of a tool, without the id that only providers give. */
export interface WrittenCall {
  readonly name: string;
  readonly input: unknown;
  readonly malformed?: string;
}

export interface ExtractOptions {
  /** The names there are: an object with another name is an example of something. */
  readonly tools: ReadonlySet<string>;
  /** Whether a program alone counts as a submission: for models that are spoken to in text only. */
  readonly programs: boolean;
  /** What a program looks like; one in bpftrace where it does not say. */
  readonly program?: ProgramText;
}

/** How the programs of a language are told from prose. */
export interface ProgramText {
  /** Languages of fences that one may stand in, the likeliest first. */
  readonly fences: readonly RegExp[];
  isProgram(text: string): boolean;
  /** Whether it begins as a program does, comments aside. */
  startsAsProgram(text: string): boolean;
}

/** Longer replies are cut: a program has no such length, and what is sought in them takes longer the longer they are. */
const MOST = 60_000;
const MOST_CALLS = 8;

/** The calls in a text, in order; those of one way of writing only, the most explicit there is. */
export function extractCalls(reply: string, { tools, programs, program = BPFTRACE_TEXT }: ExtractOptions): WrittenCall[] {
  const text = withoutThoughts(reply.slice(0, MOST));
  const ways = [tagged(text), parameterised(text), asObjects(text, tools), ...(programs ? [asProgram(text, program)] : [])];
  return (ways.find((calls) => calls.length > 0) ?? []).slice(0, MOST_CALLS);
}

/** What it thought aloud is no answer. One server leaves out the opening tag, so that all before the closing one was thought. */
function withoutThoughts(text: string): string {
  const closed = text.replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, '');
  const end = /^[\s\S]*<\/(?:think|thinking|reasoning)>/i.exec(closed)?.[0].length ?? 0;
  return closed.slice(end).replace(/<(?:think|thinking|reasoning)>[\s\S]*$/i, '');
}

/** `<tool_call>{...}</tool_call>` and its kin; what begins so is a call, even where its JSON is none. */
const TAGGED: readonly RegExp[] = [
  /<(tool_call|function_call|tool|tool_use)>\s*(?<call>[{[][\s\S]*?)\s*(?:<\/\1>|$)/g,
  /<\|?(?:tool_call|python_tag|tool_calls_begin)\|?>\s*(?<call>[{[][\s\S]*?)(?=<\||$)/g,
  /\[TOOL_CALLS\]\s*(?<call>[{[][\s\S]*)$/g,
  /<function=(?<name>[\w-]+)>\s*(?<call>\{[\s\S]*?)\s*(?:<\/function>|$)/g,
];

function tagged(text: string): WrittenCall[] {
  for (const pattern of TAGGED) {
    const calls = [...text.matchAll(pattern)].flatMap(({ groups = {} }) => {
      const { call = '', name } = groups;
      const value = parseLoosely(call.trim());
      if (value === undefined) return [{ name: name ?? /"(?:name|tool)"\s*:\s*"([\w-]+)"/.exec(call)?.[1] ?? '', input: undefined, malformed: call }];
      if (name !== undefined) return [{ name, input: value }];
      return (Array.isArray(value) ? value : [value]).flatMap((item) => callOf(item) ?? []);
    });
    if (calls.length > 0) return calls;
  }
  return [];
}

/** `<function=NAME><parameter=KEY>VALUE</parameter></function>` */
function parameterised(text: string): WrittenCall[] {
  return [...text.matchAll(/<function=([\w-]+)>((?:\s*<parameter=[\w-]+>[\s\S]*?<\/parameter>)+)\s*(?:<\/function>|$)/g)].map(([, name = '', body = '']) => ({
    name,
    input: Object.fromEntries(
      [...body.matchAll(/<parameter=([\w-]+)>\n?([\s\S]*?)\n?<\/parameter>/g)].map(([, key = '', value = '']) => [
        key,
        /^\s*\[/.test(value) ? (parseLoosely(value) ?? value) : value,
      ]),
    ),
  }));
}

/** Objects in a fence or in the middle of the text that name a tool there is, or are a submission. */
function asObjects(text: string, tools: ReadonlySet<string>): WrittenCall[] {
  return objectsIn(text).flatMap((object) => {
    const value = parseLoosely(object.text);
    const calls = asRecord(value)?.tool_calls;
    const found = (Array.isArray(calls) ? calls : [value]).flatMap((item) => callOf(item) ?? []);
    return found.filter(({ name }) => tools.has(name));
  });
}

const NAMES = ['tool', 'name', 'function', 'action', 'tool_name'];
const ARGUMENTS = ['arguments', 'parameters', 'args', 'input', 'action_input'];

/** The call that an object is. */
function callOf(value: unknown): WrittenCall | undefined {
  const record = asRecord(value);
  if (record === undefined) return undefined;
  // As the interface of a provider has it.
  const inner = asRecord(record.function);
  if (inner !== undefined) return callOf(inner);
  const name = NAMES.find((key) => typeof record[key] === 'string');
  if (name === undefined) return typeof record.source === 'string' ? { name: 'submit_program', input: record } : undefined;
  const key = ARGUMENTS.find((candidate) => record[candidate] !== undefined);
  if (key === undefined) {
    const { [name]: _, ...rest } = record;
    return { name: String(record[name]), input: rest };
  }
  const given = record[key];
  const input = typeof given === 'string' ? parseLoosely(given) : given;
  return input === undefined ? { name: String(record[name]), input, malformed: String(given) } : { name: String(record[name]), input };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

const PROBE =
  /(?:^|[\s'"`,(])(?:BEGIN|END|begin|end|(?:tracepoint|t|rawtracepoint|rt|kprobe|k|kretprobe|kr|kfunc|kretfunc|fentry|fexit|f|fr|uprobe|u|uretprobe|ur|usdt|U|profile|p|interval|i|software|s|hardware|h):[^\s{]+)\s*(?:,|\/[^\n]*\/|\{|$)/im;

export const BPFTRACE_TEXT: ProgramText = {
  fences: [/^(?:bpftrace|bt)$/i, /^(?:c|cpp|d|awk|text|txt|)$/i, /^(?:sh|bash|shell|console|zsh)$/i],
  isProgram,
  startsAsProgram: (text) => PROBE.exec(text)?.index === 0 && isProgram(text),
};

/** The program of a fenced block, the first in the likeliest language; or the whole text, where it begins as a program does. */
function asProgram(text: string, { fences, isProgram: isOne, startsAsProgram }: ProgramText): WrittenCall[] {
  const blocks = [...text.matchAll(/^[ \t]*(?<fence>`{3,8}|~{3,8})[ \t]*(?<language>[\w+-]*)[^\n]*\n(?<body>[\s\S]*?)(?:^[ \t]*\k<fence>|(?![\s\S]))/gm)].map(
    ({ groups = {} }) => ({
      language: groups.language ?? '',
      body: groups.body ?? '',
    }),
  );
  for (const language of fences) {
    const block = blocks.find((candidate) => language.test(candidate.language) && isOne(candidate.body));
    if (block !== undefined) return [submission(block.body)];
  }
  const start = text.replace(/^\s*(?:(?:#!|\/\/)[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)*/, '');
  return blocks.length === 0 && startsAsProgram(start) ? [submission(text)] : [];
}

function isProgram(text: string): boolean {
  return text.includes('{') && PROBE.test(text);
}

function submission(source: string): WrittenCall {
  return { name: 'submit_program', input: { source: source.trim() } };
}
