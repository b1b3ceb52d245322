/** The text of a program in colour, a line numbered each. */
import type { Language } from '../../core/program.ts';
import { codePieces } from '../../explain/code-pieces.ts';
import { html, type Markup, type Part, raw } from './markup.ts';

export function programMarkup(source: string, language: Language = 'bpftrace'): Markup {
  const lines: Part[][] = [[]];
  const trimmed = source.replace(/\n+$/, '');
  for (const { text, colour } of codePieces(trimmed, language))
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      // A tab stands for itself in a program.
      const shown = part.split('\t').flatMap((word, at): Part[] => (at === 0 ? [word] : [TAB, word]));
      if (part !== '') lines.at(-1)?.push(colour === '' ? shown : html`<span class="${colour}">${shown}</span>`);
    });
  return html`<pre class="program" tabindex="0"><code>${lines.map((line) => html`<span class="line">${line}${NEWLINE}</span>`)}</code></pre>`;
}

/** As markup, for as text they would be made visible. */
const TAB = raw('\t');
const NEWLINE = raw('\n');
