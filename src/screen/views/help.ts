import { padEnd, paint, width, wrap } from '../../views/layout.ts';
import type { Drawn, Pane } from './pane.ts';

/** The keys and what they do. */
export function drawHelp({ words, style, rows }: Pane): Drawn {
  const keys = Math.max(...words.help.map(([key]) => width(key)));
  const lines = words.help.flatMap(([key, what]) => {
    const [first = '', ...others] = wrap(what, Math.max(10, style.columns - keys - 3));
    return [`${paint(padEnd(key, keys), 'cyan', style)}  ${first}`, ...others.map((line) => `${' '.repeat(keys + 2)}${line}`)];
  });
  const room = Math.max(1, rows - 1);
  return {
    lines: [paint(words.helpTitle, 'bold', style), ...lines].slice(0, room).concat(rows > 2 ? [paint(words.helpEnd, 'dim', style)] : []),
    items: 1,
    page: room,
  };
}
