/** One page of an exported course: whole in itself, asking nothing of anybody, no script in it. */
import { hashOf, pageDocument } from '../../report/html/document.ts';
import { html, type Markup, type Part } from '../../report/html/markup.ts';
import { STYLE } from '../../report/html/style.ts';
import type { Lang } from '../lesson.ts';
import { SITE_WORDS } from './words.ts';

/** Beside that of reports: a column that is read, exercises set apart, a page of paper for each lesson. */
const OWN = `
body{max-width:50rem}
.trail{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.3rem 1.2rem;font-size:.92rem}
.contents{padding:0;list-style:none}.contents>li{display:grid;grid-template-columns:2.4rem 1fr;padding:.55rem 0;border-bottom:1px solid var(--rule)}
.contents p{margin:.1rem 0}.contents .number{color:var(--dim);font-variant-numeric:tabular-nums}
.exercise{margin:1.6rem 0;padding:.2rem 1.1rem .8rem;border:1px solid var(--rule);border-left:4px solid var(--accent);border-radius:6px}
.turn{display:flex;justify-content:space-between;gap:1rem;margin-top:3rem;padding-top:.8rem;border-top:1px solid var(--rule)}
.note{margin-bottom:.2rem}
.lesson{margin-top:4rem}.lesson>h2{font-size:1.5rem}.lesson h3{font-size:1.1rem}
@media print{main nav{display:block}.lesson,.answers{break-before:page}.trail,.turn{display:none}.exercise{border:1px solid #999}h3,h4{break-after:avoid}a{color:inherit;text-decoration:none}pre{break-inside:avoid}}
`;
const WHOLE = STYLE + OWN;

export interface PageParts {
  readonly lang: Lang;
  readonly title: string;
  readonly body: Part;
}

export function page({ lang, title, body }: PageParts): string {
  const footer = html`<footer><p>${SITE_WORDS[lang].made}</p></footer>`;
  return pageDocument({
    language: lang,
    title,
    style: WHOLE,
    allows: `style-src ${hashOf(WHOLE)}`,
    body: html`<body>
${body}${footer}
</body>`,
  });
}

export function trail(left: Markup | undefined, right: Part): Markup {
  return html`<div class="trail"><span>${left}</span><span>${right}</span></div>
`;
}
