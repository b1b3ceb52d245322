import type { Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { starMatcher } from '../../kernel/glob.ts';
import type { UserSymbols } from '../../kernel/symbols.ts';
import { suggest } from '../suggest.ts';
import { type Finding, quoted, type UserPoint } from './point.ts';

/** Whether one of the files has the USDT probe, and which one is meant is clear. */
export function examineUsdt({ target, provider, name }: UserPoint, files: readonly string[], symbols: UserSymbols): Finding {
  const known = files.map((file) => symbols.usdt(file));
  if (known.includes(undefined)) return 'unknown';
  const [ofProvider, ofName] = [starMatcher(provider?.text ?? '*'), starMatcher(name.text)];
  const matchesIn = (file: string): string[] =>
    (symbols.usdt(file) ?? []).filter((probe) => ofProvider(probe.provider) && ofName(probe.name)).map((probe) => `${probe.provider}:${probe.name}`);
  const found = files.flatMap(matchesIn);
  const wanted = provider === undefined ? name.text : `${provider.text}:${name.text}`;
  const span = { start: (provider ?? name).span.start, end: name.span.end };
  const patterned = /\*/.test(`${target.text}${provider?.text ?? ''}${name.text}`);
  if (found.length > 1 && provider === undefined && !patterned) {
    const hints = [`say which: ${found.join(', ')}, or *:${name.text} for all`];
    return { code: 'ambiguous-usdt', message: `${target.text} has ${found.length} USDT probes of the name ${wanted}`, span, hints, fixes: [], refused: true };
  }
  if (found.length > 0) return 'there';
  const all = known.flatMap((probes) => probes ?? []);
  const elsewhere = files.length === 1 ? symbols.libraries(files[0] ?? '').filter((library) => matchesIn(library).length > 0) : [];
  const names = all.map((probe) => (provider === undefined ? probe.name : `${probe.provider}:${probe.name}`));
  const near = suggest(wanted, names);
  const hints = [
    ...elsewhere.map((library) => `${library}, which it is linked to, has it`),
    ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
    ...(all.length === 0
      ? ['it was built without USDT probes']
      : near.length === 0
        ? [`it has: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}`]
        : []),
  ];
  const message = all.length === 0 ? `${target.text} has no USDT probes` : `${target.text} has no USDT probe ${wanted}`;
  const renamed = near.length === 1 && elsewhere.length === 0 ? near : [];
  const fixes: Fix[] = [
    ...elsewhere.map((library) => ({
      title: `place it in ${library}`,
      edits: [{ span: target.span, text: quoted(library) }],
      changes: `every process that uses ${library} is watched, not only ${target.text}`,
      ...(elsewhere.length === 1 ? { automatic: true } : {}),
    })),
    ...renamed.map((choice) => replacing(`use ${choice}`, span, choice.split(':').map(quoted).join(':'))),
  ];
  return { code: 'unknown-usdt', message, span, hints, fixes, refused: false };
}
