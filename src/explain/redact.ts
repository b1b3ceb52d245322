/**
 * What a trace saw, without what tells of people, places and secrets: such values become placeholders before anything goes to a model, and what the model says of
 * a placeholder becomes the value again, here. A placeholder tells what kind of thing it stands for and nothing else: neither its length nor a part of it.
 */
import type { Scalar } from '../core/events.ts';
import type { Column } from '../core/program.ts';
import { isSystemPath, pathRules } from './redact/paths.ts';
import * as shapes from './redact/shapes.ts';

/** What is known of this machine and its people. */
export interface Known {
  readonly homes?: readonly string[];
  readonly users?: readonly string[];
  readonly hosts?: readonly string[];
}

export interface Redaction {
  /** A text in any language: a question, a title, a program. */
  text(text: string): string;
  /** A value as it is shown, by what its column holds. */
  cell(value: Scalar, shown: string, column: Column): string;
  /** What stands for what, put back; `as` tells how a value is written. */
  restore(text: string, as?: (value: string) => string): string;
  /** What a placeholder stands for; undefined where none was given out under that name. */
  behind(placeholder: string): string | undefined;
}

/** What a placeholder looks like. */
export const PLACEHOLDER: RegExp = /<[a-z]+-\d+>/g;

/** Accounts that every system has. */
const SYSTEM_USERS =
  /^(?:root|daemon|bin|sys|sync|games|man|lp|mail|news|uucp|proxy|www-data|backup|list|irc|gnats|nobody|_apt|systemd-[\w-]+|messagebus|sshd|polkitd|postfix|ntp|chrony|dbus|tss|uuidd|tcpdump|syslog|adm|ftp|http|nginx|apache|mysql|postgres|redis)$/;
/** Below it and for nobody: accounts of the system (login.defs). */
const FIRST_USER = 1000;
const NOBODY = 65_534;

/** Columns, by name, that hold a line that somebody typed, sent or was given. */
const COMMANDS = /\b(?:commands?|cmd|cmdline|arguments?|args?|argv|exec|line|typed|input|environment|env)\b/i;
const CONTENTS = /\b(?:text|data|content|contents|buffer|payload|message|query|sql|statement|body|header|key|password|value)\b/i;
const HOSTS = /\b(?:host|hosts|hostname|domain|peer|server|url|uri|remote|client)\b/i;

/** Begins with nothing replaced; what it has given out once it gives out again for the same value. */
export function redaction(known: Known = {}): Redaction {
  const homes = (known.homes ?? []).map((home) => home.replace(/\/+$/, '')).filter((home) => home.length > 1 && home !== '/root' && home !== '/home');
  const placeholders = new Map<string, string>();
  const values = new Map<string, string>();
  /** Values of cells. */
  const told = new Set<string>();

  const stand = (value: string, kind: string): string => {
    const given = placeholders.get(value);
    if (given !== undefined) return given;
    const placeholder = `<${kind}-${placeholders.size + 1}>`;
    placeholders.set(value, placeholder);
    values.set(placeholder, value);
    return placeholder;
  };
  const apply = (text: string, rules: readonly shapes.Rule[]): string => {
    let parts: { readonly text: string; readonly done: boolean }[] = [{ text, done: false }];
    for (const rule of rules) parts = parts.flatMap((part) => (part.done ? [part] : split(part.text, rule, stand)));
    return parts.map((part) => part.text).join('');
  };

  const hosts = words('host', known.hosts ?? [], 2);
  const users = words(
    'user',
    (known.users ?? []).filter((user) => !SYSTEM_USERS.test(user)),
    2,
  );
  const inNames = [shapes.placeholderLike, shapes.urls, ...shapes.namedSecrets, shapes.keyShapes, shapes.scpPlaces, shapes.mails, ...pathRules(homes)];
  const addresses = [shapes.hardwareAddresses, shapes.ipv6, shapes.ipv4, shapes.addressNames];
  const everywhere = [...inNames, ...addresses, hosts, shapes.hostNames, users, shapes.pointers, shapes.randomTexts];
  // A function's name in a stack is long and strange without being a secret.
  const inStacks = [shapes.placeholderLike, ...pathRules(homes), shapes.mails, ...addresses, shapes.pointers];

  const tell = (value: string, kind: string): string => {
    told.add(value);
    return stand(value, kind);
  };
  const path = (text: string): string => (isSystemPath(text, homes) ? apply(text, everywhere) : tell(text, 'path'));
  const command = (text: string): string => {
    const [, program = '', rest = ''] = /^(\S+)(?:\s+([\s\S]*))?$/.exec(text.trim()) ?? [];
    if (!/^[\w./+-]+$/.test(program)) return text.trim() === '' ? text : tell(text, 'arguments');
    const name = program.includes('/') ? path(program) : apply(program, everywhere);
    return rest === '' ? name : `${name} ${tell(rest, 'arguments')}`;
  };

  return {
    // A value that a column has told to be somebody's is so wherever it stands.
    text: (text) => apply(text, [shapes.placeholderLike, words('', [...told], 4), ...everywhere]),
    cell: (value, shown, column) => {
      if (value === null || typeof value === 'boolean') return shown;
      const { kind } = column;
      if (typeof value !== 'string') {
        if (kind === 'user' || kind === 'group') return isSystemUser(value) ? shown : tell(shown, kind);
        // What a container is called tells whose it is.
        if (kind === 'container') return shown === String(value) || shown === '/' ? shown : tell(shown, 'container');
        return kind === 'address' && Number(value) !== 0 ? tell(shown, 'address') : column.integer === 'hexadecimal' ? apply(shown, [shapes.pointers]) : shown;
      }
      switch (kind) {
        case 'process':
          return apply(shown, [...inNames, ...addresses]);
        case 'file':
        case 'directory':
          return shown === '' ? shown : path(shown);
        case 'address':
          return shown === '' || shapes.isOwnAddress(shown) ? shown : tell(shown, 'address');
        case 'user':
          return SYSTEM_USERS.test(shown) || shown === '' ? shown : tell(shown, 'user');
        case 'stack':
          return apply(shown, inStacks);
        default:
          break;
      }
      if (column.type === 'stack') return apply(shown, inStacks);
      if (shown === '' || /^localhost$/i.test(shown)) return shown;
      if (HOSTS.test(column.name)) return shapes.isOwnAddress(shown) ? shown : tell(shown, 'host');
      if (CONTENTS.test(column.name)) return /^[\w.-]{1,15}$/.test(shown) ? apply(shown, everywhere) : tell(shown, 'text');
      return COMMANDS.test(column.name) || /\s/.test(shown.trim()) ? command(shown) : apply(shown, everywhere);
    },
    restore: (text, as = (value) => value) =>
      text.replace(PLACEHOLDER, (placeholder) => {
        const value = values.get(placeholder);
        return value === undefined ? placeholder : as(value);
      }),
    behind: (placeholder) => values.get(placeholder),
  };
}

function isSystemUser(uid: number | bigint): boolean {
  return Number(uid) < FIRST_USER || Number(uid) === NOBODY;
}

function split(text: string, rule: shapes.Rule, stand: (value: string, kind: string) => string): { text: string; done: boolean }[] {
  const parts: { text: string; done: boolean }[] = [];
  let at = 0;
  for (const { start, end, kind } of rule(text)) {
    if (start < at) continue;
    if (start > at) parts.push({ text: text.slice(at, start), done: false });
    parts.push({ text: stand(text.slice(start, end), kind), done: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), done: false });
  return parts;
}

/** Names that are known, wherever they stand alone. One letter is a word of too many texts. */
function words(kind: string, names: readonly string[], least: number): shapes.Rule {
  const sought = [...new Set(names)].filter((name) => name.length >= least).sort((a, b) => b.length - a.length);
  if (sought.length === 0) return () => [];
  const alternatives = sought.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return shapes.shape(kind, new RegExp(`(?<![\\p{Script=Latin}\\p{N}_-])(?:${alternatives})(?![\\p{Script=Latin}\\p{N}_-])`, 'giu'));
}
