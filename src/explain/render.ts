/** Explanations as lines of text: a program above its words, and what stands out in a run. */
import { broken, paint, type Style, wrap } from '../views/layout.ts';
import { visible, visibleLine } from '../views/values.ts';
import type { Finding } from './findings/finding.ts';
import type { ExplainedLine, NamedThing, ProgramExplanation } from './lines/lines.ts';
import { type Both, pick, type Tongue, tongueOf } from './lines/tongue.ts';

const MAPS: Both = ['What its maps hold:', '各映射的内容:'];
const LIMITS: Both = ['What it cannot show:', '它无法显示的:'];
const FACTS: Both = ['What is known of it:', '其他已知情况:'];
const FINDINGS: Both = ['What stands out:', '值得注意的:'];
/** Rows that a claim rests on, shown below it. */
const MOST_ROWS = 3;

/** Each part of the source, with its line numbers, above what it does; then its maps and its limits. What stands between the parts, comments among it, is shown too. */
export function renderProgram(explanation: ProgramExplanation, source: string, style: Style): string[] {
  const tongue = tongueOf(style.language);
  const sourceLines = source.trimEnd().split('\n');
  const gutter = String(sourceLines.length).length;
  const lines: string[] = [];
  let shown = frontMatterEnd(sourceLines);
  const showTo = (last: number): void => {
    for (; shown < Math.min(last, sourceLines.length); shown++) lines.push(...sourceLine(shown + 1, sourceLines[shown] ?? '', gutter, style));
  };
  for (const line of explanation.lines) {
    showTo(line.to);
    lines.push(...wordsOf(line, gutter, style, tongue));
  }
  showTo(sourceLines.length);
  lines.push(
    ...section(
      pick(MAPS, tongue),
      explanation.maps.map(({ name, holds }) => `${name}${tongue === 'zh' ? ':' : ': '}${holds}`),
      style,
    ),
  );
  lines.push(...section(pick(FACTS, tongue), explanation.facts ?? [], style));
  lines.push(...section(pick(LIMITS, tongue), explanation.limits, style));
  return lines;
}

/** A line that is wider than the screen goes on below, where no line of ours begins. */
function sourceLine(number: number, text: string, gutter: number, style: Style): string[] {
  const room = style.columns - gutter - 3;
  const pieces = Number.isFinite(room) ? broken(visibleLine(text), Math.max(20, room)) : [visibleLine(text)];
  return pieces.map((piece, at) => paint(`${at === 0 ? String(number).padStart(gutter) : ' '.repeat(gutter)} | ${piece}`.trimEnd(), 'cyan', style));
}

/** The claims, each with the rows it rests on. */
export function renderFindings(found: readonly Finding[], style: Style): string[] {
  if (found.length === 0) return [];
  const lines = [paint(pick(FINDINGS, tongueOf(style.language)), 'bold', style)];
  for (const { text, kind, from } of found) {
    const mark = kind === 'caution' ? paint('!', 'yellow', style) : '-';
    lines.push(...hanging(text, 4, style).map((line, at) => `  ${at === 0 ? mark : ' '} ${line}`));
    const rows = from.flatMap(({ dataset, shown }) => (dataset === undefined ? [] : shown)).slice(0, MOST_ROWS);
    lines.push(...rows.flatMap((row) => hanging(row, 6, style)).map((row) => paint(`      ${row}`, 'dim', style)));
  }
  return lines;
}

function wordsOf(line: ExplainedLine, gutter: number, style: Style, tongue: Tongue): string[] {
  const indent = gutter + 3 + line.depth * 2;
  const words = hanging(line.text, indent, style).map((text) => ' '.repeat(indent) + text);
  const names = line.names.flatMap((named) =>
    hanging(nameText(named, tongue), indent + 4, style).map((text, at) => paint(`${' '.repeat(indent + (at === 0 ? 2 : 4))}${text}`, 'dim', style)),
  );
  return [...words, ...names];
}

function nameText({ name, means, type, unit }: NamedThing, tongue: Tongue): string {
  const facts = [type, unit].filter((fact) => fact !== undefined).join(', ');
  const told = facts === '' ? '' : tongue === 'zh' ? `(${facts})` : ` (${facts})`;
  return `${name}${told}${tongue === 'zh' ? ':' : ': '}${means}`;
}

function section(title: string, items: readonly string[], style: Style): string[] {
  if (items.length === 0) return [];
  return ['', paint(title, 'bold', style), ...items.flatMap((item) => hanging(item, 4, style).map((text, at) => `  ${at === 0 ? '-' : ' '} ${text}`))];
}

function hanging(text: string, indent: number, style: Style): string[] {
  const room = Math.max(20, style.columns - indent);
  return wrap(visible(text), room).flatMap((line) => broken(line, room));
}

/** A program of the library has its front matter in a comment at its top, which is not what is explained. */
function frontMatterEnd(lines: readonly string[]): number {
  if (!/^\/\*---/.test(lines[0] ?? '')) return 0;
  const end = lines.findIndex((line) => /^---\*\//.test(line));
  const first = lines.findIndex((line, at) => at > end && line.trim() !== '');
  return end === -1 || first === -1 ? 0 : first;
}
