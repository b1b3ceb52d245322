/** The program to read of a lesson, explained by this machine. */
import { Problem } from '../../core/problem.ts';
import type { Lang, ProgramFile } from '../../learn/lesson.ts';
import { codeLines } from '../../learn/show/code.ts';
import type { Style } from '../../views/layout.ts';
import { explainFile, explainGiven, renderProgram } from '../explain-text.ts';

/** Draws it line by line with what each does; alone where this machine cannot compile it, and so cannot explain it. */
export async function explainedProgram({ name, source, language }: ProgramFile, lang: Lang): Promise<(style: Style) => readonly string[]> {
  try {
    const explained = language === 'bpftrace' ? await explainFile(source, { language: lang }) : await explainGiven({ path: name, source, language }, lang);
    return (style) => renderProgram(explained.explanation, source, { ...style, language: lang });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (style) => codeLines(source, language, style);
  }
}
