/** The language of a question, as far as its script tells. */
export function languageOf(question: string): string {
  return /\p{Script=Han}/u.test(question) ? 'zh' : 'en';
}
