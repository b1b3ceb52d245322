import type { Assignment, AttachPoint, Expression, Probe } from '../../bpftrace/ast.ts';
import type { Dialect } from '../../bpftrace/dialect/dialect.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { automaticFix, replacing } from '../../core/fix.ts';
import { lookup } from '../../core/lookup.ts';
import { kindOf } from '../../kernel/facts.ts';
import { functionName, functionSide, isPattern } from '../attach-point.ts';
import { didYouMean } from '../report.ts';
import { toTracepoints } from '../rewrite/function-probe.ts';
import { inventedKind } from '../rewrite/invented-kind.ts';
import { nearestEvents } from '../rewrite/nearest-events.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** The kind of a probe exists in the language, and this kernel attaches it. */
export const probeKind: Rule = {
  name: 'probe-kind',
  alone: true,
  *check(context) {
    const { dialect } = context;
    for (const probe of context.script.probes) {
      for (const point of probe.attachPoints) {
        const written = /^[^:/]*/.exec(point.text)?.[0] ?? '';
        if (dialect.probeKind(written) === undefined) yield unknownKind(point, written, dialect, context);
        else yield* unavailable(point, probe, context);
      }
    }
  },
};

function unknownKind(point: AttachPoint, written: string, dialect: Dialect, context: RuleContext): Diagnostic {
  const kindSpan = { start: point.span.start, end: point.span.start + written.length };
  const invented = inventedKind(point, context);
  const near = invented === undefined ? nearestKind(written, dialect) : undefined;
  const fixes: Fix[] = [];
  if (invented !== undefined) {
    const { text, changes } = invented;
    fixes.push(automaticFix(`use ${text}`, [{ span: point.span, text }], changes));
  } else if (near !== undefined) fixes.push(replacing(`use ${near}`, kindSpan, near, true));
  const like = suggest(written, dialect.names('probe'), 1);
  const hints =
    fixes.length > 0 ? fixes.map(({ title }) => title) : like.length > 0 ? didYouMean(like) : [`kinds of probes: ${dialect.names('probe').join(', ')}`];
  return { code: 'unknown-probe-kind', severity: 'error', message: `"${written}" is no kind of probe`, span: point.span, hints, fixes };
}

/** The kind that is meant beyond doubt: in other letters, in the plural, one letter off, or as another version of bpftrace spells it. */
function nearestKind(written: string, dialect: Dialect): string | undefined {
  const lower = written.toLowerCase();
  for (const word of [lower, lower.replace(/s$/, ''), lower.replace(/[-_]/g, ''), lower.replace(/^(?:kernel|user)/, (start) => start[0] ?? '')]) {
    if (word.length > 1 && dialect.probeKind(word) !== undefined) return dialect.probeKind(word)?.spelling;
    if (dialect.probeKind(word.toUpperCase()) !== undefined) return word.toUpperCase();
  }
  const elsewhere = dialect.availability('probe', written)?.instead ?? dialect.availability('probe', lower)?.instead;
  if (elsewhere !== undefined) return elsewhere;
  // Two kinds as near as each other would be a guess.
  const near = suggest(
    lower,
    dialect.names('probe').filter((name) => name.length > 3),
    2,
  );
  return lower.length > 4 && near.length === 1 ? near[0] : undefined;
}

function* unavailable(point: AttachPoint, probe: Probe, context: RuleContext): Generator<Diagnostic> {
  const kind = kindOf(point.provider);
  const found = kind === undefined ? undefined : context.facts.probeKinds[kind];
  if (found?.verdict !== 'no') return;
  const side = functionSide(point.provider);
  const fix = side === undefined ? sampledByClock(point, probe, context) : (otherFunctionKind(point, context) ?? toTracepoints(probe, context));
  const hints =
    side === undefined ? (fix === undefined ? [] : [fix.title]) : fix === undefined ? nearestEvents(functionName(point), side, context) : [fix.title];
  const message = `this kernel does not attach ${point.provider} probes: ${found.why}`;
  yield { code: 'probe-kind-unavailable', severity: 'error', message, span: point.span, hints, fixes: fix === undefined ? [] : [fix] };
}

/** A kprobe and an fentry probe tell of the same call: where one kind cannot be attached the other may be. What they read of it is spelt by other rules. */
const SAME_CALL: Readonly<Record<string, string>> = { kprobe: 'kfunc', kretprobe: 'kretfunc', kfunc: 'kprobe', kretfunc: 'kretprobe' };

function otherFunctionKind(point: AttachPoint, { dialect, facts, types }: RuleContext): Fix | undefined {
  const kind = lookup(SAME_CALL, point.provider);
  const spelling = kind === undefined ? undefined : dialect.probeKind(kind)?.spelling;
  if (spelling === undefined || facts.probeKinds[/^kprobe|^kretprobe/.test(kind ?? '') ? 'kprobe' : 'kfunc'].verdict !== 'yes') return undefined;
  const name = point.parts.at(-1) ?? '';
  // fentry takes whole functions whose prototype is known.
  if (/func$/.test(kind ?? '') && (isPattern(name) || name.includes('+') || types?.function(functionName(point)) === undefined)) return undefined;
  const written = /^[^:]*/.exec(point.text)?.[0] ?? '';
  const span = { start: point.span.start, end: point.span.start + written.length };
  return replacing(`use ${spelling}`, span, spelling, true);
}

function isStack(key: Expression): boolean {
  return (key.kind === 'identifier' || key.kind === 'call') && /^[ku]stack$/.test(key.name);
}

/**
 * `hardware:cpu-cycles` that asks what runs: so does the clock. Only where events are counted by the stack, so that shares are what is told; how many cycles there were the clock cannot tell.
 */
function sampledByClock({ provider, parts, span }: AttachPoint, probe: Probe, { facts }: RuleContext): Fix | undefined {
  if (provider !== 'hardware' || !/^(?:cpu-?)?cycles$/.test(parts[0] ?? '') || facts.probeKinds.profile.verdict === 'no') return undefined;
  const counts = [...walk(probe)].filter((node): node is Assignment => node.kind === 'assignment');
  const shares = counts.every(({ target, value }) => target.kind === 'map' && target.keys.some(isStack) && value.kind === 'call' && value.name === 'count');
  if (!shares || counts.length === 0) return undefined;
  const changes = 'processors are looked at 99 times a second by the clock, instead of once in so many cycles: shares are told, and no cycles';
  return { title: 'use profile:hz:99', edits: [{ span, text: 'profile:hz:99' }], automatic: true, changes };
}
