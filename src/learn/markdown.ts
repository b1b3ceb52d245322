/** A lesson's text: the little Markdown of docs/LESSONS.md, read strictly, for what is not understood would be shown as it is typed. */
import { parseInline } from './inline.ts';
import { type Block, FENCES, type Fence, type Section } from './lesson.ts';

export interface TextMistake {
  readonly line: number;
  readonly why: string;
  readonly hint: string;
}

export interface ReadText {
  readonly sections: readonly Section[];
  readonly mistakes: readonly TextMistake[];
}

const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const HTML = /<\/?[a-z][a-z0-9]*(?:\s[^>]*)?\/?>/i;

/** Never throws. */
export function parseText(text: string): ReadText {
  return new Reader(text.split(/\r?\n/)).read();
}

class Reader {
  readonly #lines: readonly string[];
  readonly #sections: { readonly heading: Section['heading']; readonly blocks: Block[] }[] = [{ heading: undefined, blocks: [] }];
  readonly #mistakes: TextMistake[] = [];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  read(): ReadText {
    while (this.#at < this.#lines.length) this.#block();
    return { sections: this.#sections.filter(({ heading, blocks }) => heading !== undefined || blocks.length > 0), mistakes: this.#mistakes };
  }

  get #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  #add(block: Block): void {
    this.#sections.at(-1)?.blocks.push(block);
  }

  #wrong(why: string, hint: string, line = this.#at + 1): void {
    this.#mistakes.push({ line, why, hint });
  }

  #block(): void {
    const line = this.#line;
    const heading = HEADING.exec(line);
    if (line.trim() === '') this.#at++;
    else if (FENCE.test(line)) this.#code();
    else if (heading !== null) this.#heading(heading[1] ?? '', heading[2] ?? '');
    else if (line.trim() === '{{read}}') {
      this.#add({ kind: 'read' });
      this.#at++;
    } else if (ITEM.test(line)) this.#list();
    else if (ROW.test(line)) this.#table();
    else this.#paragraph();
  }

  #heading(marks: string, text: string): void {
    if (marks.length !== 2) this.#wrong(`a heading of level ${marks.length}`, 'headings begin with ##; the title is in lesson.toml');
    if (text === '') this.#wrong('a heading without words', 'write some, or leave it out');
    this.#sections.push({ heading: this.#inline(text), blocks: [] });
    this.#at++;
  }

  #code(): void {
    const [, indent = '', ticks = '', info = ''] = FENCE.exec(this.#line) ?? [];
    const start = this.#at + 1;
    if (indent !== '') this.#wrong('a fence that is indented', 'begin it at the first column, after the list or paragraph');
    const end = this.#lines.findIndex((line, index) => index > this.#at && line.trim() === ticks);
    const fence = info.trim().replace(/\s+/g, ' ');
    if (!isFence(fence))
      this.#wrong(fence === '' ? 'a fence that does not say what it holds' : `nothing is known of a fence of ${fence}`, `there are ${FENCES.join(', ')}`);
    if (end === -1) {
      this.#wrong('a fence that is never closed', `close it with ${ticks} on a line of its own`);
      this.#at = this.#lines.length;
      return;
    }
    const code = this.#lines.slice(this.#at + 1, end).join('\n');
    if (code.trim() === '') this.#wrong('a fence that holds nothing', 'write what it is to show, or leave it out');
    if (isFence(fence)) this.#add({ kind: 'code', fence, code, line: start });
    this.#at = end + 1;
  }

  #list(): void {
    const [, , number] = ITEM.exec(this.#line) ?? [];
    const ordered = number !== undefined;
    const items: { readonly lines: string[]; readonly line: number }[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#line;
      const [whole, indent = '', own, text = ''] = ITEM.exec(line) ?? [];
      if (whole !== undefined && indent.length < 2) {
        if ((own !== undefined) !== ordered) break;
        items.push({ lines: [text], line: this.#at + 1 });
      } else if (whole !== undefined && indent.length < 8) {
        this.#wrong('a list in a list', 'one level is all there is: say it in a sentence, or in two lists');
        items.at(-1)?.lines.push(text);
      } else if (line.trim() === '') {
        const next = this.#lines.slice(this.#at).find((one) => one.trim() !== '') ?? '';
        if (!ITEM.test(next)) break;
      } else if (/^\s/.test(line) && !FENCE.test(line)) items.at(-1)?.lines.push(line.trim());
      else break;
    }
    this.#add({ kind: 'list', ordered, items: items.map(({ lines, line }) => this.#inline(joined(lines), line)) });
  }

  #table(): void {
    const start = this.#at;
    while (this.#at < this.#lines.length && ROW.test(this.#line)) this.#at++;
    const [header = '', rule = '', ...rows] = this.#lines.slice(start, this.#at);
    if (!RULE.test(rule)) this.#wrong('a table without a line below its head', 'write | --- | --- | below the first row', start + 1);
    const cells = (row: string, index: number) => cellsOf(row).map((cell) => this.#inline(cell, start + index + 1));
    const [head, body] = [cells(header, 0), rows.map((row, index) => cells(row, index + 2))];
    for (const [index, row] of body.entries())
      if (row.length !== head.length)
        this.#wrong(`a row of ${row.length} cells in a table of ${head.length}`, 'a | inside a cell is written \\|, also in code', start + index + 3);
    this.#add({ kind: 'table', header: head, rows: body });
  }

  #paragraph(): void {
    const start = this.#at;
    const ends = (line: string): boolean =>
      line.trim() === '' || FENCE.test(line) || HEADING.test(line) || ITEM.test(line) || ROW.test(line) || line.trim() === '{{read}}';
    while (this.#at < this.#lines.length && (this.#at === start || !ends(this.#line))) this.#at++;
    const lines = this.#lines.slice(start, this.#at);
    if (/^\s*>/.test(lines[0] ?? '')) this.#wrong('a quotation', 'a paragraph will do: > is not shown as anything else', start + 1);
    if (/^\s*([-*_])(?:\s*\1){2,}\s*$/.test(lines[0] ?? '')) this.#wrong('a rule', 'a heading parts better', start + 1);
    this.#add({ kind: 'paragraph', text: this.#inline(joined(lines), start + 1) });
  }

  /** Its words; what would be shown as it is typed is a mistake. */
  #inline(text: string, line = this.#at + 1): ReturnType<typeof parseInline> {
    const words = parseInline(text);
    for (const word of words) {
      if (word.kind === 'code') continue;
      const html = HTML.exec(word.text)?.[0];
      if (html !== undefined) this.#wrong(`HTML: ${html}`, 'put it between ` and `, or write it as Markdown', line);
      if (word.kind === 'text' && /!$/.test(word.text) && words[words.indexOf(word) + 1]?.kind === 'link')
        this.#wrong('an image', 'say it in words, or show it as `output`', line);
      if (word.kind === 'text' && /`|\*\*/.test(word.text))
        this.#wrong(`${word.text.includes('`') ? 'a `' : 'a **'} that is never closed`, 'close it, or write \\ before it', line);
      if (word.kind === 'text' && word.text.includes('{{read}}')) this.#wrong('{{read}} within a line', 'it stands alone on a line', line);
      if (word.kind === 'text' && /\]\(/.test(word.text)) this.#wrong('a link that cannot be read', 'write [words](lesson:ID) or [words](https://...)', line);
    }
    return words;
  }
}

function isFence(text: string): text is Fence {
  return (FENCES as readonly string[]).includes(text);
}

const WIDE = /[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]/u;

/** Lines of a paragraph as one: Chinese has no blanks between its words. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .reduce((text, line) => (text === '' ? line : text + (WIDE.test(text.at(-1) ?? '') && WIDE.test(line[0] ?? '') ? '' : ' ') + line), '');
}

function cellsOf(row: string): string[] {
  return row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
