import type { Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { compareVersions } from '../../core/version.ts';
import { starMatcher } from '../../kernel/glob.ts';
import type { UserSymbols } from '../../kernel/symbols.ts';
import { suggest } from '../suggest.ts';
import { type Finding, quoted, type UserPoint } from './point.ts';

/** bpftrace reads DWARF for the names of inlined functions from and before these versions (its changelog, 0.20.0 and 0.25.0). */
const INLINED = ['0.20.0', '0.25.0'] as const;
/** Parts of a demangled name that stand in no mangled one: it has abbreviations for them. */
const ABBREVIATED = new Set(
  'std operator string allocator void bool char short int long unsigned signed float double const vtable typeinfo guard for thunk virtual non'.split(' '),
);

/** Whether one of the files has the function that a uprobe is placed on. An address or offset is for the run to judge. */
export function examineFunction(point: UserPoint, files: readonly string[], symbols: UserSymbols): Finding {
  const wanted = point.name.text.replace(/\+.*$/, '');
  if (/^(0x[0-9a-f]+|\d[\d_]*(e\d+)?)([ul]*)$/i.test(wanted)) return 'unknown';
  const matches = starMatcher(wanted);
  const known = files.map((file) => symbols.functions(file));
  if (known.some((names) => names?.some(matches))) return 'there';
  const hidden = files.some((file) => isHidden(symbols.extent(file), point.version));
  const names = known.flatMap((own) => own ?? []);
  if (hidden || known.includes(undefined) || (point.demangled && mayDemangle(wanted, names))) return 'unknown';
  const [file = ''] = files;
  const { target, name } = point;
  const place = files.length === 1 ? file : target.text;
  const stripped = files.length === 1 && symbols.extent(file) === 'exported';
  const elsewhere =
    files.length === 1 && !wanted.includes('*') ? symbols.libraries(file).filter((library) => symbols.functions(library)?.includes(wanted)) : [];
  const near = suggest(wanted, names);
  const hints = [
    ...elsewhere.slice(0, 3).map((library) => `${library}, which it is linked to, has one`),
    ...(elsewhere.length === 0 && near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
    ...(/[?[]/.test(wanted) ? ['* is the only wildcard'] : []),
    ...(stripped ? [strippedHint(names.length)] : []),
  ];
  return {
    code: 'unknown-symbol',
    message: wanted.includes('*') ? `${place} has no function that matches ${wanted}` : `${place} has no function ${wanted}`,
    span: name.span,
    hints: hints.length > 0 ? hints : [`gpttrace probes 'uprobe:${place}:*' lists its functions`],
    fixes: [...elsewhere.map((library) => moveFix(point, library, elsewhere.length === 1, symbols)), ...renameFix(point, wanted, near, elsewhere)],
    refused: false,
  };
}

function isHidden(extent: ReturnType<UserSymbols['extent']>, version: string | undefined): boolean {
  if (extent !== 'not-inlined') return extent === 'some';
  return version === undefined || (compareVersions(version, INLINED[0]) >= 0 && compareVersions(version, INLINED[1]) < 0);
}

function strippedHint(count: number): string {
  const exported = count === 0 ? 'it exports none' : `only the ${count} that it exports can be named`;
  return `the names of its own functions have been stripped off (${exported}): its package's debug symbols, or a build of your own, would have them`;
}

function moveFix({ target }: UserPoint, library: string, automatic: boolean, symbols: UserSymbols): Fix {
  const short = /\/(lib[^/]*?)\.so[^/]*$/.exec(library)?.[1];
  const text = short !== undefined && symbols.find(short) === library ? short : library;
  const changes = `every process that uses ${library} is watched, not only ${target.text}`;
  return { title: `place it in ${text}`, edits: [{ span: target.span, text: quoted(text) }], changes, ...(automatic ? { automatic } : {}) };
}

/** Another name is chosen unasked only where it is the same but for case and underscores. */
function renameFix({ name }: UserPoint, wanted: string, near: readonly string[], elsewhere: readonly string[]): Fix[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll('_', '');
  const same = near.filter((candidate) => plain(candidate) === plain(wanted));
  const [choice] = same.length === 1 ? same : near.length === 1 ? near : [];
  if (choice === undefined || elsewhere.length > 0) return [];
  const text = quoted(choice + name.text.slice(wanted.length));
  return [replacing(`use ${choice}`, name.span, text, same.length === 1)];
}

/** Whether a C++ name among them may read so when demangled: each word of a name stands in its mangled form too. */
function mayDemangle(wanted: string, names: readonly string[]): boolean {
  const words = (wanted.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => !ABBREVIATED.has(word));
  return names.some((name) => /^_{1,4}Z/.test(name) && words.every((word) => name.includes(word)));
}
