/** Which script a language is written in, roughly: enough to see that an answer is in another one than the question. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  zh: /\p{Script=Han}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu,
  ko: /\p{Script=Hangul}/gu,
  ru: /\p{Script=Cyrillic}/gu,
};

export function inScriptOf(text: string, language: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const script = SCRIPTS[language];
  const own = text.match(script ?? /\p{Script=Latin}/gu)?.length ?? 0;
  // Names of the machine's stand in any script.
  return script === undefined ? letters === 0 || own >= letters / 2 : own > 0;
}

/** What a language is called, for a model that is to write in it. */
const NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  zh: 'Chinese',
  ja: 'Japanese',
  ko: 'Korean',
  ru: 'Russian',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  pt: 'Portuguese',
};

export function languageName(language: string): string {
  return NAMES[language] ?? 'the language of the question';
}
