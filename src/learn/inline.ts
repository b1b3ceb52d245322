/** The words of a line of a lesson's text: code, bold, emphasis, links. */
import type { Inline } from './lesson.ts';

const TOKEN =
  /\\([\\`*[\]_|{}<>#-])|(`+)(?!`)([\s\S]*?[^`])\2(?!`)|\*\*(?=\S)([\s\S]*?\S)\*\*|\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)|\[([^\]\n]+)\]\(([^()\s]+)\)|<(https?:\/\/[^>\s]+)>/g;

/** What a text holds, neighbours of one kind joined. Never throws: what is no markup is text. */
export function parseInline(text: string, plain: 'text' | 'strong' | 'emphasis' = 'text'): readonly Inline[] {
  const found: Inline[] = [];
  let at = 0;
  const add = (piece: string): void => {
    const last = found.at(-1);
    if (piece === '') return;
    if (last?.kind === plain) found.splice(-1, 1, { kind: plain, text: last.text + piece });
    else found.push({ kind: plain, text: piece });
  };
  for (const match of text.matchAll(TOKEN)) {
    add(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, escaped, , code, strong, emphasis, label, target, url] = match;
    if (escaped !== undefined) add(escaped);
    else if (code !== undefined) found.push({ kind: 'code', text: code.replace(/^ (.*`.*|`.*) $/, '$1') });
    else if (strong !== undefined) found.push(...parseInline(strong, 'strong'));
    else if (emphasis !== undefined) found.push(...parseInline(emphasis, 'emphasis'));
    else if (label !== undefined && target !== undefined) found.push({ kind: 'link', text: label.replaceAll('`', ''), to: targetOf(target) });
    else if (url !== undefined) found.push({ kind: 'link', text: url, to: { url } });
  }
  add(text.slice(at));
  return found;
}

function targetOf(target: string): { readonly lesson: string } | { readonly url: string } {
  return target.startsWith('lesson:') ? { lesson: target.slice('lesson:'.length) } : { url: target };
}

/** The words alone. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map(({ text }) => text).join('');
}
