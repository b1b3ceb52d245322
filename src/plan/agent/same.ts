/** Programs that differ in blanks and comments only are the same one. */
import { parse } from '../../bpftrace/parser.ts';

/** Two programs are the same where this is. */
export function identityOf(source: string): string {
  let text = '';
  let at = 0;
  // The parser knows what is a comment: `uprobe:/usr/lib/*:f` holds none.
  for (const { start, end } of parse(source).comments) {
    text += `${source.slice(at, start)} `;
    at = end;
  }
  text += source.slice(at);
  const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\w@$]/.test(sign);
  const packed = text.trim().replace(/"(?:[^"\\\n]|\\.)*"|\s+/g, (part, offset: number, whole: string) => {
    if (part.startsWith('"')) return part;
    return isWord(whole[offset - 1]) && isWord(whole[offset + part.length]) ? ' ' : '';
  });
  return packed.replace(/;+\}/g, '}');
}
