/** What a trace saw, as the value of a label: untrusted, so it is well-formed, of one line and not long. */

const MOST_LETTERS = 200;

export function labelText(text: string): string {
  // Half of a pair of surrogates has no form in UTF-8.
  const wellFormed = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  const plain = wellFormed.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  if (plain.length <= MOST_LETTERS) return plain;
  return `${[...plain].slice(0, MOST_LETTERS - 1).join('')}…`;
}
