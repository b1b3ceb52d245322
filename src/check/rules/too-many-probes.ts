import type { Script } from '../../bpftrace/ast.ts';
import { isPattern } from '../attach-point.ts';
import { attachedPlaces } from '../policy/attach.ts';
import { report } from '../report.ts';
import { everySystemCall } from '../rewrite/every-system-call.ts';
import type { Rule } from '../rule.ts';

/** bpftrace attaches so many probes and no more. Counted are tracepoints, for each is a probe of its own; kernels can attach one program to many functions. */
export const tooManyProbes: Rule = {
  name: 'too-many-probes',
  *check(context) {
    const { script, dialect } = context;
    const limit = ownLimit(script) ?? dialect.limit('probes');
    const wide = script.probes.flatMap((probe) => probe.attachPoints.filter(({ text, provider }) => provider === 'tracepoint' && isPattern(text)));
    let total = 0;
    for (const point of wide) {
      const places = attachedPlaces(point, context)?.length ?? 0;
      total += places;
      if (total <= limit) continue;
      const message = `${point.text} stands for ${places} tracepoints, and bpftrace attaches at most ${limit} probes`;
      const hints = ['name those that are needed, or a narrower pattern', 'all system calls in one: tracepoint:raw_syscalls:sys_enter'];
      yield report(
        'error',
        'too-many-probes',
        message,
        point.span,
        point.parts[0] === 'syscalls' || point.parts[0] === '*' ? hints : hints.slice(0, 1),
        everySystemCall(point, context),
      );
      return;
    }
  },
};

/** `config = { max_probes = 2000 }` */
function ownLimit(script: Script): number | undefined {
  for (const item of script.items) {
    if (item.kind !== 'config') continue;
    const value = item.entries.find(({ key }) => key === 'max_probes')?.value;
    if (value?.kind === 'integer') return Number(value.value);
  }
  return undefined;
}
