/** Where time or events went, by stacks: the outermost function at the top, its width its share. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Stacks } from '../../src/core/dataset.ts';
import type { ValueNames } from '../../src/core/names.ts';
import { type Box, boxesOf } from '../../src/views/flame/boxes.ts';
import { type FrameNode, frameTree, matching } from '../../src/views/frame-tree.ts';
import { hotFunctions } from '../../src/views/hot-functions.ts';
import { percent } from '../../src/views/table.ts';
import { group, showAmount, showValue, visible } from '../../src/views/values.ts';
import { SearchField } from '../parts/search-field.tsx';
import { isDark } from '../theme.ts';
import { wordsIn } from '../words.ts';
import { colour, prepare } from './canvas.ts';

const LEVEL = 19;
/** Pixels that a frame has at least, to be drawn. */
const LEAST = 0.4;
const MOST_HOT = 10;

export function FlameView({ stacks, names, language }: { readonly stacks: Stacks; readonly names: ValueNames; readonly language: string }) {
  const w = wordsIn(language);
  const canvas = useRef<HTMLCanvasElement>(null);
  const search = useSignal('');
  /** Names from the root on: the tree is another one after each look, its names are not. */
  const zoom = useSignal<readonly string[]>([]);
  const chosen = useSignal<FrameNode | undefined>(undefined);
  const tree = useMemo(
    () =>
      frameTree(stacks, {
        label: (key) => key.map((part, at) => showValue(part, stacks.keys[at] ?? { name: '', kind: 'plain', type: 'unknown' }, names)).join(', '),
      }),
    [stacks],
  );
  const shown = found(tree, zoom.value);
  const boxes = useMemo(() => boxesOf<FrameNode>(shown, ({ total }) => total, LEAST / 1200), [shown]);
  const wanted = search.value.trim().toLowerCase();
  const matches = (node: FrameNode) => wanted !== '' && node.name.toLowerCase().includes(wanted);
  const amount = (value: number) => (stacks.value.unit === undefined ? group(value) : showAmount(value, stacks.value.unit));
  const told = (node: FrameNode) =>
    [
      node.kind === 'root' ? stacks.title : visible(node.name),
      ...(node.module === undefined ? [] : [visible(node.module)]),
      amount(node.total),
      percent(node.total, tree.total),
    ].join(' · ');

  useEffect(() => {
    const draw = () => {
      if (canvas.current !== null) drawFlame(canvas.current, boxes.drawn, boxes.levels, matches, chosen.value, stacks.title);
    };
    draw();
    if (canvas.current === null) return;
    const watch = new ResizeObserver(draw);
    watch.observe(canvas.current);
    return () => watch.disconnect();
  }, [boxes, wanted, chosen.value, isDark.value]);

  const enter = (node: FrameNode) => {
    const path = pathTo(shown, node);
    if (path !== undefined) zoom.value = [...zoom.value, ...path];
    chosen.value = undefined;
  };
  const under = (event: MouseEvent): FrameNode | undefined => {
    const { left, top, width } = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect();
    const [x, level] = [(event.clientX - left) / width, Math.floor((event.clientY - top) / LEVEL)];
    return boxes.drawn.find((box) => box.level === level && x >= box.left && x < box.left + box.width)?.node;
  };
  const byKey = (event: KeyboardEvent) => {
    const current = chosen.value ?? shown;
    const next = neighbour(shown, current, event.key);
    if (event.key === 'Enter') enter(current);
    else if (event.key === 'Escape' && zoom.value.length > 0) zoom.value = [];
    else if (next !== undefined) chosen.value = next;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hot = hotFunctions(stacks).slice(0, MOST_HOT);
  return (
    <div class="flameview">
      <div class="tools">
        <SearchField text={search} label={w.search} />
        {wanted === '' ? null : <span class="dim">{w.matched(percent(matching(shown, matches), shown.total))}</span>}
        {zoom.value.length === 0 ? null : (
          <button type="button" onClick={() => (zoom.value = [])}>
            {w.resetZoom}
          </button>
        )}
      </div>
      <p class="told" aria-live="polite">
        {chosen.value === undefined ? w.flameHelp : told(chosen.value)}
      </p>
      <div class="scroll">
        {/* The keys move over what the picture shows. */}
        <div class="flamebox" role="application" aria-label={`${w.flame}: ${told(chosen.value ?? shown)}`} tabIndex={0} onKeyDown={byKey}>
          <canvas
            ref={canvas}
            class="flame"
            onClick={(event) => {
              const node = under(event);
              if (node !== undefined) enter(node);
            }}
            onPointerMove={(event) => {
              chosen.value = under(event);
            }}
          />
        </div>
      </div>
      <table class="small">
        <caption>{w.hottest}</caption>
        <thead>
          <tr>
            <th scope="col">{w.function}</th>
            <th scope="col" class="n">
              {w.self}
            </th>
            <th scope="col" class="n">
              {w.total}
            </th>
          </tr>
        </thead>
        <tbody>
          {hot.map(({ frame, self, total }) => (
            <tr key={`${frame.kind} ${frame.module} ${frame.name}`}>
              <th scope="row">{visible(frame.name)}</th>
              <td class="n">{percent(self, tree.total)}</td>
              <td class="n">{percent(total, tree.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The node that a path leads to; as far as it leads. */
function found(root: FrameNode, path: readonly string[]): FrameNode {
  let node = root;
  for (const name of path) {
    const next = node.children.find((child) => child.name === name);
    if (next === undefined) break;
    node = next;
  }
  return node;
}

function pathTo(root: FrameNode, wanted: FrameNode): readonly string[] | undefined {
  if (root === wanted) return [];
  for (const child of root.children) {
    const path = pathTo(child, wanted);
    if (path !== undefined) return [child.name, ...path];
  }
  return undefined;
}

/** Where an arrow key leads: in and out, and to those beside it. */
function neighbour(root: FrameNode, node: FrameNode, key: string): FrameNode | undefined {
  if (key === 'ArrowDown') return node.children[0];
  const parent = parentOf(root, node);
  if (key === 'ArrowUp') return parent;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const at = parent?.children.indexOf(node) ?? -1;
  return parent?.children[at + (key === 'ArrowLeft' ? -1 : 1)];
}

function parentOf(root: FrameNode, node: FrameNode): FrameNode | undefined {
  for (const child of root.children) {
    const parent = child === node ? root : parentOf(child, node);
    if (parent !== undefined) return parent;
  }
  return undefined;
}

function drawFlame(
  canvas: HTMLCanvasElement,
  boxes: readonly Box<FrameNode>[],
  levels: number,
  matches: (node: FrameNode) => boolean,
  chosen: FrameNode | undefined,
  title: string,
): void {
  const prepared = prepare(canvas, Math.max(1, levels) * LEVEL);
  if (prepared === undefined) return;
  const { context, width } = prepared;
  const ink = colour('flameink');
  const marked = colour('marked');
  context.font = '12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';
  context.textBaseline = 'middle';
  const letter = context.measureText('m').width;
  for (const { node, left, width: share, level } of boxes) {
    const [x, w, y] = [left * width, share * width, level * LEVEL];
    if (w < LEAST) continue;
    context.fillStyle = matches(node) ? marked : shade(node);
    context.fillRect(x, y, Math.max(LEAST, w - (w > 3 ? 1 : 0)), LEVEL - 1);
    const letters = Math.floor((w - 6) / letter);
    if (letters >= 3) {
      const text = node.kind === 'root' ? title : visible(node.name);
      context.fillStyle = ink;
      context.fillText(text.length > letters ? `${text.slice(0, letters - 1)}…` : text, x + 3, y + LEVEL / 2);
    }
    if (node === chosen) {
      context.strokeStyle = ink;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, Math.max(1, w - 3), LEVEL - 3);
    }
  }
}

const HUES: Readonly<Record<FrameNode['kind'], readonly [number, number]>> = {
  user: [26, 88],
  kernel: [204, 62],
  jit: [112, 46],
  key: [268, 38],
  unknown: [220, 4],
  root: [220, 8],
};

/** Whose code it is tells the hue, the name one of a few shades of it. */
function shade({ kind, name }: FrameNode): string {
  let hash = 7;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 16777619);
  const step = ((hash >>> 8) % 6) / 5;
  const [hue, saturation] = HUES[kind];
  return isDark.peek() ? `hsl(${hue + 18 * step} ${saturation * 0.62}% ${27 + 9 * step}%)` : `hsl(${hue + 18 * step} ${saturation}% ${80 - 12 * step}%)`;
}
