import { didYouMean, report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** The kernel's types have a typedef of this name for each of its tracepoints, those without an event in tracefs among them. */
const PREFIX = 'btf_trace_';

/** A raw tracepoint is one of this kernel's. */
export const rawTracepoint: Rule = {
  name: 'raw-tracepoint',
  alone: true,
  *check(context) {
    for (const probe of context.script.probes) {
      for (const point of probe.attachPoints) {
        const name = point.parts.at(-1) ?? '';
        if (point.provider !== 'rawtracepoint' || !/^\w+$/.test(name)) continue;
        const known = rawTracepoints(context);
        if (known === undefined || known.has(name)) continue;
        yield report('error', 'unknown-tracepoint', `this kernel has no raw tracepoint ${name}`, point.span, didYouMean(suggest(name, known)));
      }
    }
  },
};

/** Those of modules, whose types are apart, are events in tracefs. */
function rawTracepoints({ types, tracepoints }: RuleContext): ReadonlySet<string> | undefined {
  const typedefs = types?.names('typedefs').filter((name) => name.startsWith(PREFIX)) ?? [];
  const events = tracepoints.list();
  if (typedefs.length === 0 || events === undefined) return undefined;
  return new Set([...typedefs.map((name) => name.slice(PREFIX.length)), ...events.map((id) => id.replace(/^.*:/, ''))]);
}
