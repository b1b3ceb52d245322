/** What tells of people, places and secrets by the way it is written. Each rule splits a text into what it is about and what it is not. */
import { isIPv4, isIPv6 } from 'node:net';

/** A part of a text that is to be replaced. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

export type Rule = (text: string) => Iterable<Found>;

/** Where a pattern is found; the group `it` of it where it has one. */
export function shape(kind: string, pattern: RegExp, accepts: (match: string) => boolean = () => true): Rule {
  return function* (text) {
    for (const match of text.matchAll(pattern)) {
      const whole = match[0];
      const it = match.groups?.it ?? whole;
      const start = match.index + whole.lastIndexOf(it);
      if (it !== '' && accepts(it)) yield { start, end: start + it.length, kind };
    }
  };
}

/** What has the shape of a placeholder in the data itself: taken for one, it would be put back as something else. */
export const placeholderLike: Rule = shape('text', /<[^<>\s]{1,60}-\p{Nd}+>/gu);

const SECRET_WORD =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|tokens?|api[-_]?key|access[-_]?key(?:[-_]?id)?|auth(?:orization)?|credentials?|private[-_]?key|client[-_]?secret|session(?:[-_]?id)?|cookie|bearer|otp|pin)';

/** A value in quotes, or up to the next blank or separator. */
const VALUE = '(?<it>"[^"\\n]*"|\'[^\'\\n]*\'|[^\\s"\'&;,，。；]+)';

export const namedSecrets: readonly Rule[] = [
  shape('secret', /-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)[A-Z ]*-----[\s\S]*?(?:-----END [A-Z ]*-----|$)/g),
  shape('secret', new RegExp(`(?:^|[^a-z])${SECRET_WORD}["']?\\s*(?:[=:：]|\\bis\\b|\\s=>)\\s*(?:(?:bearer|basic|digest|token)\\s+)?${VALUE}`, 'gi')),
  shape('secret', new RegExp(`--?[a-z-]*${SECRET_WORD}[a-z-]*\\s+${VALUE}`, 'gi'), (value) => !value.startsWith('-')),
  shape('secret', /\b(?:bearer|basic)\s+(?<it>[A-Za-z0-9+/=._~-]{8,})/gi),
  shape('secret', /(?:密码|口令|令牌|密钥|パスワード|비밀번호|пароль)(?:是|は|为)?\s*[=:：]?\s*(?<it>[\x21-\x7e]+)/giu),
  shape('secret', /\bsshpass\s+-p\s*(?<it>\S+)/g),
  shape('secret', /\bmysql\w*\s(?:[^|;]*\s)?-p(?<it>\S+)/g),
  shape('secret', /\bcurl\s(?:[^|;]*\s)?(?:-u|--user)[\s=]+(?<it>\S+)/g),
];

/** Keys that tell whose they are by how they begin. */
export const keyShapes: Rule = shape(
  'secret',
  /(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|(?:sk|pk|rk)[-_](?:[A-Za-z]+[-_])*[A-Za-z0-9_-]{16,}|xox[a-z]-[\w-]{10,}|AIza[\w-]{30,}|ya29\.[\w-]{10,}|hf_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{16,}|SG\.[\w-]{10,}\.[\w-]{10,}|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?)(?![A-Za-z0-9])/g,
);

const END_OF_WORD = '\\s"\'`<>|，。；、！？（）「」『』《》“”‘’';

/** An address of the web says where somebody is; with a name, a password or a query in it, who and what too. Those of this machine alone stay, without these. */
export const urls: Rule = shape('url', new RegExp(`(?<![A-Za-z0-9])[a-z][a-z0-9+.-]*://[^${END_OF_WORD}]*[^${END_OF_WORD}.,;:!?)\\]}]`, 'gi'), (url) => {
  const own = /^[a-z][a-z0-9+.-]*:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/[^?#@]*)?$/i.test(url);
  return !own;
});
export const scpPlaces: Rule = shape('url', /(?<![\w.-])[\w.+-]+@[\w.-]+:(?!\d+\b)[^\s"'`<>|]+/g);

/** With and without a dot in it: `ann@laptop` tells as much. Units of systemd are written the same way. */
export const mails: Rule = shape(
  'mail',
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]|\.(?=[\p{L}\p{N}]))*/gu,
  (mail) => !/\.(?:service|socket|slice|scope|target|mount|timer)$/.test(mail),
);

export const hardwareAddresses: Rule = shape(
  'address',
  /(?<![\w:.-])(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4,6}[0-9a-f]{2}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})(?![\w:])/gi,
);

export const ipv4: Rule = shape(
  'address',
  /(?<![A-Za-z0-9_.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d|[A-Za-z_])/g,
  (address) => address.split('.').every((part) => Number(part) <= 255) && !isOwnAddress(address),
);
/** A cloud's name for a machine, which is its address. */
export const addressNames: Rule = shape('host', /(?<![\w.-])ip-(?:\d{1,3}-){3}\d{1,3}(?:\.[\w-]+)*/g);

export const ipv6: Rule = function* (text) {
  for (const match of text.matchAll(/(?<![A-Za-z0-9_:.])[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*/gi)) {
    let it = match[0];
    // A sentence goes on behind it: a colon, a full stop, a port.
    while (it !== '' && !isIPv6(it)) it = it.slice(0, -1);
    const after = text[match.index + it.length] ?? '';
    if (it.length < 3 || /[A-Za-z0-9_]/.test(after) || isOwnAddress(it)) continue;
    const zone = /^%[\w.-]+/.exec(text.slice(match.index + it.length))?.[0] ?? '';
    yield { start: match.index, end: match.index + it.length + zone.length, kind: 'address' };
  }
};

/** Loopback and "none": the same on every machine. */
export function isOwnAddress(address: string): boolean {
  const text = address.toLowerCase().replace(/^\[|\]$/g, '');
  const four = text.replace(/^(?:0*:){2,7}(?:ffff:)?(?=\d+\.)/, '');
  if (isIPv4(four)) return four === '0.0.0.0' || four.startsWith('127.');
  if (!isIPv6(text)) return false;
  return /^[0:]*:0*1?$/.test(text) || /^(?:0*:){2,6}ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(text);
}

const TOP_LEVEL =
  'com|net|org|edu|gov|mil|int|info|biz|io|dev|app|cloud|ai|xyz|online|site|tech|local|lan|internal|intranet|corp|home|private|localdomain|consul|arpa|onion|test|example|de|uk|fr|nl|be|at|ch|it|es|pt|se|no|fi|dk|eu|us|ca|jp|cn|kr|tw|hk|in|au|nz|br|ru|ua|cz|za|mx|ar|tr|sg';
/** Endings that are countries to some and kinds of files or fields to others count only where the name has another dot in it. */
export const hostNames: Rule = shape(
  'host',
  new RegExp(`(?<![\\p{L}\\p{N}_./@$>-])(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})\\.)+(?:${TOP_LEVEL})\\.?(?![\\p{Script=Latin}\\p{N}_./(-])`, 'giu'),
  (name) => !/^(?:e\.g|i\.e)/.test(name) && !/^localhost\.localdomain\.?$/i.test(name),
);

/** Numbers of places in memory: they tell where the kernel or a program is loaded. */
export const pointers: Rule = shape('pointer', /(?<![\w])0x[0-9a-f]{8,16}(?!\w)/gi);

/** What no person makes up: long, and of many kinds of characters. */
export const randomTexts: Rule = shape('secret', /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_=-]{20,}(?![A-Za-z0-9+/_=-])/g, (text) => {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) || /^[0-9a-f]{32,}$/i.test(text)) return true;
  // A path, an option or a name of several words is looked at piece by piece.
  return text.split(/[/_-]/).some(isRandom) || (/[+=]/.test(text) && isRandom(text.replace(/[+/=]/g, '')));
});

function isRandom(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0;
  if (text.length < 16 || digits < 2) return false;
  const cases = Number(/[a-z]/.test(text)) + Number(/[A-Z]/.test(text));
  return cases === 2 || (cases === 1 && text.length >= 20 && digits >= 4);
}
