/** A program's text without its comments. */
import { parse } from '../bpftrace/parser.ts';
import type { Exercise, ProgramFile } from './lesson.ts';

const C_PARTS = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g;

export function codeOf({ language, source }: Pick<ProgramFile, 'language' | 'source'>): string {
  if (language === 'c') return source.replaceAll(C_PARTS, (part) => (part.startsWith('/') ? ' ' : part));
  let code = '';
  let at = 0;
  for (const { start, end } of parse(source).comments) {
    code += source.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return code + source.slice(at);
}

/** Which of an exercise's slips a program is: the first that is told by its text. */
export function slipIn({ slips }: Exercise, program: Pick<ProgramFile, 'language' | 'source'>): number | undefined {
  const code = codeOf(program);
  const found = slips.findIndex(({ when }) => new RegExp(when).test(code));
  return found === -1 ? undefined : found;
}
