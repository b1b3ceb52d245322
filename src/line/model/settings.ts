/** The settings as they are on the disk. */
import { statSync } from 'node:fs';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Settings } from '../../models/settings.ts';
import { parseSettings, type ReadSettings } from '../../models/settings-file.ts';
import { readText } from '../../system/real.ts';
import { type Environment, type SettingsPlace, settingsPlace } from './place.ts';

/** What is strange about the settings, and the command that mends it. */
export interface SettingsWarning {
  readonly says: string;
  readonly mend?: string;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly warnings: readonly SettingsWarning[];
  readonly place: SettingsPlace;
}

/** Both files together; a key of the keys' own file wins. Nothing is set where there are none. Throws a Problem for one that cannot be read. */
export function loadSettings(env: Environment): LoadedSettings {
  const place = settingsPlace(env);
  const main = readFile(place.settings);
  const keys = readFile(place.keys);
  const warnings = [main, keys].flatMap(({ warnings: said }) => said.map((says): SettingsWarning => ({ says })));
  const holders = [
    { path: place.settings, holds: Object.keys(main.settings.keys).length > 0 },
    { path: place.keys, holds: true },
  ];
  const open = holders.filter(({ path, holds }) => holds && isOpen(path)).map(({ path }) => openWarning(path));
  return { settings: { ...main.settings, keys: { ...main.settings.keys, ...keys.settings.keys } }, warnings: [...open, ...warnings], place };
}

function readFile(path: string): ReadSettings {
  return parseSettings(textOf(path), path);
}

/** The text of a file; empty where there is none. Throws a Problem for one that cannot be read. */
export function textOf(path: string): string {
  const found = readText(path);
  if ('text' in found) return found.text;
  if (found.error === 'missing') return '';
  throw new Problem(messages.unreadable(path, found.why));
}

/** Whether others than its owner may read it. */
function isOpen(path: string): boolean {
  try {
    return (statSync(path).mode & 0o077) !== 0;
  } catch {
    return false;
  }
}

function openWarning(path: string): SettingsWarning {
  return { says: `${path} holds keys, and others on this machine may read it`, mend: `chmod 600 ${path}` };
}
