/** What a machine itself offers, found by its meaning: its tracepoints with their fields, and the tracing tools that are installed on it. */
import MiniSearch, { type SearchResult } from 'minisearch';
import { en } from '../intent/lexicon/en.ts';
import type { Field } from '../kernel/tracepoints.ts';
import { KERNEL_WORDS } from './kernel-words.ts';
import { Tokenizer } from './tokens.ts';
import type { InstalledTool } from './tools.ts';

/** A tracepoint of the machine, or a tool on it, and how well it fits: 1 where all of the words are about it. */
export type Offer =
  | { readonly kind: 'tracepoint'; readonly category: string; readonly name: string; readonly fit: number }
  | { readonly kind: 'tool'; readonly tool: InstalledTool; readonly fit: number };

/** The lists behind it. */
export interface MachineLists {
  /** `category:name`. */
  readonly tracepoints: readonly string[];
  readonly fields: (category: string, name: string) => readonly Field[] | undefined;
  readonly tools: readonly InstalledTool[];
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly fields: string;
}

/** System calls are looked up by their own names: 700 of the tracepoints are theirs, and would stand before all others. */
const NOT_BY_MEANING = /^(?:syscalls|raw_syscalls|initcall|ftrace|bpf_test_run|bpf_trace):/;
const TOOL = 'tool ';
const MOST = 20;

/** Words of names come apart at their underscores, and mean what the kernel's abbreviations stand for. */
class NameReader {
  readonly #tokenizer = new Tokenizer(en);
  readonly #known = new Map<string, readonly string[]>();

  readonly tokens = (text: string): string[] =>
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .flatMap(this.#word);

  readonly #word = (word: string): readonly string[] => {
    let known = this.#known.get(word);
    if (known === undefined) {
      known = word === '' ? [] : [...new Set([word, ...this.#tokenizer.tokens(KERNEL_WORDS[word] ?? word)])];
      this.#known.set(word, known);
    }
    return known;
  };
}

/** An index of what a machine offers; built once (about 100 ms, most of it for reading the fields), then a question takes a millisecond. */
export class MachineIndex {
  readonly #search: MiniSearch<Entry>;
  readonly #tools: ReadonlyMap<string, InstalledTool>;
  readonly #reader = new NameReader();

  constructor({ tracepoints, fields, tools }: MachineLists) {
    const { tokens } = this.#reader;
    this.#search = new MiniSearch<Entry>({
      fields: ['name', 'category', 'fields'],
      tokenize: tokens,
      processTerm: (term) => term,
      searchOptions: { boost: { name: 3, category: 2, fields: 0.3 }, prefix: (term) => term.length > 4, fuzzy: (term) => (term.length > 5 ? 0.2 : false) },
    });
    this.#search.addAll(tracepoints.filter((id) => !NOT_BY_MEANING.test(id)).map((id) => entryOf(id, fields)));
    this.#tools = new Map(tools.map((tool) => [`${TOOL}${tool.command}`, tool]));
    this.#search.addAll(tools.map(({ command, summary }) => ({ id: `${TOOL}${command}`, name: summary, category: command, fields: '' })));
  }

  /** What the words of a question, as the tokenizer gives them, are about; best first. */
  find(words: readonly string[]): Offer[] {
    if (words.length === 0) return [];
    const found = this.#search.search(words.join(' '), { tokenize: (text) => text.split(' ') });
    return found.slice(0, MOST).map((result) => this.#offer(result, words));
  }

  #offer(result: SearchResult, words: readonly string[]): Offer {
    const fit = new Set(result.queryTerms).size / words.length;
    const id = String(result.id);
    const tool = this.#tools.get(id);
    if (tool !== undefined) return { kind: 'tool', tool, fit };
    const [category = '', name = ''] = id.split(':');
    return { kind: 'tracepoint', category, name, fit };
  }
}

function entryOf(id: string, fields: MachineLists['fields']): Entry {
  const [category = '', name = ''] = id.split(':');
  return { id, name, category, fields: (fields(category, name) ?? []).map((field) => field.name).join(' ') };
}
