/** In which language this process speaks to whoever started it. */
import type { HelpConfiguration } from 'commander';
import type { Diagnostic } from '../core/diagnostic.ts';
import { localeLanguage } from './locale.ts';

type Chinese = typeof import('../core/chinese.ts');

let chinese: Chinese | undefined;
let help: HelpConfiguration = {};

/**
 * Chinese where `--lang` says so, or something that was typed is; else the locale's. The catalogue is read where it is Chinese, and not otherwise.
 */
export async function speakAs(argv: readonly string[]): Promise<void> {
  await speak(languageOfWords(argv));
}

/** From now on in this language; a conversation may change it. */
export async function speak(language: 'en' | 'zh'): Promise<void> {
  if (language === tongue()) return;
  chinese = language === 'zh' ? await import('../core/chinese.ts') : undefined;
  help = language === 'zh' ? (await import('./spoken-help.ts')).chineseHelp(spoken) : {};
}

/** The language that what was typed is to be answered in. */
export function languageOfWords(argv: readonly string[]): 'en' | 'zh' {
  const at = argv.indexOf('--lang');
  const wanted = at === -1 ? argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length) : argv[at + 1];
  if (wanted === 'en' || wanted === 'zh') return wanted;
  return argv.some((word) => /\p{Script=Han}/u.test(word)) ? 'zh' : localeLanguage();
}

export function tongue(): 'en' | 'zh' {
  return chinese === undefined ? 'en' : 'zh';
}

/** What is said in English, in the language that is spoken. */
export function spoken(english: string): string {
  return chinese === undefined ? english : chinese.chineseOf(english);
}

/** The same of a diagnostic. */
export function spokenDiagnostic(diagnostic: Diagnostic): Diagnostic {
  return chinese === undefined ? diagnostic : chinese.diagnosticInChinese(diagnostic);
}

/** How commander words its help: in English as it does by itself. */
export function spokenHelp(): HelpConfiguration {
  return help;
}

/** A mistake in the command line, and what commander says after it. */
export function spokenError(text: string): string {
  const isError = text.startsWith('error: ');
  const lines = (isError ? text.slice('error: '.length) : text).split('\n').map(spoken);
  return `${isError ? 'gpttrace: ' : ''}${lines.join('\n')}`;
}

const SIGNS = { ': ': '：', '; ': '；', ', ': '，' } as const;

/** What stands between two texts that are spoken. */
export function betweenSpoken(sign: keyof typeof SIGNS): string {
  return chinese === undefined ? sign : SIGNS[sign];
}
