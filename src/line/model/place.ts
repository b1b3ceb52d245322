/** Where settings are. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsPlace {
  readonly directory: string;
  /** What the user writes, and `gpttrace model use` changes. */
  readonly settings: string;
  /** What was typed in as a key; nobody but its owner may read it. */
  readonly keys: string;
}

/** The specification of base directories has relative paths ignored (https://specifications.freedesktop.org/basedir-spec). */
export function settingsPlace(env: Environment): SettingsPlace {
  const base = env.XDG_CONFIG_HOME ?? '';
  const directory = join(isAbsolute(base) ? base : join(env.HOME || homedir(), '.config'), 'gpttrace');
  return { directory, settings: join(directory, 'config.toml'), keys: join(directory, 'keys.toml') };
}
