/** What a file holds, by its name and by how it begins. */
import { basename } from 'node:path';
import { lookup } from '../../core/lookup.ts';

export type Kind = 'markdown' | 'rst' | 'text' | 'man' | 'bpftrace' | 'shell' | 'python' | 'c' | 'html';

const ENDINGS: Readonly<Record<string, Kind>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  rst: 'rst',
  rest: 'rst',
  txt: 'text',
  text: 'text',
  adoc: 'markdown',
  org: 'text',
  bt: 'bpftrace',
  sh: 'shell',
  bash: 'shell',
  py: 'python',
  c: 'c',
  h: 'c',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
};
const MANUAL = /\.[1-8][a-z]{0,3}$/;
const NAMED_TEXT = /^(?:readme|install|news|changelog|changes|authors|todo|notes|hacking|contributing|faq|howto|copying|license)(?:[.-][a-z]+)?$/i;
const INTERPRETERS: readonly (readonly [RegExp, Kind])[] = [
  [/^#!.*\bbpftrace\b/, 'bpftrace'],
  [/^#!.*\bpython/, 'python'],
  [/^#!.*\b(?:ba|da|k|z)?sh\b/, 'shell'],
];
const ROFF = /^(?:['.]\\"|\.\s*(?:TH|Dd|Dt|SH|Sh)\b)/m;
const HTML = /^\s*<(?:!doctype html|html)\b/i;

/** What its name says: `unsure` where only the content can tell; undefined where it is nothing that is read. */
export function kindByName(path: string): Kind | 'unsure' | undefined {
  const name = basename(path).replace(/\.gz$/i, '');
  if (MANUAL.test(name)) return 'unsure';
  if (NAMED_TEXT.test(name)) return lookup(ENDINGS, ending(name)) ?? 'text';
  const found = lookup(ENDINGS, ending(name));
  return found ?? (name.includes('.') ? undefined : 'unsure');
}

/** What it begins like; undefined where nothing tells. */
export function kindByContent(text: string): Kind | undefined {
  const head = text.slice(0, 4096);
  const interpreter = INTERPRETERS.find(([pattern]) => pattern.test(head));
  if (interpreter !== undefined) return interpreter[1];
  if (HTML.test(head)) return 'html';
  return ROFF.test(head) ? 'man' : undefined;
}

function ending(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
