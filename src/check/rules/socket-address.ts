import type { Call, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Fix } from '../../core/diagnostic.ts';
import { report } from '../report.ts';
import { addCondition } from '../rewrite/condition.ts';
import { fieldNames } from '../rewrite/fields.ts';
import type { Rule, RuleContext } from '../rule.ts';

/**
 * ntop() of a field that holds a whole socket address: 28 bytes are a struct sockaddr_in6, 16 may be a struct sockaddr_in, which ntop() would take for an IPv6
 * address. Of an IPv4 one the address is in the bytes 4 to 7 (include/uapi/linux/in.h), which is what can be told here.
 */
export const socketAddress: Rule = {
  name: 'socket-address',
  remedy: true,
  *check(context) {
    for (const probe of context.script.probes) {
      const calls = [...walk(probe)].filter((node): node is Call => node.kind === 'call' && node.name === 'ntop' && isSocketAddress(node, context));
      const [first] = calls;
      if (first === undefined) continue;
      const fix = ofIpv4(probe, calls, context);
      for (const call of calls)
        yield report('error', 'argument-size', 'this is a whole socket address, in which the IP address is', (call.args.at(-1) ?? call).span, [], [fix]);
    }
  },
};

function isSocketAddress(call: Call, { typing }: RuleContext): boolean {
  const value = call.args.at(-1);
  if (value?.kind !== 'field') return false;
  const type = typing.typeOf(value);
  return type.kind === 'array' && type.length === 28 && type.of.kind === 'integer' && type.of.size === 1;
}

function ofIpv4(probe: Probe, calls: readonly Call[], { source, tracepoints }: RuleContext): Fix {
  const edits = calls.map((call) => {
    const value = call.args.at(-1) ?? call;
    const bytes = source.slice(value.span.start, value.span.end);
    const number = [4, 5, 6, 7].map((at) => (at === 4 ? `${bytes}[4]` : `(${bytes}[${at}] << ${8 * (at - 4)})`)).join(' | ');
    return { span: call.span, text: `ntop((uint32)(${number}))` };
  });
  const families = probe.attachPoints.every(({ parts }) => fieldNames(parts.join(':'), tracepoints).includes('family'));
  const asked = /args(?:->|\.)family\b/.test(source.slice(probe.span.start, probe.body.span.start));
  const condition = families && !asked ? addCondition(probe, 'args->family == 2') : [];
  const changes = condition.length > 0 ? 'only connections of IPv4 are told' : 'only addresses of IPv4 are told rightly';
  return { title: 'read the IPv4 address in it', edits: [...edits, ...condition], automatic: true, changes };
}
