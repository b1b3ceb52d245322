import type { Probe } from '../../bpftrace/ast.ts';
import type { ProbeKindId } from '../../bpftrace/dialect/probes.ts';
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** A builtin or function that exists only in some kinds of probes is used only there. Of args, retval and argN the rule probe-builtins says it first, and more. */
export const wordInProbe: Rule = {
  name: 'word-in-probe',
  *check(context) {
    for (const { node, parent, probe } of context.places) {
      if (probe === undefined || (node.kind !== 'identifier' && node.kind !== 'call')) continue;
      if (node.kind === 'identifier' && (parent.kind === 'sizeof' || context.typing.definitions.constants.has(node.name))) continue;
      const found = node.kind === 'call' ? context.dialect.function(node.name) : context.dialect.builtin(node.name);
      const span = node.kind === 'call' ? node.nameSpan : node.span;
      if (found === undefined) continue;
      const problem =
        held(node.name, found.probes, probe, span, context) ?? (node.kind === 'identifier' ? special(node.name, probe, span, context) : undefined);
      if (problem !== undefined) yield problem;
    }
  },
};

function held(name: string, allowed: readonly ProbeKindId[] | undefined, probe: Probe, span: Span, { dialect }: RuleContext): Diagnostic | undefined {
  if (allowed === undefined) return undefined;
  const wrong = probe.attachPoints.find(
    ({ provider }) => dialect.probeKind(provider) !== undefined && !(allowed as readonly string[]).includes(dialect.probeKind(provider)?.name ?? ''),
  );
  if (wrong !== undefined) {
    const kinds = allowed.map((kind) => dialect.probeKind(kind)?.spelling).filter((kind) => kind !== undefined);
    return report('error', 'not-in-this-probe', `${name} cannot be used in ${article(wrong.provider)} probe`, span, [
      `it is there in ${kinds.join(', ')} probes`,
    ]);
  }
  const [first, ...others] = probe.attachPoints;
  const mixed = (name === 'args' || name === 'retval') && others.some(({ provider }) => provider !== first?.provider);
  return mixed ? report('error', 'mixed-probes', `${name} cannot be used in a probe with attach points of several kinds`, span) : undefined;
}

/** How many of a function's arguments are in registers (src/arch of bpftrace). */
const REGISTERS: Readonly<Record<string, number>> = { x64: 6, arm64: 8 };

function special(name: string, probe: Probe, span: Span, { facts, dialect }: RuleContext): Diagnostic | undefined {
  const number = Number(/^arg(\d)$/.exec(name)?.[1] ?? -1);
  const registers = REGISTERS[facts.arch];
  if (registers !== undefined && number >= registers && !probe.attachPoints.some(({ provider }) => provider === 'usdt' && dialect.version !== '0.17')) {
    const hints = [`arguments from the ${registers + 1}th on lie on the stack: sarg0 is the first of them`];
    return report('error', 'no-such-argument', `only arg0 to arg${registers - 1} are passed in registers`, span, hints);
  }
  if (name !== 'ctx') return undefined;
  const tracepoint = probe.attachPoints.find(({ provider }) => provider === 'tracepoint');
  return tracepoint === undefined ? undefined : report('error', 'not-in-this-probe', 'a tracepoint has args in the place of ctx', span);
}

function article(word: string): string {
  return `${/^[aeiou]/.test(word) && !word.startsWith('u') ? 'an' : 'a'} ${word}`;
}
