import type { Probe } from '../../bpftrace/ast.ts';
import type { ParseResult } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';

/** Probes that tell of no event: they begin, end and print. */
const FRAME: ReadonlySet<string> = new Set(['BEGIN', 'END', 'interval']);

/** A probe that cannot be had, and the edit that leaves it out. */
export interface Omission {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/**
 * The last resort: probes in which errors are left are left out, where the rest of the program does without them: other events stay, at least as many, and
 * none of them reads what only those kept. Nothing where that is not so, or where errors stand elsewhere.
 */
export function omissions({ script, diagnostics: syntax }: ParseResult, diagnostics: readonly Diagnostic[], source: string): readonly Omission[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (syntax.length > 0 || errors.length === 0) return [];
  const wrong = new Map<Probe, Diagnostic>();
  for (const error of errors) {
    const probe = script.probes.find(({ span }) => error.span !== undefined && error.span.start >= span.start && error.span.end <= span.end);
    if (probe === undefined || isFrame(probe)) return [];
    if (!wrong.has(probe)) wrong.set(probe, error);
  }
  const events = script.probes.filter((probe) => !wrong.has(probe) && !isFrame(probe));
  if (events.length < wrong.size || !standAlone(events, [...wrong.keys()])) return [];
  return [...wrong].map(([probe, diagnostic]) => {
    const { start } = probe.attachPoints[0]?.span ?? probe.span;
    // With its condition: another probe on the same event may stay.
    const names = source.slice(start, probe.body.span.start).trim().replace(/\s+/g, ' ');
    const end = probe.span.end + (/^[ \t]*\n?/.exec(source.slice(probe.span.end))?.[0].length ?? 0);
    const edits = [{ span: { start: probe.span.start, end }, text: '' }];
    return { diagnostic, fix: { title: `leave out ${names}`, edits, automatic: true, changes: `nothing is told of ${names}` } };
  });
}

function isFrame({ attachPoints }: Probe): boolean {
  return attachPoints.every(({ provider }) => FRAME.has(provider));
}

/** Whether probes read no map that only the others write. */
function standAlone(staying: readonly Probe[], going: readonly Probe[]): boolean {
  const own = new Set(staying.flatMap((probe) => [...mapsOf(probe).written]));
  const lost = new Set(going.flatMap((probe) => [...mapsOf(probe).written]).filter((name) => !own.has(name)));
  const sharesNone = staying.every((probe) => [...mapsOf(probe).named].every((name) => !lost.has(name)));
  // What both write may be a time that one of them begins and the other ends.
  const goingReads = going.flatMap((probe) => [...mapsOf(probe).read]);
  return sharesNone && goingReads.every((name) => !own.has(name));
}

function mapsOf(probe: Probe): { readonly named: ReadonlySet<string>; readonly written: ReadonlySet<string>; readonly read: ReadonlySet<string> } {
  const named = new Set<string>();
  const written = new Set<string>();
  const targets = new Set<unknown>();
  const read = new Set<string>();
  for (const node of walk(probe)) {
    if (node.kind === 'assignment' && node.target.kind === 'map') {
      written.add(node.target.name);
      targets.add(node.target);
    }
    if (node.kind === 'unary' && node.operand.kind === 'map') {
      written.add(node.operand.name);
      targets.add(node.operand);
    }
    if (node.kind === 'map') {
      named.add(node.name);
      if (!targets.has(node)) read.add(node.name);
    }
  }
  return { named, written, read };
}
