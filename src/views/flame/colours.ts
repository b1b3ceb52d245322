/** What frames are coloured by: whose code it is tells the hue, the name one of a few shades of it, so that a function looks the same in every graph. */
import type { FrameNode } from '../frame-tree.ts';

type Kind = FrameNode['kind'];

const SHADES = 6;

interface Hue {
  readonly hue: number;
  readonly spread: number;
  readonly saturation: number;
}

const HUES: Readonly<Record<Kind, Hue>> = {
  user: { hue: 26, spread: 22, saturation: 88 },
  kernel: { hue: 204, spread: 22, saturation: 62 },
  jit: { hue: 112, spread: 34, saturation: 46 },
  key: { hue: 268, spread: 20, saturation: 38 },
  unknown: { hue: 220, spread: 0, saturation: 4 },
  root: { hue: 220, spread: 0, saturation: 8 },
};

/** The class of a frame. */
export function shadeOf(kind: Kind, name: string): string {
  let hash = 2166136261;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return `${kind}${(hash >>> 8) % SHADES}`;
}

/** Steps of growth and of shrinking that are told apart. */
const STEPS = 6;

/** The class of a frame by how its share changed, from -1 (the most that any shrank) to 1. */
export function changeShade(change: number): string {
  const step = Math.min(STEPS, Math.ceil(Math.abs(change) * STEPS - 1e-6));
  return change === 0 ? 'same' : `${change > 0 ? 'more' : 'less'}${step}`;
}

/** The colour that a legend shows for a kind. */
export function legendShade(kind: Kind): string {
  return `${kind}0`;
}

/** Rules for all classes, on a light page and on a dark one. */
export function colourRules(scope: string, isChange: boolean): { readonly light: string; readonly dark: string } {
  const rules = (dark: boolean): string => (isChange ? changeRules(scope, dark) : shadeRules(scope, dark));
  return { light: rules(false), dark: rules(true) };
}

function shadeRules(scope: string, dark: boolean): string {
  return Object.entries(HUES)
    .flatMap(([kind, { hue, spread, saturation }]) =>
      Array.from({ length: SHADES }, (_, step) => {
        const share = step / (SHADES - 1);
        const lightness = dark ? 27 + 9 * share : 80 - 12 * share;
        return rule(scope, `${kind}${step}`, hue + spread * share, dark ? saturation * 0.62 : saturation, lightness);
      }),
    )
    .join('');
}

function changeRules(scope: string, dark: boolean): string {
  const plain = rule(scope, 'same', 220, dark ? 6 : 10, dark ? 25 : 93);
  const steps = Array.from({ length: STEPS }, (_, at) => {
    const strength = (at + 1) / STEPS;
    const lightness = dark ? 27 + 15 * strength : 94 - 28 * strength;
    const saturation = dark ? 20 + 45 * strength : 70 + 15 * strength;
    return rule(scope, `more${at + 1}`, 4, saturation, lightness) + rule(scope, `less${at + 1}`, 216, saturation, lightness);
  });
  return plain + steps.join('');
}

function rule(scope: string, name: string, hue: number, saturation: number, lightness: number): string {
  return `${scope} .${name}{fill:${hex(hue % 360, saturation / 100, lightness / 100)}}`;
}

/** Not every viewer of pictures knows hsl(). */
function hex(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number): string => {
    const at = (offset + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}
