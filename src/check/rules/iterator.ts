import { didYouMean, report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** The kernel's iterators are functions of this name that its types tell of, and that are never called. */
const PREFIX = 'bpf_iter_';

/** An iterator is one that this bpftrace, and this kernel, have. */
export const iterator: Rule = {
  name: 'iterator',
  alone: true,
  *check(context) {
    for (const probe of context.script.probes) {
      for (const point of probe.attachPoints) {
        const [name = ''] = point.parts;
        if (point.provider !== 'iter' || !/^\w+$/.test(name)) continue;
        const known = iterators(context);
        if (known === undefined || known.has(name)) continue;
        yield report('error', 'unknown-iterator', `there is no iterator ${name} here`, point.span, didYouMean(suggest(name, known)));
      }
    }
  },
};

function iterators({ dialect, types }: RuleContext): ReadonlySet<string> | undefined {
  const words = dialect.probeKind('iter')?.words;
  if (words !== undefined) return new Set(words);
  const functions = types?.names('functions').filter((name) => name.startsWith(PREFIX)) ?? [];
  return functions.length === 0 ? undefined : new Set(functions.map((name) => name.slice(PREFIX.length)));
}
