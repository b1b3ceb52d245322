/** The two languages that explanations are worded in. Data holds both side by side, so that neither can be forgotten. */

/** English and Chinese. */
export type Both = readonly [en: string, zh: string];

export type Tongue = 'en' | 'zh';

/** Chinese where the answer is Chinese, English for every other language. */
export function tongueOf(language: string | undefined): Tongue {
  return language === 'zh' ? 'zh' : 'en';
}

export function pick([en, zh]: Both, tongue: Tongue): string {
  return tongue === 'zh' ? zh : en;
}

/** `a, b and c`. */
export function listed(items: readonly string[], tongue: Tongue): string {
  if (tongue === 'zh') return items.join('、');
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** A sentence: its first letter large, a stop at its end. What begins with a name of the program keeps its letter. */
export function sentenceOf(text: string, tongue: Tongue): string {
  const ended = /[.。:：!?…]$/.test(text) ? text : `${text}${tongue === 'zh' ? '。' : '.'}`;
  return tongue === 'zh' ? spaced(ended) : ended.replace(/^[a-z](?=[a-z]*[ ,:])/, (letter) => letter.toUpperCase());
}

/** Chinese with a blank between its characters and what is no Chinese; what stands in quotes is left as it is. */
export function spaced(text: string): string {
  const parts = text.split(/("(?:[^"\\]|\\.)*")/);
  const open = parts.map((part, index) =>
    index % 2 === 1 ? part : part.replace(/([\u4e00-\u9fff])(?=[@$\w-])/g, '$1 ').replace(/([\w%])(?=[\u4e00-\u9fff])/g, '$1 '),
  );
  return open.reduce((all, part) => {
    const apart = (/[\u4e00-\u9fff]$/.test(all) && part.startsWith('"')) || (all.endsWith('"') && /^[\u4e00-\u9fff]/.test(part));
    return `${all}${apart ? ' ' : ''}${part}`;
  }, '');
}
