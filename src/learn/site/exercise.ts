/** An exercise as markup: what it asks, what one begins with; folded away, or apart, hints and an answer. */
import { html, type Markup, type Part } from '../../report/html/markup.ts';
import { programMarkup } from '../../report/html/program.ts';
import { parseInline } from '../inline.ts';
import type { Exercise, Lesson } from '../lesson.ts';
import { headingMarkup, inlineMarkup, plainMarkup, type TextStyle } from './text.ts';
import { SITE_WORDS } from './words.ts';

export function exerciseMarkup(lesson: Lesson, exercise: Exercise, number: number, style: TextStyle, after?: Part): Markup {
  const { lang } = style;
  const words = SITE_WORDS[lang];
  const { title, task, start, needs } = exercise;
  return html`<section id="${idOf(lesson, exercise)}" class="exercise">
${headingMarkup(html`${words.exercise(number)}: ${title[lang]}`, style.level + 1)}<p>${inlineMarkup(parseInline(task[lang]), style)}</p>
${needs.length > 0 && html`<p class="note">${words.needs} ${needs.map((need) => html`<code>${need}</code> `)}</p>`}<p class="note">${words.begins}</p>
${programMarkup(start.source, start.language)}
<p class="note">${words.graded}</p>
${plainMarkup(`gpttrace learn edit ${lesson.id}/${exercise.id}\ngpttrace learn grade ${lesson.id}/${exercise.id}`, 'command')}${after}</section>
`;
}

/** Folded away, so that whoever only looks is not told. */
export function foldedAnswers(exercise: Exercise, style: TextStyle): Markup {
  const { lang } = style;
  const words = SITE_WORDS[lang];
  const { hints, solution } = exercise;
  return html`${hints.map(
    (hint, index) => html`<details><summary>${words.hint(index + 1)}</summary><p>${inlineMarkup(parseInline(hint[lang]), style)}</p></details>
`,
  )}<details><summary>${words.solution}</summary>${programMarkup(solution.source, solution.language)}</details>
`;
}

/** At the end of a page that is to be printed, where nothing can be unfolded. */
export function printedAnswers(lesson: Lesson, exercise: Exercise, number: number, style: TextStyle): Markup {
  const { lang } = style;
  const words = SITE_WORDS[lang];
  const { hints, solution, title } = exercise;
  return html`<section class="exercise">
${headingMarkup(html`${words.lesson(lesson.number)}, ${words.exercise(number)}: <a href="#${idOf(lesson, exercise)}">${title[lang]}</a>`, 3)}<ol>${hints.map((hint) => html`<li>${inlineMarkup(parseInline(hint[lang]), style)}</li>`)}</ol>
${programMarkup(solution.source, solution.language)}
</section>
`;
}

export function idOf(lesson: Lesson, exercise: Exercise): string {
  return `${lesson.id}-${exercise.id}`;
}
