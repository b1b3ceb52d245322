import type { Diagnostic } from '../../core/diagnostic.ts';
import { PROBE_KINDS } from '../../core/facts.ts';
import { kindOf } from '../../kernel/facts.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

const SPECIAL = ['BEGIN', 'END', 'iter', 'watchpoint', 'asyncwatchpoint', 'self', 'bench', 'test'];
const ALL = [...PROBE_KINDS, 'kretprobe', 'kretfunc', 'uretprobe', ...SPECIAL];

/** What a kernel without kprobes can still be asked. */
const INSTEAD = 'this kernel can attach tracepoints: gpttrace asks those where the library has them';

/** The kind of a probe exists in the language, and this kernel attaches it. */
export const probeKind: Rule = {
  name: 'probe-kind',
  *check({ script, facts }) {
    for (const probe of script.probes) {
      for (const point of probe.attachPoints) {
        const { provider, span } = point;
        const diagnostic = (code: string, message: string, hints: readonly string[]): Diagnostic => ({
          code,
          severity: 'error',
          message,
          span,
          hints,
          fixes: [],
        });
        if (!ALL.includes(provider)) {
          const near = suggest(provider, ALL, 1);
          yield diagnostic(
            'unknown-probe-kind',
            `"${provider}" is no kind of probe`,
            near.length > 0 ? [`did you mean ${near[0]}?`] : [`kinds of probes: ${ALL.join(', ')}`],
          );
          continue;
        }
        const kind = kindOf(provider);
        const found = kind === undefined ? undefined : facts.probeKinds[kind];
        if (found?.verdict === 'no') {
          yield diagnostic('probe-kind-unavailable', `this kernel does not attach ${provider} probes: ${found.why}`, provider.startsWith('k') ? [INSTEAD] : []);
        }
      }
    }
  },
};
