import type { Script } from '../../bpftrace/ast.ts';
import { SAFETY_CLASSES, type Safety, type SafetyReason } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import { costReasons } from './cost.ts';
import { readings } from './expand.ts';
import { readReasons } from './reads.ts';
import { unsafeReasons } from './unsafe.ts';

/** Of more reasons than this of one class, nobody reads the rest. */
const MOST_REASONS = 20;

type Finder = (script: Script, source: string) => Iterable<SafetyReason>;

/**
 * What a program may do to the machine and to those who use it, decided on its tree, so that spelling does not matter, with its `#define`s put in.
 * In doubt it is the worse. Never throws.
 */
export function assess(script: Script, source: string, machine: Machine): Safety {
  const reasons = reasonsIn(script, source, (read, text) => [...unsafeReasons(read), ...readReasons(read, text), ...costReasons(read, machine)]);
  const byClass = [...SAFETY_CLASSES].reverse().flatMap((kind) => distinct(reasons.filter((reason) => reason.kind === kind)));
  const classes = [...new Set(byClass.map((reason) => reason.kind))];
  return { classes: classes.length === 0 ? ['observe'] : classes, reasons: byClass };
}

/** The reasons for `unsafe` alone. */
export function assessUnsafe(script: Script, source: string): readonly SafetyReason[] {
  return distinct(reasonsIn(script, source, unsafeReasons));
}

function reasonsIn(script: Script, source: string, find: Finder): SafetyReason[] {
  return readings(script, source).flatMap((reading): SafetyReason[] => {
    if (reading !== undefined) return [...find(reading.script, reading.source)].map((reason) => ({ ...reason, span: reading.origin(reason.span) }));
    const directive = script.preamble.find(({ kind }) => kind === 'directive');
    return [{ kind: 'unsafe', why: 'what its #defines make of it cannot be followed', span: directive?.span ?? script.span }];
  });
}

function distinct(reasons: readonly SafetyReason[]): readonly SafetyReason[] {
  const seen = new Map<string, SafetyReason>();
  for (const reason of reasons) {
    const key = `${reason.span.start} ${reason.why}`;
    if (!seen.has(key)) seen.set(key, reason);
  }
  return [...seen.values()].sort((a, b) => a.span.start - b.span.start).slice(0, MOST_REASONS);
}
