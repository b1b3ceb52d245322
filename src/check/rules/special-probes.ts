import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** BEGIN and END stand once in a program, without anything behind them. */
export const specialProbes: Rule = {
  name: 'special-probes',
  *check({ script, dialect }) {
    const seen = new Set<string>();
    for (const probe of script.probes) {
      for (const { provider, parts, span } of probe.attachPoints) {
        if (provider !== 'BEGIN' && provider !== 'END') continue;
        if (parts.length > 0) yield report('error', 'malformed-probe', `${provider} has nothing behind it`, span);
        if (seen.has(provider) && !dialect.has('several-begins'))
          yield report('error', 'probe-twice', `there is more than one ${provider}`, span, ['put both into one']);
        seen.add(provider);
      }
    }
  },
};
