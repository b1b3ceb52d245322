/** The language of whoever reads it, by the locale (locale(7)); English where that is another one than Chinese. */
export function localeLanguage(environment: Readonly<Record<string, string | undefined>> = process.env): 'en' | 'zh' {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return /^zh(?:_|\.|$)/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}
