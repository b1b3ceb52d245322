import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

/** A block of broken.toml: what each part means stands there. */
export interface Broken {
  readonly class: string;
  readonly program: string;
  readonly codes: readonly string[];
  readonly contains?: readonly string[];
  readonly changes?: string;
  readonly live?: boolean;
}

export const BROKEN: readonly Broken[] = (
  parse(readFileSync(fileURLToPath(new URL('broken.toml', import.meta.url)), 'utf8')) as unknown as { broken: readonly Broken[] }
).broken;
