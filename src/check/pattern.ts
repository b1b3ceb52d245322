/** What a text is held against. */
export interface Pattern {
  test(text: string): boolean;
}

/** A character, any one of a set, any one, or any number of any. */
type Token = { readonly one: (char: string) => boolean } | 'many';

/**
 * An attach point's pattern (`*`, `?`, `[abc]`). No regular expression: one with many asterisks would take for ever on a name that nearly matches, and a
 * bracket that is not closed is a character like any other. Takes at most the product of both lengths.
 */
export function patternOf(pattern: string): Pattern {
  const tokens = tokensOf(pattern);
  return { test: (text) => matches(tokens, text) };
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    const close = char === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (close !== -1) {
      tokens.push({ one: setOf(pattern.slice(at + 1, close)) });
      at = close;
    } else if (char === '*') tokens.push('many');
    else tokens.push({ one: char === '?' ? () => true : (other) => other === char });
  }
  return tokens;
}

/** `abc`, `a-z`, `!abc`. */
function setOf(text: string): (char: string) => boolean {
  const negated = /^[!^]/.test(text);
  const body = negated ? text.slice(1) : text;
  const holds = (char: string): boolean => {
    for (let at = 0; at < body.length; at++) {
      const [from = '', dash, to] = [body[at], body[at + 1], body[at + 2]];
      if (dash === '-' && to !== undefined) {
        if (from <= char && char <= to) return true;
        at += 2;
      } else if (from === char) return true;
    }
    return false;
  };
  return (char) => holds(char) !== negated;
}

/** Only the last `*` that was passed can need more than it took. */
function matches(tokens: readonly Token[], text: string): boolean {
  let [token, at] = [0, 0];
  let star: { readonly token: number; at: number } | undefined;
  while (at < text.length) {
    const next = tokens[token];
    if (next === 'many') {
      star = { token, at };
      token++;
    } else if (next?.one(text[at] ?? '') === true) {
      token++;
      at++;
    } else if (star !== undefined) {
      star.at++;
      [token, at] = [star.token + 1, star.at];
    } else return false;
  }
  while (tokens[token] === 'many') token++;
  return token === tokens.length;
}
