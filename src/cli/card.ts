import type { Near, Plan } from '../ask.ts';
import { type Diagnostic, renderDiagnostic } from '../core/diagnostic.ts';
import type { Column, Output, SafetyClass, SafetyReason } from '../core/program.ts';
import { broken, padEnd, paint, type Style, width, wrap, wrapHanging } from '../views/layout.ts';
import { group, secondsText, visible, visibleLine } from '../views/values.ts';
import { heading } from '../views/words.ts';
import { inAscii } from './terminal.ts';
import { spoken, spokenDiagnostic } from './tongue.ts';

interface Labels {
  readonly tells: (what: string) => string;
  readonly probes: string;
  /** The command line of a tool, and where the tool is. */
  readonly runs: string;
  readonly startedFrom: (path: string) => string;
  readonly language: string;
  readonly languages: Readonly<Record<'c' | 'object' | 'wasm', string>>;
  readonly byHand: string;
  readonly saveIt: string;
  readonly shows: string;
  readonly lasts: string;
  readonly heard: string;
  readonly from: string;
  readonly written: (model: string, mended: number, proven: NonNullable<Plan['written']>['proven']) => string;
  readonly note: string;
  readonly care: string;
  readonly or: string;
  readonly untilStopped: string;
  readonly untilCommand: string;
  readonly atOnce: string;
  readonly by: (value: string, keys: string) => string;
  readonly safety: Readonly<Record<SafetyClass, string>>;
  /** Why it is of a class; `part` is the part of the program. */
  readonly reason: (reason: SafetyReason, part: string) => string;
  readonly because: string;
  readonly nearest: string;
  readonly tellsNear: (what: string) => string;
  readonly whichMeant: string;
  readonly whichNumber: (most: number) => string;
  readonly question: string;
  /** Of what is no text. */
  readonly questionFixed: string;
  readonly questionWrong: string;
}

/** What a program was proven by. */
const PROVEN = {
  checked: { en: 'checked on this kernel', zh: '已按本机内核检查' },
  compiled: { en: 'compiled', zh: '已编译' },
  held: { en: 'held against the question', zh: '已与问题核对' },
} as const;

const en: Labels = {
  tells: (what) => `Tells ${what}.`,
  probes: 'probes',
  runs: 'runs',
  startedFrom: (path) => `(${path})`,
  language: 'is',
  languages: {
    c: 'a program in C, compiled for this kernel and loaded by libbpf',
    object: 'a compiled object, loaded by libbpf',
    wasm: 'a WebAssembly module',
  },
  byHand: 'by hand',
  saveIt: 'save it as FILE.bpf.c: how to build and run it stands at its top',
  shows: 'shows',
  lasts: 'lasts',
  heard: 'heard',
  from: 'from',
  written: (model, mended, proven) =>
    [
      `written by ${model}`,
      ...(mended === 0 ? [] : [mended === 1 ? 'mended 1 mistake' : `mended ${mended} mistakes`]),
      ...proven.map((one) => PROVEN[one].en),
    ].join(', '),
  note: 'note',
  care: 'care',
  or: 'or',
  untilStopped: 'until it ends or you press Ctrl-C',
  untilCommand: 'until the command ends',
  atOnce: 'it answers at once',
  by: (value, keys) => (keys === '' ? value : `${value} by ${keys}`),
  safety: {
    observe: 'it only watches',
    'reads-user-data': 'it shows what programs were given as arguments or data',
    costly: 'its probes are hot: it slows the machine while it runs',
    unsafe: 'it does more than watch',
  },
  reason: ({ why }) => why,
  because: '; ',
  nearest: 'The nearest that can be asked:',
  tellsNear: (what) => `tells ${what}`,
  whichMeant: 'This could mean several things:',
  whichNumber: (most) => `Which one?  1-${most}   n none of them: `,
  question: 'Run it?  y yes   n no   e edit   s save: ',
  questionFixed: 'Run it?  y yes   n no   s save: ',
  questionWrong: 'It cannot run like this.  e edit again   n leave it   s save: ',
};

const zh: Labels = {
  tells: (what) => `可以得知：${what}。`,
  probes: '探针',
  runs: '运行',
  startedFrom: (path) => `(${path})`,
  language: '形式',
  languages: { c: 'C 程序，为本机内核编译，由 libbpf 加载', object: '已编译的目标文件，由 libbpf 加载', wasm: 'WebAssembly 模块' },
  byHand: '手动',
  saveIt: '保存为 FILE.bpf.c：文件开头写有编译和运行的方法',
  shows: '显示',
  lasts: '时长',
  heard: '理解',
  from: '来源',
  written: (model, mended, proven) =>
    [`由 ${model} 编写`, ...(mended === 0 ? [] : [`修正了 ${mended} 处错误`]), ...proven.map((one) => PROVEN[one].zh)].join(','),
  note: '注意',
  care: '小心',
  or: '或者',
  untilStopped: '直到程序结束或按下 Ctrl-C',
  untilCommand: '直到命令结束',
  atOnce: '立即给出结果',
  by: (value, keys) => (keys === '' ? value : `${value}，按${/^\p{Script=Han}/u.test(keys) ? '' : ' '}${keys}`),
  safety: { observe: '只观察', 'reads-user-data': '会显示程序的参数或数据内容', costly: '探针触发频繁，运行期间会拖慢机器', unsafe: '它不只是观察' },
  reason: ({ rate, why }, part) => (part === '' ? why : rate === undefined ? part : `${part}（繁忙时每秒约 ${group(Math.round(rate))} 次）`),
  because: ';',
  nearest: '最接近的可问问题：',
  tellsNear: (what) => `可以得知${what}`,
  whichMeant: '这个问题可能有几种意思：',
  whichNumber: (most) => `是哪一个？ 1-${most}   n 都不是：`,
  question: '运行吗？ y 是   n 否   e 编辑   s 保存：',
  questionFixed: '运行吗？ y 是   n 否   s 保存：',
  questionWrong: '这样无法运行。  e 再编辑   n 放弃   s 保存：',
};

export function labels(language: string): Labels {
  return language === 'zh' ? zh : en;
}

/** What will be run, on one screen: what it measures, where, for how long, what to mind, and the program itself. */
export function renderCard(plan: Plan, diagnostics: readonly Diagnostic[], style: Style, withProgram: boolean): string[] {
  const text = labels(plan.intent.language);
  const { program } = plan;
  const facts: [string, string][] = formFacts(program, text);
  if (program.language === 'bpftrace' || program.attachPoints.length > 0) facts.push([text.probes, attachList(program.attachPoints)]);
  const shows = showsText(plan, text);
  if (shows !== '') facts.push([text.shows, shows]);
  facts.push([text.lasts, program.seconds === undefined ? untilText(plan, text) : secondsText(program.seconds, plan.intent.language)]);
  const { written } = plan;
  if (written !== undefined) facts.push([text.from, text.written(written.model, written.mended, written.proven)]);
  const heard = heardText(plan);
  if (heard !== '') facts.push([text.heard, heard]);
  for (const care of cares(plan, text)) facts.push([text.care, care]);
  if (plan.alternative !== undefined) facts.push([text.or, `${plan.alternative.title}: gpttrace "${plan.alternative.ask}"`]);
  for (const note of plan.notes) facts.push([text.note, spoken(note)]);
  if (program.language === 'c') facts.push([text.byHand, text.saveIt]);
  const label = Math.max(...facts.map(([name]) => width(name)));
  // A file's name, its text and the words of a question come from elsewhere: nothing in them may steer the terminal.
  // The words of a model stand as its words, not where ours begin.
  const title = plan.written === undefined ? program.title : `“${program.title.replace(/[“”]/g, '"')}”`;
  const lines = wrapHanging(visible(title), style.columns).map((line) => paint(line, 'bold', style));
  if (plan.tells !== '') lines.push(...wrapHanging(visible(text.tells(plan.tells)), style.columns));
  lines.push('');
  for (const [name, value] of facts) {
    const room = style.columns - label - 4;
    const [first = '', ...more] = wrap(visible(value), room).flatMap((line) => (plan.written === undefined ? [line] : broken(line, room)));
    lines.push(`  ${paint(padEnd(name, label), name === text.note || name === text.care ? 'yellow' : 'dim', style)}  ${first}`);
    lines.push(...more.map((line) => ' '.repeat(label + 4) + line));
  }
  // What we typed ourselves, that is: the program stays as it is.
  if (!style.unicode) lines.splice(0, lines.length, ...lines.map(inAscii));
  // Neither do long lines of its program come to begin anew at the edge of the screen.
  const within = (line: string): string[] => (plan.written === undefined ? [line] : wrapHanging(line, style.columns));
  for (const diagnostic of diagnostics)
    lines.push('', ...renderDiagnostic(spokenDiagnostic(diagnostic), program.source, undefined, spoken).split('\n').map(visibleLine).flatMap(within));
  // The command of a tool stands above.
  if (withProgram && program.language !== 'tool')
    lines.push(
      '',
      ...program.source
        .trimEnd()
        .split('\n')
        .flatMap((line) => within(`  | ${visibleLine(line)}`))
        .map((line) => paint(line, 'cyan', style)),
    );
  return lines;
}

/** The questions that come nearest to one that has no answer. */
export function renderNearest(nearest: readonly Near[], language: string, style: Style): string[] {
  if (nearest.length === 0) return [];
  const text = labels(language);
  return [
    text.nearest,
    ...nearest.flatMap((near) => [
      `  ${paint(`gpttrace "${near.ask}"`, 'bold', style)}`,
      ...wrap(text.tellsNear(near.tells), style.columns - 6).map((line) => `      ${line}`),
    ]),
  ];
}

function untilText({ program, followsCommand }: Plan, text: Labels): string {
  if (program.language === 'tool' && program.endsItself === true) return text.atOnce;
  return followsCommand ? text.untilCommand : text.untilStopped;
}

/** What it is, where it is no bpftrace program. */
function formFacts({ language, source, command }: Plan['program'], text: Labels): [string, string][] {
  if (language === 'bpftrace') return [];
  if (language === 'tool') return [[text.runs, `${source} ${text.startedFrom(command?.path ?? '')}`]];
  return [[text.language, text.languages[language]]];
}

const MOST_REASONS = 3;

/** Each class once, with what in the program makes it so. */
export function cares(plan: Plan, text: Labels): string[] {
  return plan.safety.classes.flatMap((kind) => {
    if (kind === 'observe') return [];
    const reasons = [...new Set(plan.safety.reasons.filter((reason) => reason.kind === kind).map((reason) => text.reason(reason, partOf(plan, reason))))];
    const more = reasons.length > MOST_REASONS ? ['…'] : [];
    return [[text.safety[kind], ...reasons.slice(0, MOST_REASONS), ...more].join(text.because)];
  });
}

/** The part of the program a reason is about. */
function partOf({ program }: Plan, { span }: SafetyReason): string {
  return visibleLine(program.source.slice(span.start, span.end)).replace(/\s+/g, ' ');
}

const MOST_PROBES = 6;

function attachList(points: readonly string[]): string {
  const telling = points.filter((point) => !/^(BEGIN|END|begin|end)$|^interval:/.test(point));
  const distinct = [...new Set(telling.length > 0 ? telling : points)];
  const shown = distinct.slice(0, MOST_PROBES).join(', ');
  return distinct.length > MOST_PROBES ? `${shown}, … (${distinct.length})` : shown;
}

function showsText(plan: Plan, text: Labels): string {
  const answer = plan.program.outputs.find((output) => (output.shape === 'rows' ? plan.program.answer === 'rows' : output.map === plan.program.answer));
  const outputs: readonly Output[] = answer === undefined ? plan.program.outputs : [answer];
  return outputs
    .map((output) => {
      const { language } = plan.intent;
      return output.shape === 'rows' ? names(output.columns, language) : text.by(heading(output.value.name, language), names(output.keys, language));
    })
    .join('; ');
}

function names(columns: readonly Column[], language: string): string {
  return columns.map((column) => heading(column.name, language)).join(', ');
}

/** The words of the question that decided something. */
function heardText({ intent }: Plan): string {
  const parts = [intent.event, intent.measure, ...intent.keys, intent.filter, ...intent.conditions, intent.every, intent.times, intent.seconds, intent.top].map(
    (heard) => heard?.words ?? '',
  );
  return [...new Set(parts.filter((words) => words !== ''))].map((words) => `“${words}”`).join(' · ');
}
