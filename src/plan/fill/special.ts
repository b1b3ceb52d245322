import { parse } from '../../bpftrace/parser.ts';
import { applyEdits } from '../../core/diagnostic.ts';

/** Adds a statement to BEGIN or END. There may be one of each only, so it joins the one that is there. */
export function addToSpecial(source: string, name: 'BEGIN' | 'END', statement: string): string {
  const probe = parse(source).script.probes.find((candidate) => candidate.attachPoints.some((point) => point.provider === name));
  const clause = `${name}\n{\n  ${statement}\n}\n`;
  // In front: bpftrace 0.17 learns the type of a map from the first place where it is assigned.
  if (probe === undefined) return name === 'BEGIN' ? `${clause}\n${source}` : `${source.trimEnd()}\n\n${clause}`;
  const at = probe.body.span.start + 1;
  return applyEdits(source, [{ span: { start: at, end: at }, text: `\n  ${statement}` }]);
}
