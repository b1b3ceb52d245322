import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

const LENGTHS: ReadonlySet<string> = new Set(['1', '2', '4', '8']);

/** What a processor can watch: 1, 2, 4 or 8 bytes, being read, written or executed (src/ast/passes/semantic_analyser.cpp of every release). */
export const watchpoint: Rule = {
  name: 'watchpoint',
  alone: true,
  *check({ script }) {
    for (const probe of script.probes) {
      for (const { provider, parts, span } of probe.attachPoints) {
        if (!/^(?:async)?watchpoint$/.test(provider) || parts.length !== 3) continue;
        const [place = '', length = '', mode = ''] = parts;
        if (provider === 'asyncwatchpoint' && /^(?:0x[0-9a-f]+|\d+)$/i.test(place)) {
          yield report('error', 'watchpoint-place', 'an asyncwatchpoint is placed on an argument of a function: FUNCTION+argN', span, [
            'watchpoint takes an address',
          ]);
        }
        if (/^\d+$/.test(length) && !LENGTHS.has(length)) {
          yield report('error', 'watchpoint-length', `${length} bytes cannot be watched: it can be 1, 2, 4 or 8`, span);
        } else if (/[^rwx]/.test(mode) && !mode.startsWith('$')) {
          yield report('error', 'watchpoint-mode', `${mode} is no way to watch an address: r, w and x are, and what they are put together to`, span);
        } else if (/(.).*\1/.test(mode)) {
          yield report('error', 'watchpoint-mode', `${mode} says the same twice`, span);
        }
      }
    }
  },
};
