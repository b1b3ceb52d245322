/** A lesson's text as markup. */
import { html, type Markup, type Part, raw } from '../../report/html/markup.ts';
import { programMarkup } from '../../report/html/program.ts';
import type { Block, Inline, Lang, ProgramFile, Section } from '../lesson.ts';
import { SITE_WORDS } from './words.ts';

export interface TextStyle {
  readonly lang: Lang;
  /** Where a lesson is found, by its id; undefined where it is not among those exported. */
  readonly hrefOf: (lesson: string) => string | undefined;
  /** Of a lesson's sections: the second level, or the third where many lessons stand on a page. */
  readonly level: 2 | 3;
}

export function sectionsMarkup(sections: readonly Section[], read: ProgramFile, style: TextStyle): Markup {
  return html`${sections.map(({ heading, blocks }) => html`${heading !== undefined && headingMarkup(inlineMarkup(heading, style), style.level)}${blocks.map((block) => blockMarkup(block, read, style))}`)}`;
}

export function headingMarkup(text: Part, level: number): Markup {
  return html`<${raw(`h${level}`)}>${text}</${raw(`h${level}`)}>
`;
}

function blockMarkup(block: Block, read: ProgramFile, style: TextStyle): Markup {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${inlineMarkup(block.text, style)}</p>
`;
    case 'list': {
      const tag = raw(block.ordered ? 'ol' : 'ul');
      return html`<${tag}>${block.items.map((item) => html`<li>${inlineMarkup(item, style)}</li>`)}</${tag}>
`;
    }
    case 'table':
      return html`<div class="scroll"><table><thead><tr>${block.header.map((cell) => html`<th scope="col">${inlineMarkup(cell, style)}</th>`)}</tr></thead>
<tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inlineMarkup(cell, style)}</td>`)}</tr>`)}</tbody></table></div>
`;
    case 'code':
      return codeMarkup(block, style.lang);
    case 'read':
      return programMarkup(read.source, read.language);
  }
}

function codeMarkup({ fence, code }: Extract<Block, { kind: 'code' }>, lang: Lang): Markup {
  const words = SITE_WORDS[lang];
  switch (fence) {
    case 'c':
    case 'c fragment':
      return programMarkup(code, 'c');
    case 'bpftrace wrong':
      return html`<p class="note">${words.wrong}</p>${programMarkup(code)}`;
    case 'bpftrace run':
      return html`${programMarkup(code)}<p class="note">${words.run} <code>gpttrace run try.bt</code></p>`;
    case 'bpftrace':
    case 'bpftrace fragment':
      return programMarkup(code);
    case 'sh':
      return plainMarkup(code, 'command');
    case 'output':
      return html`<p class="note">${words.output}</p>${plainMarkup(code, 'printed')}`;
  }
}

/** Lines as they are; a tab and the end of a line stand for themselves. */
export function plainMarkup(code: string, kind: 'command' | 'printed'): Markup {
  const lines = code
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => html`${line.split('\t').map((word, at): Part => (at === 0 ? word : [raw('\t'), word]))}${raw('\n')}`);
  return html`<pre class="${kind}" tabindex="0"><code>${lines}</code></pre>
`;
}

export function inlineMarkup(inlines: readonly Inline[], style: TextStyle): Part {
  return inlines.map((one) => partOf(one, style));
}

function partOf(one: Inline, { hrefOf }: TextStyle): Part {
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'code':
      return html`<code>${one.text}</code>`;
    case 'strong':
      return html`<strong>${one.text}</strong>`;
    case 'emphasis':
      return html`<em>${one.text}</em>`;
    case 'link': {
      const href = 'url' in one.to ? one.to.url : hrefOf(one.to.lesson);
      // Nothing of a script's may be a link's target, whoever wrote the lesson.
      return href === undefined || !/^(?:https?:\/\/|[\w./-]*(?:#[\w-]+)?$)/.test(href) ? one.text : html`<a href="${href}">${one.text}</a>`;
    }
  }
}
