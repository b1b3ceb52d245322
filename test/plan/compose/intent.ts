import type { Intent, Measure } from '../../../src/core/intent.ts';

/** An intent that asks for just this. */
export function intentOf(question: string, measure?: Measure, more: Partial<Intent> = {}): Intent {
  const asked = measure === undefined ? {} : { measure: { value: measure, words: '' } };
  return { question, language: 'en', topic: question, keys: [], conditions: [], unapplied: [], ...asked, ...more };
}
