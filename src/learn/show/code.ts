/** Code on a terminal, in colour. */
import { codePieces, type Piece } from '../../explain/code-pieces.ts';
import { broken, type Paint, paint, type Style, width } from '../../views/layout.ts';
import { visibleLine } from '../../views/values.ts';
import type { Fence } from '../lesson.ts';

const COLOURS: Readonly<Record<Piece['colour'], Paint | undefined>> = {
  comment: 'dim',
  text: 'green',
  number: 'yellow',
  map: 'magenta',
  variable: 'magenta',
  keyword: 'blue',
  call: 'cyan',
  probe: 'bold',
  '': undefined,
};

/** Its lines; those that are wider than `columns` go on below. */
export function codeLines(code: string, language: 'bpftrace' | 'c' | 'text', style: Style): string[] {
  const source = code.replaceAll('\t', '    ').replace(/\n+$/, '');
  if (language === 'text') return source.split('\n').flatMap((line) => broken(visibleLine(line), style.columns));
  const lines: string[][] = [[]];
  let used = 0;
  for (const { text, colour } of codePieces(source, language)) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) {
        lines.push([]);
        used = 0;
      }
      for (const shown of brokenAt(visibleLine(part), style.columns, used)) {
        if (shown.breaks) {
          lines.push([]);
          used = 0;
        }
        const how = COLOURS[colour];
        lines.at(-1)?.push(how === undefined ? shown.text : paint(shown.text, how, style));
        used += width(shown.text);
      }
    }
  }
  return lines.map((parts) => parts.join('').trimEnd());
}

/** A text in pieces that fit, the first behind what stands in its line already. */
function brokenAt(text: string, columns: number, used: number): readonly { readonly text: string; readonly breaks: boolean }[] {
  if (text === '') return [];
  if (!Number.isFinite(columns) || used + width(text) <= columns) return [{ text, breaks: false }];
  const room = columns - used;
  const [first = '', ...others] = room <= 0 ? ['', ...broken(text, columns)] : broken(text, room);
  if (room <= 0) return others.map((part) => ({ text: part, breaks: true }));
  return [{ text: first, breaks: false }, ...broken(others.join(''), columns).map((part) => ({ text: part, breaks: true }))].filter((part) => part.text !== '');
}

export function languageOfFence(fence: Fence): 'bpftrace' | 'c' | 'text' {
  if (fence.startsWith('bpftrace')) return 'bpftrace';
  return fence === 'c' || fence === 'c fragment' ? 'c' : 'text';
}
