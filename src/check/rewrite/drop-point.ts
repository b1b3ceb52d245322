import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import type { Fix } from '../../core/diagnostic.ts';

/**
 * In a list of attach points, one that does not exist can go as long as another stays: alternatives for different kernels are written so. Nothing is lost
 * where the one that stays tells of the same event under another name.
 */
export function dropPoint(point: AttachPoint, probe: Probe, source: string, isSame = false): Fix[] {
  const at = probe.attachPoints.indexOf(point);
  const next = probe.attachPoints[at + 1];
  const before = probe.attachPoints[at - 1];
  const changes = isSame ? {} : { changes: `nothing is told of ${point.text}, which this kernel has not` };
  const drop = { title: `drop ${point.text}`, automatic: true, ...changes };
  if (next !== undefined) return [{ ...drop, edits: [{ span: { start: point.span.start, end: next.span.start }, text: '' }] }];
  if (before === undefined) return [];
  const comma = source.indexOf(',', before.span.end);
  return [{ ...drop, edits: [{ span: { start: comma, end: point.span.end }, text: '' }] }];
}
