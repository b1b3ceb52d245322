import { replacing } from '../../core/fix.ts';
import { compareVersions } from '../../core/version.ts';
import { starMatcher } from '../../kernel/glob.ts';
import type { UserSymbols } from '../../kernel/symbols.ts';
import { suggest } from '../suggest.ts';
import { type Missing, quoted, type UserPoint } from './point.ts';

/** bcc 0.36, of October 2025, is the first that knows `libc.so.6` by this name; a bpftrace older than this runs with an older one. */
const SONAMES_SINCE = '0.24.0';

/** The files an attach point is placed in. */
export function examineTarget({ kind, target, version }: UserPoint, symbols: UserSymbols): readonly string[] | Missing | 'unknown' {
  const { text, span } = target;
  // An archive's member (`app.apk!/lib/x.so`), which bpftrace can look into; and what is another file for bpftrace than for us.
  if (text.includes('!/') || text.startsWith('/proc/self/')) return 'unknown';
  const missing = (message: string, hints: readonly string[], replacement?: string, automatic = true): Missing => ({
    code: 'unknown-target',
    message,
    span,
    hints,
    fixes: replacement === undefined ? [] : [replacing(`use ${replacement}`, span, quoted(replacement), automatic)],
    refused: true,
  });
  if (text.includes('*')) return examinePattern(text, symbols, missing);
  const file = symbols.find(text, kind);
  const bare = /^lib[^/]*$/.test(text);
  if (kind === 'usdt' && bare && file === undefined) {
    const library = symbols.find(text, 'uprobe');
    if (library !== undefined) return missing(`a usdt probe needs the path of a library, "${text}" is not looked up`, [`it is ${library}`], library);
  }
  const named = bare && text.includes('.so') && file !== undefined && file !== text;
  if (kind === 'uprobe' && named && version !== undefined && compareVersions(version, SONAMES_SINCE) < 0) {
    const short = text.replace(/\.so\b.*$/, '');
    const better = symbols.find(short) === file ? short : file;
    return missing(`bpftrace ${version} does not find ${text} by this name`, [`write ${better}`], better);
  }
  if (file !== undefined) return [file];
  const what = symbols.file(text);
  if (typeof what === 'object') {
    return missing(`${text} is a script, in which no probe can be placed`, [`${what.interpreter} runs it: probe that instead`]);
  }
  if (what === 'other') return missing(`${text} is neither a program nor a library`, ['a probe is placed in an ELF file: a program, or a shared library']);
  return absent(text, symbols, missing);
}

type Report = (message: string, hints: readonly string[], replacement?: string, automatic?: boolean) => Missing;

function examinePattern(text: string, symbols: UserSymbols, missing: Report): readonly string[] | Missing | 'unknown' {
  const files = symbols.findAll(text);
  if (files === undefined) return 'unknown';
  const [first] = files;
  if (first === undefined) return missing(`no program or library matches ${text}`, ['only names without a * are looked up among the libraries']);
  // bpftrace compares the pattern as it stands with the paths it has found, where they are several.
  const fitting = files.length === 1 ? files : files.filter(starMatcher(text));
  if (fitting.length > 0) return fitting;
  const path = first.slice(0, first.lastIndexOf('/') + 1) + text;
  return { ...missing(`several programs match ${text}, and bpftrace takes none of them`, [`write ${path}`], path, false), refused: false };
}

function absent(text: string, symbols: UserSymbols, missing: Report): Missing {
  const around = symbols.around(text);
  const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const name = baseOf(text);
  const same = [...new Set(around.filter((candidate) => candidate !== text && candidate.endsWith(`/${name}`)))];
  const near = same.length > 0 ? same : suggest(name, new Set(around.map(baseOf))).flatMap((base) => around.find((path) => baseOf(path) === base) ?? []);
  const message = text.includes('/') ? `there is no file ${text}` : `there is no program or library "${text}" on PATH`;
  const hints = near.length > 0 ? [`did you mean ${near.slice(0, 3).join(', ')}?`] : ['give the path of the file, or install what it belongs to'];
  // A file of this very name elsewhere is what was meant; one of a similar name may be another program.
  return missing(message, hints, same[0] ?? (near.length === 1 ? near[0] : undefined), same.length > 0);
}
