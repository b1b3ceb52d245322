/** Orders versions of packages as dpkg does (man 7 deb-version): negative where `a` is the older one. */
export function comparePackageVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  return left.epoch - right.epoch || compareParts(left.upstream, right.upstream) || compareParts(left.revision, right.revision);
}

/** The version of what is packaged, without the packaging's own: `1:0.23.2-1` is 0.23.2. */
export function upstreamOf(version: string): string {
  return split(version).upstream;
}

function split(version: string): { readonly epoch: number; readonly upstream: string; readonly revision: string } {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/.exec(version) ?? [];
  const dash = rest.lastIndexOf('-');
  return { epoch: Number(epoch), upstream: dash === -1 ? rest : rest.slice(0, dash), revision: dash === -1 ? '' : rest.slice(dash + 1) };
}

/** Stretches that are no digits and numbers take turns. */
function compareParts(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  while (left.length > 0 || right.length > 0) {
    const order = compareText(takeText(left), takeText(right)) || Number(takeNumber(left)) - Number(takeNumber(right));
    if (order !== 0) return order;
  }
  return 0;
}

const partsOf = (text: string): string[] => text.match(/\D+|\d+/g) ?? [];
const takeText = (parts: string[]): string => (/^\D/.test(parts[0] ?? '') ? (parts.shift() ?? '') : '');
const takeNumber = (parts: string[]): string => (/^\d/.test(parts[0] ?? '') ? (parts.shift() ?? '0') : '0');

function compareText(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = weight(a[i]) - weight(b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

/** A tilde sorts before everything, even the end; letters before all else. */
function weight(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}
