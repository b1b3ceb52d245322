/** The tools a model may call, as data: what they are called, what they take, whether they are there, and what the looking ones answer. */
import type { ToolSpec } from '../../models/model.ts';
import { quoted, shortened, visibleText } from '../../models/quote.ts';
import type { Craft } from './craft.ts';
import { mendsText } from './examination.ts';
import { faultsText } from './faults.ts';
import { type Arguments, type Field, schemaOf } from './fields.ts';
import type { Room } from './room.ts';
import type { Lookups, Passage } from './workshop.ts';

type Given = Extract<Arguments, { ok: true }>;

/** What a tool works with. */
interface Bench {
  readonly workshop: Lookups;
  readonly craft: Craft;
  readonly room: Room;
  readonly signal: AbortSignal;
}

export interface Tool {
  readonly name: string;
  readonly about: string;
  readonly fields: readonly Field[];
  /** What it answers is said by us, and no data. */
  readonly ours?: true;
  /** Nothing can be done without it: it is told to a model that can be told little, too. */
  readonly essential?: true;
  /** Where it is not always there. */
  readonly there?: (workshop: Lookups) => boolean;
  /** What is looked for, for a person. */
  readonly what?: (given: Given) => string;
  /** What it answers; absent for those that end the work, or a part of it. */
  readonly answer?: (given: Given, bench: Bench) => string | Promise<string>;
}

/** The longest program there is to be; bpftrace's own tools have 12,000 characters. */
const MOST_SOURCE = 32_000;
const MOST_WORDS = 300;

const words = (about: string): Field => ({ name: 'words', type: 'text', about, required: true, most: MOST_WORDS });
const source: Field = { name: 'source', type: 'text', about: 'the whole program', required: true, most: MOST_SOURCE };
const said = (about: string): Field => ({ name: 'said', type: 'text', about, required: true, most: 2000 });

const TOOLS: readonly Tool[] = [
  {
    name: 'find_probes',
    essential: true,
    about: 'Attach points that exist here, by a pattern (tracepoint:sched:*), a part of a name, or by meaning.',
    fields: [words('a pattern, a part of a name, or what happens')],
    there: ({ findProbes }) => findProbes !== undefined,
    what: (given) => given.text('words'),
    answer: (given, { workshop, room }) => workshop.findProbes?.(given.text('words'), room.brief ? 12 : 30) ?? '',
  },
  {
    name: 'describe_probe',
    essential: true,
    about: 'Fields or parameters of an attach point, with their types.',
    fields: [{ name: 'probe', type: 'text', about: 'an attach point: tracepoint:sched:sched_switch', required: true, most: MOST_WORDS }],
    there: ({ describeProbe }) => describeProbe !== undefined,
    what: (given) => given.text('probe'),
    answer: (given, { workshop }) => workshop.describeProbe?.(given.text('probe')) ?? '',
  },
  {
    name: 'describe_type',
    about: 'The C definition of a type of this kernel.',
    fields: [{ name: 'type', type: 'text', about: 'struct task_struct', required: true, most: MOST_WORDS }],
    there: ({ describeType }) => describeType !== undefined,
    what: (given) => given.text('type'),
    answer: (given, { workshop }) => workshop.describeType?.(given.text('type')) ?? '',
  },
  {
    name: 'describe_helper',
    essential: true,
    about: "Signatures of the kernel's functions for BPF programs (helpers), by name or a part of it, with what they do.",
    fields: [words('bpf_get_current_comm, or a part of a name: ringbuf')],
    there: ({ describeHelper }) => describeHelper !== undefined,
    what: (given) => given.text('words'),
    answer: (given, { workshop, room }) => workshop.describeHelper?.(given.text('words'), room.brief ? 3 : 12) ?? '',
  },
  {
    name: 'describe_tool',
    essential: true,
    about: 'All options and arguments that an installed tool takes.',
    fields: [{ name: 'tool', type: 'text', about: 'its name, as it stands in the list', required: true, most: MOST_WORDS }],
    there: ({ describeTool }) => describeTool !== undefined,
    what: (given) => given.text('tool'),
    answer: async (given, { workshop }) => (await workshop.describeTool?.(given.text('tool'))) ?? '',
  },
  {
    name: 'find_examples',
    about: 'Whole programs that work and answer something like it.',
    fields: [words('what a program should answer')],
    there: ({ findExamples }) => findExamples !== undefined,
    what: (given) => given.text('words'),
    answer: (given, { workshop, room }) => workshop.findExamples?.(given.text('words'), room.brief ? 1 : 3) ?? '',
  },
  {
    name: 'list_tools',
    about: 'Installed tracing tools that fit: only to name one when declining.',
    fields: [words('what a tool should show')],
    there: ({ listTools }) => listTools !== undefined,
    what: (given) => given.text('words'),
    answer: (given, { workshop }) => workshop.listTools?.(given.text('words')) ?? '',
  },
  {
    name: 'check_program',
    ours: true,
    about: 'Everything that is wrong with a program, without submitting it.',
    fields: [source],
    what: () => 'a program',
    answer: (given, bench) => checked(given.text('source'), bench),
  },
  {
    name: 'sample',
    about: 'How often the probes of a program fire here, counted for half a second.',
    fields: [source],
    there: ({ sample }) => sample !== undefined,
    what: () => 'a program',
    answer: (given, bench) => sampled(given.text('source'), bench),
  },
  {
    name: 'search_documents',
    about: "Passages from the user's own documents.",
    fields: [words('what to look for')],
    there: ({ documents }) => documents !== undefined,
    what: (given) => given.text('words'),
    answer: async (given, { workshop, room, signal }) => passages((await workshop.documents?.(given.text('words'), room.brief ? 2 : 5, signal)) ?? []),
  },
  {
    name: 'look_up',
    about: 'Passages from the web: the words leave this machine, so put no names of it or of its users in them.',
    fields: [words('what to look for')],
    there: ({ lookUp }) => lookUp !== undefined,
    what: (given) => given.text('words'),
    answer: async (given, { workshop, signal }) => passages((await workshop.lookUp?.(given.text('words'), signal)) ?? []),
  },
  {
    name: 'submit_program',
    essential: true,
    about: 'Submits the program that answers the question.',
    fields: [
      source,
      { name: 'title', type: 'text', about: "what the answer is called, in the question's language", most: 2000 },
      { name: 'tells', type: 'text', about: "what it will tell, as a half sentence in the question's language", most: 4000 },
      {
        name: 'columns',
        type: 'texts',
        about: 'names of what it prints, in order: of the values of a row, or the keys and then the value of a map',
        most: 60,
        mostOf: 24,
      },
      { name: 'cannot_show', type: 'texts', about: "what it cannot show of what was asked, a sentence each, in the question's language", most: 300, mostOf: 6 },
    ],
  },
  {
    name: 'decline',
    essential: true,
    about: 'Says that no program is written.',
    fields: [
      {
        name: 'why',
        type: 'text',
        about: 'off-topic: no question about what a machine does; harm: it asks to harm or to spy; impossible: nothing that a tracer sees answers it',
        required: true,
        oneOf: ['off-topic', 'harm', 'impossible'],
        most: 20,
      },
      said("why, for the person who asked, in the question's language"),
    ],
  },
  {
    name: 'keep_program',
    essential: true,
    about: 'After a run that saw nothing: says that the program is right.',
    fields: [said("why nothing came, for the person who asked, in the question's language")],
  },
];

/** Those that are there; `keep_program` only after a run that saw nothing. */
export function toolsThere(workshop: Lookups, { brief }: Room, afterSilence: boolean): readonly Tool[] {
  return TOOLS.filter(
    ({ name, there, essential }) => (there?.(workshop) ?? true) && (name !== 'keep_program' || afterSilence) && (essential === true || !brief),
  );
}

export function specsOf(tools: readonly Tool[]): ToolSpec[] {
  return tools.map(({ name, about, fields }) => ({ name, description: about, schema: schemaOf(fields) }));
}

/** What a looking tool answers, not too long and, unless it is ours, as data. What it throws is an answer too: it is nothing the question must end with. */
export async function answerOf(tool: Tool, given: Given, bench: Bench): Promise<string> {
  let text: string;
  try {
    text = (await tool.answer?.(given, bench)) ?? '';
  } catch (error) {
    text = `${tool.name} failed: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (tool.ours === true) return shortened(text, bench.room.result * 2);
  return quoted(`answer of ${tool.name}`, visibleText(text).trim() === '' ? 'nothing was found' : text, bench.room.result);
}

async function checked(source: string, { craft, room, signal }: Bench): Promise<string> {
  const { source: mended, mends, faults, forbidden } = await craft.examine(source, signal);
  const all = [...(forbidden === undefined ? [] : [forbidden]), ...faults];
  if (all.length === 0 && mends.length === 0) return 'Nothing is wrong with it. Submit it with submit_program.';
  const change = mends.length === 0 ? [] : [`Mended without asking you:\n${mendsText(mends)}`, quoted('the program as it is now', mended, room.result)];
  return [...change, all.length === 0 ? 'Nothing else is wrong with it.' : faultsText(all, mended)].join('\n\n');
}

/** Only what may run is counted. */
async function sampled(source: string, { workshop, craft, signal }: Bench): Promise<string> {
  const { source: mended, faults, forbidden } = await craft.examine(source, signal);
  const errors = [...(forbidden === undefined ? [] : [forbidden]), ...faults.filter(({ severity }) => severity === 'error')];
  if (errors.length > 0) return `Nothing was counted, since the program is not right yet:\n${faultsText(errors, mended)}`;
  return (await workshop.sample?.(mended, signal)) ?? 'Nothing was counted: the user has not agreed to it.';
}

function passages(found: readonly Passage[]): string {
  return found.map(({ source: from, title, text }) => `${title} (${from})\n${text}`).join('\n\n');
}
