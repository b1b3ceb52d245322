/** The flame graph of a table of stacks, as part of a page; it brings a style and a script of its own. */
import type { Table } from '../../core/dataset.ts';
import { flameSvg } from '../../views/flame-svg.ts';
import { stacksOf } from '../../views/stacks.ts';
import { html, type Markup, raw } from './markup.ts';
import type { Page } from './page-of.ts';

/** Undefined for a table without stacks that can be added up. */
export function flameMarkup(table: Table, { record, language, allow }: Page): Markup | undefined {
  const stacks = stacksOf(table);
  if (stacks === undefined || stacks.samples.length === 0) return undefined;
  const svg = flameSvg(stacks, { title: table.title, language, seconds: record.seconds });
  // As a browser reads them: of a script within SVG the marks around its text are none of it.
  allow('style', /<style>([\s\S]*?)<\/style>/.exec(svg)?.[1] ?? '');
  allow('script', /<script><!\[CDATA\[([\s\S]*?)\]\]><\/script>/.exec(svg)?.[1] ?? '');
  return html`<div class="flame">
${raw(svg)}</div>
`;
}
