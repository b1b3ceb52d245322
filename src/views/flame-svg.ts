/**
 * Flame graphs as pictures that need nothing else: one of a run, one of the differences of two. The outermost function is at the top, the width of a frame its
 * share. A viewer without scripts shows all of it; in a browser it can be zoomed and searched.
 */
import type { Stacks } from '../core/dataset.ts';
import type { Column } from '../core/program.ts';
import { type Box, type Boxes, boxesOf } from './flame/boxes.ts';
import { changeShade, colourRules, legendShade, shadeOf } from './flame/colours.ts';
import { FLAME_SCRIPT } from './flame/script.ts';
import { type FlameWords, flameWords } from './flame/words.ts';
import { xml } from './flame/xml.ts';
import { type FrameChange, frameDiff } from './frame-diff.ts';
import { type FrameNode, frameTree, type TreeOptions } from './frame-tree.ts';
import { cut, width } from './layout.ts';
import { percent } from './table.ts';
import { group, secondsText, showAmount } from './values.ts';
import { heading } from './words.ts';

export interface FlameAbout {
  readonly title: string;
  readonly question?: string;
  readonly language: string;
  readonly seconds?: number;
  /** How stacks are merged: what keys are called, or that they do not count. */
  readonly tree?: TreeOptions;
}

const WIDTH = 1200;
const MARGIN = 10;
const INNER = WIDTH - 2 * MARGIN;
const LEVEL = 18;
const TOP = 138;
const LINE = 20;
/** Of a monospaced letter of the size that frames have. */
const LETTER = 7.25;
/** Pixels that a frame has at least, where the picture is not scaled. */
const LEAST = 0.1;

/** The flame graph of a run's stacks. */
export function flameSvg(stacks: Stacks, about: FlameAbout): string {
  const words = flameWords(about.language);
  const tree = frameTree(stacks, about.tree);
  const boxes = boxesOf<FrameNode>(tree, ({ total }) => total, LEAST / INNER);
  const amount = (value: number): string => showWeight(value, stacks.value);
  const told = (node: FrameNode): string[] => [
    node.kind === 'root' ? words.whole : node.name,
    ...(node.module === undefined ? [] : [node.module]),
    words.share(amount(node.total), percent(node.total, tree.total)),
    ...(node.self > 0 && node.children.length > 0 ? [words.self(amount(node.self), percent(node.self, tree.total))] : []),
  ];
  const totals = [
    words.total(amount(tree.total), valueName(stacks.value, about.language), group(stacks.samples.length)),
    ...(about.seconds === undefined ? [] : [secondsText(about.seconds, about.language)]),
  ].join('  ·  ');
  const kinds = (['user', 'kernel', 'jit', 'unknown'] as const).filter((kind) => boxes.drawn.some(({ node }) => node.kind === kind));
  return draw({
    about,
    words,
    totals,
    boxes,
    told,
    shade: ({ kind, name }) => shadeOf(kind, name),
    legend: kinds.map((kind) => [legendShade(kind), words.kinds[kind]]),
    notes: [],
    isChange: false,
  });
}

export interface FlameDiffAbout extends FlameAbout {
  /** Whose widths are drawn: the second run's without it. What only the other one has cannot be seen then, and is told. */
  readonly widths?: 'before' | 'after';
}

/** What changed from one run to another: red where the share of a function grew, blue where it shrank. */
export function flameDiffSvg(before: Stacks, after: Stacks, about: FlameDiffAbout): string {
  const words = flameWords(about.language);
  const { widths = 'after' } = about;
  const tree = frameDiff(before, after, about.tree);
  const boxes = boxesOf<FrameChange>(tree, (node) => node[widths], LEAST / INNER);
  const change = (node: FrameChange): number => node.after - node.before;
  const most = boxes.drawn.reduce((greatest, { node }) => Math.max(greatest, Math.abs(change(node))), 0);
  // Less than what is shown of a share is no change to speak of.
  const shade = (node: FrameChange): string => changeShade(Math.abs(change(node)) < 0.0005 || most === 0 ? 0 : change(node) / most);
  const told = (node: FrameChange): string[] => [
    node.kind === 'root' ? words.whole : node.name,
    ...(node.module === undefined ? [] : [node.module]),
    signed(change(node)),
    words.change(percent(node.before, 1), percent(node.after, 1)),
    ...(node.selfBefore + node.selfAfter > 0 ? [words.selfChange(percent(node.selfBefore, 1), percent(node.selfAfter, 1))] : []),
  ];
  const amount = (stacks: Stacks): string =>
    showWeight(
      stacks.samples.reduce((sum, { weight }) => sum + weight, 0),
      stacks.value,
    );
  const unseen = unseenIn(tree, widths);
  const telling = widths === 'after' ? words.gone : words.come;
  return draw({
    about,
    words,
    totals: `${valueName(after.value, about.language)}: ${amount(before)} → ${amount(after)}  ·  ${words.widths[widths]}`,
    boxes,
    told,
    shade,
    legend: [
      ['more4', words.more],
      ['less4', words.less],
      ['same', words.same],
    ],
    notes: unseen === undefined ? [] : [telling(group(unseen.count), percent(unseen.share, 1), unseen.largest)],
    isChange: true,
  });
}

/** What only the other run has: the frames whose widths are none, those under another such one with it. */
function unseenIn(tree: FrameChange, widths: 'before' | 'after'): { readonly count: number; readonly share: number; readonly largest: string } | undefined {
  const other = widths === 'after' ? 'before' : 'after';
  let [count, share] = [0, 0];
  let largest: FrameChange | undefined;
  const look = (node: FrameChange, isUnder: boolean): void => {
    const isUnseen = node[widths] === 0 && node[other] > 0;
    if (isUnseen) count++;
    if (isUnseen && !isUnder) {
      share += node[other];
      if (node[other] > (largest?.[other] ?? 0)) largest = node;
    }
    for (const child of node.children) look(child, isUnseen);
  };
  look(tree, false);
  return largest === undefined ? undefined : { count, share, largest: largest.name };
}

interface Drawing<Node> {
  readonly about: FlameAbout;
  readonly words: FlameWords;
  readonly totals: string;
  readonly boxes: Boxes<Node>;
  /** The name, then what else there is to say, a line each. */
  readonly told: (node: Node) => string[];
  readonly shade: (node: Node) => string;
  readonly legend: readonly (readonly [string, string])[];
  readonly notes: readonly string[];
  readonly isChange: boolean;
}

function draw<Node>({ about, words, totals, boxes, told, shade, legend, notes, isChange }: Drawing<Node>): string {
  const bottom = TOP + boxes.levels * LEVEL + 12;
  const remarks = [...(boxes.drawn.length === 0 ? [words.nothing] : []), ...notes, ...(boxes.dropped > 0 ? [words.dropped(group(boxes.dropped))] : [])];
  const footer = legendLines(legend, bottom);
  const below = bottom + footer.height;
  const height = below + remarks.length * LINE + 6;
  const scope = isChange ? 'gpttrace-flame-change' : 'gpttrace-flame';
  const label = [about.title, about.question, totals].filter((text) => text !== undefined).join('. ');
  return `<svg xmlns="http://www.w3.org/2000/svg" class="${scope}" viewBox="0 0 ${WIDTH} ${height}" width="100%" height="${height}" preserveAspectRatio="xMidYMin meet" role="img" tabindex="0" aria-label="${xml(label)}" data-matched="${xml(words.matched('%s'))}">
<style>${style(scope, isChange)}</style>
<rect class="page" width="100%" height="100%"/>
${textLine(about.title, 'line title', 26, 9)}
${about.question === undefined ? '' : textLine(about.question, 'line question', 47, 7.6)}
${textLine(totals, 'line', 68, LETTER)}
<foreignObject x="${MARGIN}" y="78" width="${INNER}" height="30" display="none"><div xmlns="http://www.w3.org/1999/xhtml" class="controls"><input type="search" placeholder="${xml(words.search)}" aria-label="${xml(words.search)}" spellcheck="false" autocomplete="off"/><button type="button" hidden="hidden">${xml(words.reset)}</button><output></output></div></foreignObject>
<text class="details" x="${MARGIN}" y="126" aria-live="polite">${xml(boxes.drawn.length === 0 ? '' : words.help)}</text>
<g class="frames">
${boxes.drawn.map((box) => frame(box, told(box.node), shade(box.node))).join('\n')}
</g>
${footer.text}
${remarks.map((remark, at) => textLine(remark, 'line note', below + at * LINE + 12, LETTER)).join('\n')}
<script><![CDATA[${FLAME_SCRIPT}]]></script>
</svg>
`;
}

function frame<Node>({ left, width: share, level }: Box<Node>, told: readonly string[], shade: string): string {
  const [x, wide, y] = [round(MARGIN + left * INNER), share * INNER, TOP + level * LEVEL];
  const room = Math.floor((wide - 7) / LETTER);
  const name = told[0] ?? '';
  const shown = room < 2 ? '' : cut(name, room, { unicode: true });
  // The script needs the frame's place whatever the width of the window.
  const place = `data-l="${level}" data-x="${fraction(left)}" data-w="${fraction(share)}"`;
  return `<g class="frame" ${place}><title>${told.map(xml).join('\n')}</title><rect class="${shade}" x="${x}" y="${y}" width="${round(wide > 3 ? wide - 0.8 : wide)}" height="${LEVEL - 1}" rx="2"/><text x="${round(x + 4)}" y="${y + 13}">${xml(shown)}</text></g>`;
}

/** A row of patches, each with what it stands for. */
function legendLines(legend: readonly (readonly [string, string])[], top: number): { readonly text: string; readonly height: number } {
  let x = MARGIN;
  const parts = legend.map(([shade, words]) => {
    const part = `<rect class="${shade}" x="${x}" y="${top}" width="14" height="14" rx="2"/><text class="note" x="${x + 19}" y="${top + 11}">${xml(words)}</text>`;
    x = Math.round(x + 19 + width(words) * LETTER + 18);
    return part;
  });
  return { text: parts.join('\n'), height: legend.length === 0 ? 0 : 26 };
}

function textLine(text: string, classes: string, y: number, letter: number): string {
  const shown = cut(text, Math.floor(INNER / letter), { unicode: true });
  return `<text class="${classes}" data-c="${letter}" x="${MARGIN}" y="${y}">${xml(shown)}</text>`;
}

function style(scope: string, isChange: boolean): string {
  const of = `.${scope}`;
  const colours = colourRules(of, isChange);
  const ink = (page: string, text: string, dim: string, hit: string): string =>
    `${of} .page{fill:${page}}${of} text{fill:${text}}${of} .question,${of} .note,${of} .details{fill:${dim}}${of} .hit rect{fill:${hit}}`;
  return `
${of}{color-scheme:light dark;outline:none}
${of} text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
${of} .title{font:600 17px system-ui,sans-serif}
${of} .question{font:14px system-ui,sans-serif}
${of} .frame{cursor:pointer}
${of} .frame text{pointer-events:none}
${of} .frame:hover rect{stroke:currentColor;stroke-width:1}
${of} .now rect{stroke:currentColor;stroke-width:2}
${of} .below{opacity:.5}
${of}.searching .frame:not(.hit){opacity:.45}
${of} .controls{display:flex;gap:8px;align-items:center;font:13px system-ui,sans-serif;color:#777}
${of} input,${of} button{font:inherit;height:26px;box-sizing:border-box}
${of} input{width:min(240px,45vw);padding:0 8px}
${of} output{white-space:nowrap}
${ink('#ffffff', '#1b1b1f', '#5b5b66', '#d63fd0')}
${colours.light}
@media (prefers-color-scheme:dark){${ink('#17181c', '#ececf1', '#a2a2ae', '#a32fa0')}${colours.dark}}
`;
}

function fraction(share: number): string {
  return String(Number(share.toFixed(7)));
}

/** Pixels, finer than can be seen. */
function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

function signed(change: number): string {
  const points = 100 * change;
  return `${points > 0 ? '+' : points < 0 ? '−' : '±'}${Math.abs(points).toFixed(1)}%`;
}

/** A weight in the reader's unit. */
export function showWeight(weight: number, value: Column): string {
  if (value.unit !== undefined) return showAmount(weight, value.unit);
  return Number.isInteger(weight) ? group(weight) : weight.toFixed(1);
}

/** What is weighed: nothing more where the unit says it already. */
function valueName(value: Column, language: string): string {
  return heading(value.name, language);
}
