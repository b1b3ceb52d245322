/** What models are told, written in `prompts/*.md`: named slots, filled in once. */
import { readFileSync } from 'node:fs';

export type PromptName =
  | 'system'
  | 'system-brief'
  | 'system-c'
  | 'system-c-brief'
  | 'dialect'
  | 'machine-c'
  | 'system-tool'
  | 'machine-tool'
  | 'question'
  | 'text-protocol'
  | 'remind-tools'
  | 'remind-text'
  | 'sent-back'
  | 'rehearsed'
  | 'silent'
  | 'rejected';

/** One folder below src, dist and dist/bin (where this is a part of a larger file) alike. */
const FOLDER = new URL('../plan/prompts/', import.meta.url);

const read = new Map<PromptName, string>();

/**
 * A prompt with its slots filled. A line with a slot that has nothing in it goes away, and so do empty lines that follow each other. What is put in is not looked
 * at again: it may hold anything. Throws for a slot that nobody fills: that is a bug.
 */
export function promptText(name: PromptName, slots: Readonly<Record<string, string>> = {}): string {
  const lines = textOf(name)
    .split('\n')
    .filter((line) => slotsIn(line).every((slot) => filling(slots, slot, name) !== ''));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(SLOT, (_, slot: string) => filling(slots, slot, name))
    .trim();
}

/** The names of its slots, and the other way round: what may be filled. */
export function slotsOf(name: PromptName): readonly string[] {
  return [...new Set(slotsIn(textOf(name)))];
}

const SLOT = /\{\{([a-z_]+)\}\}/g;

function slotsIn(text: string): string[] {
  return [...text.matchAll(SLOT)].map(([, slot = '']) => slot);
}

function filling(slots: Readonly<Record<string, string>>, slot: string, name: PromptName): string {
  const value = Object.hasOwn(slots, slot) ? slots[slot] : undefined;
  if (value === undefined) throw new Error(`nothing fills {{${slot}}} of ${name}.md`);
  return value;
}

function textOf(name: PromptName): string {
  let text = read.get(name);
  if (text === undefined) {
    text = readFileSync(new URL(`${name}.md`, FOLDER), 'utf8');
    read.set(name, text);
  }
  return text;
}
