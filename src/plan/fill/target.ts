/** A program is narrowed to the process in question by a predicate on the probes that run in it. */
import type { AttachPoint, Probe, Script } from '../../bpftrace/ast.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import type { ProcessFilter } from '../../core/intent.ts';
import type { Target, Toward } from '../../knowledge/library.ts';
import { TRACED } from './follow.ts';
import { andThen } from './joined.ts';
import { cutComm, quote, squeeze } from './text.ts';

const NOT_FILTERED: ReadonlySet<string> = new Set(['BEGIN', 'END', 'interval']);

export function targetCondition(filter: ProcessFilter | undefined, target: Target, followsCommand: boolean): string {
  const conditions: string[] = [];
  if (filter?.pid !== undefined) conditions.push(`${target.pid} == ${filter.pid}`);
  if (filter?.comm !== undefined) conditions.push(`${target.comm} == ${quote(cutComm(filter.comm))}`);
  if (followsCommand) conditions.push(`${TRACED}[${target.tid}]`);
  return conditions.join(' && ');
}

/** That it is done to the process in question; undefined where the program is not told what that needs. */
export function towardCondition(filter: ProcessFilter, toward: Toward | undefined): string | undefined {
  if (toward === undefined) return undefined;
  const conditions: string[] = [];
  if (filter.pid !== undefined && toward.pid !== undefined) conditions.push(`${toward.pid} == ${filter.pid}`);
  if (filter.comm !== undefined && toward.comm !== undefined) conditions.push(`${toward.comm} == ${quote(cutComm(filter.comm))}`);
  const asked = [filter.pid, filter.comm].filter((part) => part !== undefined).length;
  return conditions.length === asked ? conditions.join(' && ') : undefined;
}

/** Adds a condition to the probes of the target, behind the one they have. */
export function narrow(script: Script, source: string, target: Pick<Target, 'at'>, condition: string): TextEdit[] {
  return script.probes.filter((probe) => isTargeted(probe, target, source)).flatMap((probe) => predicated(probe, source, condition));
}

/** Adds a condition to the predicate of one probe, which may not have one yet. */
export function predicated(probe: Probe, source: string, condition: string): TextEdit[] {
  if (probe.predicate !== undefined) return andThen(probe.predicate.condition, source, condition);
  const at = probe.attachPoints.at(-1)?.span.end ?? probe.body.span.start;
  return [{ span: { start: at, end: probe.body.span.start }, text: `\n/${condition}/\n` }];
}

/** The probes of a program that run in the process whose doing is told, by their place in the program: there `uid`, `cpu` and the like are that process's. */
export function contextsOf(script: Script, source: string, target: Target | undefined): ReadonlySet<number> {
  if (target === undefined || target.pid !== 'pid') return new Set();
  return new Set(script.probes.flatMap((probe, index) => (isTargeted(probe, target, source) ? [index] : [])));
}

function isTargeted(probe: Probe, target: Pick<Target, 'at'>, source: string): boolean {
  return probe.attachPoints.some((point) =>
    target.at === undefined ? !NOT_FILTERED.has(point.provider) : target.at.some((pattern) => matches(pattern, point, probe, source)),
  );
}

/** `tracepoint:sock:*`, or with the clause's own predicate behind it where only one of several clauses is meant. */
function matches(pattern: string, point: AttachPoint, probe: Probe, source: string): boolean {
  const [place = '', predicate] = pattern.split(/\s+(?=\/)/);
  const { predicate: own } = probe;
  if (predicate !== undefined && squeeze(predicate) !== (own === undefined ? '' : squeeze(source.slice(own.span.start, own.span.end)))) return false;
  return new RegExp(`^${place.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`).test(point.text);
}
