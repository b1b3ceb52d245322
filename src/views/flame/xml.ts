import { visible } from '../values.ts';

/** A text as XML and HTML take it, wherever it stands: what a trace saw is untrusted. */
export function xml(text: string): string {
  return visible(text)
    .replace(/[\ud800-\udfff\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
