import type { FrameNode } from './frame-tree.ts';

/** Longer than this, what stands between angle brackets is told by an ellipsis. */
const LONG_ARGUMENTS = 12;

/** A function's name where there is little room: without the parameters that C++ puts into it, and with long template arguments left out. */
export function briefName({ name, kind }: Pick<FrameNode, 'name' | 'kind'>, mark = '…'): string {
  if (kind !== 'user' || !/[(<]/.test(name) || /operator[(<]/.test(name)) return name;
  const bare = name.replace(/( const)?( \[clone [^\]]*\])*$/, '');
  // Rust names an implementation in angle brackets: `<Vec<T> as Drop>::drop`.
  const withoutParameters = bare.endsWith(')') ? bare.slice(0, opening(bare, '(', ')')) : bare;
  return withoutParameters === '' ? name : shortArguments(withoutParameters, mark);
}

/** Where the bracket that the text ends with was opened. */
function opening(text: string, open: string, close: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === close) depth++;
    else if (text[at] === open && --depth === 0) return at;
  }
  return text.length;
}

function shortArguments(text: string, mark: string): string {
  let [short, depth, start] = ['', 0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '<' && depth++ === 0) start = at;
    else if (char === '>' && depth > 0 && text[at - 1] !== '-' && --depth === 0) {
      const whole = text.slice(start, at + 1);
      short += start > 0 && whole.length > LONG_ARGUMENTS ? `<${mark}>` : whole;
    } else if (depth === 0) short += char;
  }
  return depth === 0 ? short : text;
}
