/** A diagnosis as text: the stages ticked or crossed, then each finding with its place and what to try, then the program repaired. */
import type { Severity } from '../core/diagnostic.ts';
import type { Diagnosis, Finding, Stage } from '../debug/diagnosis.ts';
import { SHOWN_WORDS } from '../debug/words-shown.ts';
import { STAGE_WORDS } from '../debug/words-stages.ts';
import { renderFrame } from '../views/diagnostics.ts';
import { paintDiff, unifiedDiff } from '../views/diff.ts';
import { type Paint, padEnd, paint, type Style, width, wrap } from '../views/layout.ts';
import { group, visible, visibleLine } from '../views/values.ts';

interface Texts {
  readonly lesson: (lesson: string) => string;
  readonly repaired: string;
  readonly write: (file: string) => string;
  readonly written: (file: string) => string;
  readonly unrun: string;
  readonly ask: (file: string, seconds: number) => string;
  readonly watching: (seconds: number) => string;
  readonly rehearsing: (workload: string) => string;
}

const TEXTS: Readonly<Record<'en' | 'zh', Texts>> = {
  en: {
    lesson: (lesson) => `lesson: ${lesson}`,
    repaired: 'Repaired it would be:',
    write: (file) => `gpttrace debug ${file} --fix writes that`,
    written: (file) => `written to ${file}`,
    unrun: 'To see how far its events come, let it be run: leave out --dry-run, or say yes.',
    ask: (file, seconds) =>
      `Run ${file} for ${seconds} s, in a copy that counts how far its events come; then, where a probe does not fire, once more beside a small workload?  y yes   n no: `,
    watching: (seconds) => `watching for ${seconds} s how far its events come`,
    rehearsing: (workload) => `once more, beside a workload: ${workload}`,
  },
  zh: {
    lesson: (lesson) => `课程：${lesson}`,
    repaired: '修好之后：',
    write: (file) => `gpttrace debug ${file} --fix 会写入文件`,
    written: (file) => `已写入 ${file}`,
    unrun: '要看事件走到哪一步，需要运行它：去掉 --dry-run，或回答“是”。',
    ask: (file, seconds) => `运行 ${file} ${seconds} 秒（运行的是一个带计数的副本）；若有探针不触发，再与一个小负载一起运行一次？ y 是   n 否：`,
    watching: (seconds) => `观察 ${seconds} 秒，看事件走到哪一步`,
    rehearsing: (workload) => `再运行一次，旁边有负载：${workload}`,
  },
};

export function debugTexts(language: 'en' | 'zh'): Texts {
  return TEXTS[language];
}

const MARKS: Readonly<Record<Stage['state'], readonly [unicode: string, ascii: string, how: Paint]>> = {
  good: ['✓', 'ok', 'green'],
  doubtful: ['!', '! ', 'yellow'],
  bad: ['✗', 'x ', 'red'],
  untried: ['·', '- ', 'dim'],
};
const COLORS: Readonly<Record<Severity, Paint>> = { error: 'red', warning: 'yellow', note: 'cyan' };
/** Lines wider than this are hard to read, however wide the terminal. */
const WIDEST = 110;
const INDENT = '  ';

/** `written`: whether the repaired program was written to its file; undefined where it has none. `lessons` by concept, where there is a course. */
export function renderDiagnosis(
  diagnosis: Diagnosis,
  source: string,
  written: boolean | undefined,
  style: Style,
  lessons: ReadonlyMap<string, string> = new Map(),
): string[] {
  const { file, language, verdict, stages, findings, repaired, program } = diagnosis;
  const texts = TEXTS[language];
  const name = visible(file);
  const lines = [paint(`${name}: ${SHOWN_WORDS[language].verdicts[verdict]}`, 'bold', style), '', ...stageLines(stages, language, style), ''];
  for (const finding of findings)
    lines.push(...findingLines(finding, program === 'object' ? '' : source, name, language, style, lessons.get(finding.concept)), '');
  if (repaired !== undefined) {
    lines.push(
      texts.repaired,
      '',
      ...paintDiff(unifiedDiff(source, repaired, file).map(visibleLine), style),
      ...(written === undefined ? [] : ['', written ? texts.written(name) : texts.write(name)]),
    );
  } else if (verdict === 'unrun') lines.push(texts.unrun);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function stageLines(stages: readonly Stage[], language: 'en' | 'zh', style: Style): string[] {
  const titles = stages.map(({ id }) => STAGE_WORDS[language][id].title);
  const wide = Math.max(...titles.map(width));
  return stages.flatMap(({ state, says }, at) => {
    const [unicode, ascii, how] = MARKS[state];
    const mark = paint(style.unicode ? unicode : ascii, how, style);
    const head = `${INDENT}${mark} ${padEnd(titles[at] ?? '', wide)}  `;
    const gap = INDENT.length + (style.unicode ? 1 : 2) + 1 + wide + 2;
    const text = wrap(visible(says), Math.max(20, columnsOf(style) - gap));
    return [`${head}${text[0] ?? ''}`.trimEnd(), ...text.slice(1).map((line) => `${' '.repeat(gap)}${line}`)];
  });
}

function findingLines(
  { id, severity, span, from, says, tries, seen, said, concept }: Finding,
  source: string,
  file: string,
  language: 'en' | 'zh',
  style: Style,
  lesson: string | undefined,
): string[] {
  const words = SHOWN_WORDS[language];
  const place = from === undefined ? file : `${file}:${from.line}:${from.column}`;
  const head = `${place}: ${paint(words.severities[severity], COLORS[severity], style)} [${id}]`;
  const frame =
    span === undefined || source === '' ? [] : renderFrame({ code: id, severity, message: '', span, hints: [], fixes: [] }, source, file, style).slice(1);
  const labelled = (label: string, text: string): string[] => hanging(`${INDENT}${label}: `, text, style);
  return [
    head,
    ...frame,
    ...hanging(INDENT, visible(says), style),
    ...(seen === undefined || seen.length === 0
      ? []
      : labelled(words.seen, seen.map(({ value, count }) => `${value === '' ? '""' : visible(value)} ${group(count)}`).join(', '))),
    ...(said === undefined ? [] : labelled(words.said, visible(said))),
    ...tries.flatMap((text) => labelled(words.attempt, visible(text))),
    paint(`${INDENT}${TEXTS[language].lesson(lesson === undefined ? concept : `gpttrace learn ${lesson}`)}`, 'dim', style),
  ];
}

function hanging(head: string, text: string, style: Style): string[] {
  const lines = wrap(text, Math.max(20, columnsOf(style) - width(head)));
  return lines.map((line, at) => (at === 0 ? `${head}${line}` : `${' '.repeat(width(head))}${line}`));
}

function columnsOf({ columns }: Style): number {
  return Math.min(columns, WIDEST);
}
