/**
 * What others said, on its way to a model: questions, what a trace saw, documents, pages of the web, what tools answer. It stands between markers that nothing
 * in it can close, and nothing in it is invisible to a person who reads along.
 */

/** Ends lines as `\n`, keeps tabs, and drops what is not seen: control characters, what turns the direction of writing, what has no width, halves of characters. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}|[\p{Cf}\p{Co}\p{Cs}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5|\p{Variation_Selector}/gu, '');
}

/** At most so many characters, whole lines where that loses little, and how much was left out. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = Math.max(0, most);
  const lineEnd = text.lastIndexOf('\n', kept);
  const cut = (lineEnd > kept * 0.7 ? text.slice(0, lineEnd) : text.slice(0, kept)).replace(/[\ud800-\udbff]$/, '');
  return `${cut}\n[${text.length - cut.length} more characters left out]`;
}

/** A text as data between markers; at most so many characters of it. */
export function quoted(label: string, text: string, most: number = Number.POSITIVE_INFINITY): string {
  const name = visibleText(label)
    .replace(/[^\p{L}\p{N}.,:;_/()'-]+/gu, ' ')
    .trim()
    .slice(0, 80);
  // Cut first: what was left out cannot be seen any more, and a marker that is cut in two is none.
  return `<data label="${name}">\n${withoutMarkers(shortened(visibleText(text), most)).trimEnd()}\n</data>`;
}

/** A text in which no marker begins: what looks like one has another sign in the place of its `<`. */
function withoutMarkers(text: string): string {
  return text.replace(/[<\uff1c\ufe64\u2039\u3008\u27e8]+(?=[\s/\\\u2044\u2215\uff0f]*data(?![A-Za-z0-9_]))/gi, '‹');
}
