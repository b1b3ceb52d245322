import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import type { Tracepoints } from '../../kernel/tracepoints.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A tracepoint that is attached to exists in this kernel; a pattern matches at least one. */
export const tracepointExists: Rule = {
  name: 'tracepoint-exists',
  *check({ script, tracepoints, source }) {
    for (const probe of script.probes) {
      for (const point of probe.attachPoints) {
        if (point.provider !== 'tracepoint') continue;
        const problem = examine(point, probe, tracepoints, source);
        if (problem !== undefined) yield problem;
      }
    }
  },
};

function examine(point: AttachPoint, probe: Probe, tracepoints: Tracepoints, source: string): Diagnostic | undefined {
  const [category, name] = point.parts;
  const { span } = point;
  if (category === undefined || name === undefined || point.parts.length !== 2) {
    const hints = ['a tracepoint is written tracepoint:CATEGORY:NAME'];
    return { code: 'malformed-tracepoint', severity: 'error', message: `${point.text} names no tracepoint`, span, hints, fixes: [] };
  }
  const wanted = `${category}:${name}`;
  if (/[*?[]/.test(wanted)) {
    const all = tracepoints.list();
    if (all === undefined || all.some((candidate) => patternOf(wanted).test(candidate))) return undefined;
  } else if (tracepoints.has(category, name) !== false) {
    return undefined;
  }
  const all = tracepoints.list() ?? [];
  const near = suggest(wanted, all);
  const elsewhere = all.filter((candidate) => candidate.endsWith(`:${name}`)).slice(0, 3);
  const names = [...new Set([...elsewhere, ...near])].slice(0, 3);
  const hints = names.length > 0 ? [`did you mean ${names.join(', ')}?`] : ['gpttrace doctor tells how many tracepoints this kernel has'];
  return {
    code: 'unknown-tracepoint',
    severity: 'error',
    message: `this kernel has no tracepoint ${wanted}`,
    span,
    hints,
    fixes: dropFix(point, probe, source),
  };
}

/** In a list of attach points, one that does not exist can go as long as another stays: alternatives for different kernels are written so. */
function dropFix(point: AttachPoint, probe: Probe, source: string): Fix[] {
  const at = probe.attachPoints.indexOf(point);
  const next = probe.attachPoints[at + 1];
  const before = probe.attachPoints[at - 1];
  if (next !== undefined) return [{ title: `drop ${point.text}`, edits: [{ span: { start: point.span.start, end: next.span.start }, text: '' }] }];
  if (before === undefined) return [];
  const comma = source.indexOf(',', before.span.end);
  return [{ title: `drop ${point.text}`, edits: [{ span: { start: comma, end: point.span.end }, text: '' }] }];
}

/** A bpftrace attach point pattern (`*`, `?`, `[abc]`) as a regular expression. */
export function patternOf(pattern: string): RegExp {
  const body = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${body}$`);
}
