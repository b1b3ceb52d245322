/** A course as a static site: a folder of pages that any web server, or none, can show; and as one page for paper. Pure: the files' names to what they hold. */
import { html, type Markup, type Part } from '../../report/html/markup.ts';
import { lessonsBefore } from '../course.ts';
import { type Concept, type Course, LANGS, type Lang, type Lesson } from '../lesson.ts';
import { exerciseMarkup, foldedAnswers, printedAnswers } from './exercise.ts';
import { page, trail } from './page.ts';
import { headingMarkup, sectionsMarkup, type TextStyle } from './text.ts';
import { SITE_WORDS } from './words.ts';

/** `index.html`; in a folder for each language the overview, a page a lesson, and `course.html`, the whole for paper. */
export function siteOf(course: Course): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['index.html', frontPage()]]);
  for (const lang of LANGS) {
    files.set(`${lang}/index.html`, overviewPage(course, lang));
    files.set(`${lang}/course.html`, wholePage(course, lang));
    for (const [index, lesson] of course.lessons.entries()) files.set(`${lang}/${fileOf(lesson)}`, lessonPage(course, index, lang));
  }
  return files;
}

function fileOf(lesson: Lesson): string {
  return `${lesson.folder}.html`;
}

function frontPage(): string {
  const choice = (lang: Lang): Markup => {
    const { course, intro } = SITE_WORDS[lang];
    return html`<section lang="${lang === 'zh' ? 'zh-Hans' : 'en'}"><h2><a href="${lang}/index.html">${course}</a></h2><p>${intro}</p></section>
`;
  };
  const { course } = SITE_WORDS.en;
  return page({
    lang: 'en',
    title: course,
    body: html`<header><p class="eyebrow">gpttrace</p><h1>${course}</h1></header><main>${LANGS.map(choice)}</main>`,
  });
}

function overviewPage(course: Course, lang: Lang): string {
  const words = SITE_WORDS[lang];
  const body = html`<header>${trail(undefined, otherLanguage(lang, 'index.html'))}<p class="eyebrow">gpttrace</p><h1>${words.course}</h1><p class="sentence">${words.intro}</p><p>${words.how}</p></header>
<main>
${contents(course, lang, fileOf)}
<p><a href="course.html">${words.whole}</a></p>
</main>
`;
  return page({ lang, title: words.course, body });
}

function contents({ lessons }: Course, lang: Lang, hrefOf: (lesson: Lesson) => string): Markup {
  const words = SITE_WORDS[lang];
  return html`<nav aria-label="${words.contents}"><ol class="contents">${lessons.map(
    (
      lesson,
    ) => html`<li><span class="number">${String(lesson.number)}</span><div><a href="${hrefOf(lesson)}">${lesson.title[lang]}</a><p class="dim">${lesson.goal[lang]}</p></div></li>
`,
  )}</ol></nav>`;
}

function otherLanguage(lang: Lang, file: string): Markup {
  const { otherLanguage, otherLanguageTag } = SITE_WORDS[lang];
  return html`<a href="../${lang === 'en' ? 'zh' : 'en'}/${file}" lang="${otherLanguageTag}" hreflang="${otherLanguageTag}">${otherLanguage}</a>`;
}

function lessonPage(course: Course, index: number, lang: Lang): string {
  const { lessons } = course;
  const lesson = lessons[index];
  if (lesson === undefined) throw new RangeError(`there is no lesson at ${index}`);
  const words = SITE_WORDS[lang];
  const style: TextStyle = { lang, level: 2, hrefOf: (id) => pageOfLesson(course, id) };
  const [previous, next] = [lessons[index - 1], lessons[index + 1]];
  const body = html`<header>${trail(html`<a href="index.html">${words.overview}</a>`, otherLanguage(lang, fileOf(lesson)))}
<p class="eyebrow">${words.lesson(lesson.number)} · ${words.minutes(lesson.minutes)}</p>
<h1>${lesson.title[lang]}</h1>
${about(course, lesson, style)}</header>
<main>
${sectionsMarkup(lesson.text[lang], lesson.read, style)}${lesson.exercises.length > 0 && headingMarkup(words.exercises, 2)}${lesson.exercises.map((exercise, at) => exerciseMarkup(lesson, exercise, at + 1, style, foldedAnswers(exercise, style)))}</main>
<nav class="turn" aria-label="${words.contents}"><span>${previous !== undefined && html`${words.previous}: <a rel="prev" href="${fileOf(previous)}">${previous.title[lang]}</a>`}</span><span>${next !== undefined && html`${words.next}: <a rel="next" href="${fileOf(next)}">${next.title[lang]}</a>`}</span></nav>
`;
  return page({ lang, title: `${lesson.title[lang]} · ${words.course}`, body });
}

function pageOfLesson({ lessons }: Course, id: string): string | undefined {
  const lesson = lessons.find((one) => one.id === id);
  return lesson === undefined ? undefined : fileOf(lesson);
}

/** What can be done afterwards, what it teaches, and in which lessons that is taught which must be known before. */
function about(course: Course, lesson: Lesson, { lang, hrefOf }: TextStyle): Markup {
  const words = SITE_WORDS[lang];
  const taught = lesson.teaches.flatMap((id): Concept[] => course.concepts.filter((concept) => concept.id === id));
  const before = lessonsBefore(course, lesson);
  const stop = lang === 'zh' ? '、' : ', ';
  const listed = (parts: readonly Part[]): Part => parts.map((part, at): Part => [at > 0 && stop, part]);
  return html`<dl><dt>${words.after}</dt><dd>${lesson.goal[lang]}</dd>
<dt>${words.teaches}</dt><dd>${listed(taught.map(({ title }) => title[lang]))}</dd>
${before.length > 0 && html`<dt>${words.before}</dt><dd>${listed(before.map(({ id, title }) => html`<a href="${hrefOf(id)}">${title[lang]}</a>`))}</dd>`}</dl>
`;
}

/** Everything on one page, a lesson begins on a new sheet, hints and answers at the end. */
export function wholePage(course: Course, lang: Lang): string {
  const words = SITE_WORDS[lang];
  const { lessons } = course;
  const anchor = (id: string): string | undefined => (lessons.some((lesson) => lesson.id === id) ? `#${id}` : undefined);
  const style: TextStyle = { lang, level: 3, hrefOf: anchor };
  const body = html`<header><p class="eyebrow">gpttrace</p><h1>${words.course}</h1><p class="sentence">${words.intro}</p><p>${words.how}</p></header>
<main>
${headingMarkup(words.contents, 2)}${contents(course, lang, ({ id }) => `#${id}`)}
${lessons.map(
  (lesson) => html`<section class="lesson" id="${lesson.id}">
<p class="eyebrow">${words.lesson(lesson.number)} · ${words.minutes(lesson.minutes)}</p>
${headingMarkup(lesson.title[lang], 2)}${about(course, lesson, style)}${sectionsMarkup(lesson.text[lang], lesson.read, style)}${lesson.exercises.length > 0 && headingMarkup(words.exercises, 3)}${lesson.exercises.map(
  (exercise, at) => exerciseMarkup(lesson, exercise, at + 1, style),
)}</section>
`,
)}<section class="answers">
${headingMarkup(words.solutions, 2)}${lessons.map((lesson) => lesson.exercises.map((exercise, at) => printedAnswers(lesson, exercise, at + 1, style)))}</section>
</main>
`;
  return page({ lang, title: words.course, body });
}
