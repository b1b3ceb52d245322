import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { functionName, functionSide } from '../attach-point.ts';
import { patternOf } from '../pattern.ts';
import { didYouMean } from '../report.ts';
import { dropPoint } from '../rewrite/drop-point.ts';
import { toTracepoints } from '../rewrite/function-probe.ts';
import { nearFunctions } from '../rewrite/near-functions.ts';
import { nearestEvents } from '../rewrite/nearest-events.ts';
import { renamedTo, renameFix } from '../rewrite/renamed-function.ts';
import { argumentNumber } from '../rewrite/usage.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** A function that a kernel probe is placed on is one of this kernel's, and can be traced; a pattern matches at least one. */
export const kernelFunction: Rule = {
  name: 'kernel-function',
  alone: true,
  *check(context) {
    for (const probe of context.script.probes) {
      for (const point of probe.attachPoints) {
        const state = stateOf(point, context);
        if (state === 'missing') yield missing(point, probe, context);
        else if (state !== undefined) yield untraceable(point, probe, state, context);
      }
    }
  },
};

/**
 * `unlisted`: not among the functions that the kernel's function tracer knows. Since 4.19 the kernel refuses kprobes on these as well
 * (within_notrace_func(), kernel/trace/trace_kprobe.c), unless it was built with KPROBE_EVENTS_ON_NOTRACE, which no distribution does. Of `x.cold` it asks
 * whether `x` is known; bpftrace, from 0.24 on, does not.
 */
type State = 'missing' | 'refused' | 'unlisted';

function stateOf(point: AttachPoint, { functions, facts, types, dialect }: RuleContext): State | undefined {
  if (functionSide(point.provider) === undefined || functions === undefined) return undefined;
  const isFentry = /func$/.test(point.provider);
  // Where the kind itself cannot be attached, another rule speaks.
  if (facts.probeKinds[isFentry ? 'kfunc' : 'kprobe'].verdict === 'no') return undefined;
  const name = functionName(point);
  // Addresses and positional parameters.
  if (!/^[A-Za-z_*?[][\w.*?[\]!-]*$/.test(name)) return undefined;
  if (/[*?[]/.test(name)) {
    const all = functions.list() ?? functions.names();
    const pattern = patternOf(name);
    return all === undefined || point.parts.length > 1 || all.some((known) => pattern.test(known)) ? undefined : 'missing';
  }
  const there = functions.has(name);
  if (there !== 'yes') return there === 'no' ? 'missing' : undefined;
  if (isFentry) {
    if (functions.traceable(name, 'fentry') === 'no') return 'refused';
    return types?.function(name) === undefined && (types?.names('functions').length ?? 0) > 0 ? 'refused' : undefined;
  }
  if (functions.traceable(name) === 'no') {
    const whole = name.replace(/\..*$/, '');
    return whole !== name && functions.traceable(whole) === 'yes' && compareVersions(dialect.version, '0.24') < 0 ? undefined : 'unlisted';
  }
  // The kernel refuses what is on its list of functions that kprobes must not be placed on.
  return functions.traceable(name, 'kprobe') === 'no' ? 'refused' : undefined;
}

function missing(point: AttachPoint, probe: Probe, context: RuleContext): Diagnostic {
  const name = functionName(point);
  const isPattern = /[*?[]/.test(name);
  const severity = isPassedOver(point, probe, context) ? 'warning' : 'error';
  const message = isPattern ? `no function of this kernel matches ${name}` : `this kernel has no function ${name}`;
  const { hints, fixes } = remedies(point, probe, context);
  return { code: 'unknown-kernel-function', severity, message, span: point.span, hints, fixes };
}

function untraceable(point: AttachPoint, probe: Probe, state: State, context: RuleContext): Diagnostic {
  const name = functionName(point);
  const severity = isPassedOver(point, probe, context) ? 'warning' : 'error';
  const why = state === 'unlisted' ? 'it is inlined everywhere, or the kernel keeps tracers away from it' : 'the kernel does not let it be traced';
  const fix = severity === 'error' ? toTracepoints(probe, context, (other) => other === point) : undefined;
  const hints = fix === undefined ? nearestEvents(name, functionSide(point.provider) ?? 'entry', context) : [fix.title];
  const fixes = severity === 'error' ? [...(fix === undefined ? [] : [fix]), ...dropPoint(point, probe, context.source)] : [];
  return { code: 'untraceable-function', severity, message: `${name} cannot be traced: ${why}`, span: point.span, hints, fixes };
}

function remedies(point: AttachPoint, probe: Probe, context: RuleContext): { readonly hints: readonly string[]; readonly fixes: readonly Fix[] } {
  const name = functionName(point);
  const side = functionSide(point.provider) ?? 'entry';
  const renamed = renamedTo(name, point.provider, context);
  const others = probe.attachPoints.filter((other) => other !== point && other.provider === point.provider);
  const drop = (isSame: boolean): readonly Fix[] => dropPoint(point, probe, context.source, isSame);
  const alternative = { hints: renamed === undefined ? [] : [renamed.why], fixes: drop(true) };
  if (renamed !== undefined && others.some((other) => functionName(other) === renamed.to)) return alternative;
  // Of two old names of one function the first becomes the new one.
  const before = others.filter((other) => other.span.start < point.span.start);
  if (renamed !== undefined && before.some((other) => renamedTo(functionName(other), other.provider, context)?.to === renamed.to)) return alternative;
  const rename = renamed === undefined ? undefined : renameFix(point, probe, renamed, context);
  const moved = toTracepoints(probe, context, (other) => functionSide(other.provider) !== undefined && stateOf(other, context) === 'missing');
  // The fields of a system call say what is read; the registers, which its function takes, do not.
  const fix =
    renamed?.argument !== 'same' && /^(?:__\w+_sys|sys|SyS)_/.test(renamed?.to ?? '') && readsArguments(probe) ? (moved ?? rename) : (rename ?? moved);
  if (fix !== undefined) return { hints: rename === fix && renamed !== undefined ? [renamed.why] : [fix.title], fixes: [fix, ...drop(false)] };
  if (renamed !== undefined) return { hints: [`${renamed.why}; what it takes is another thing`], fixes: drop(false) };
  const { functions } = context;
  const near = functions === undefined ? [] : nearFunctions(name, functions);
  return { hints: [...didYouMean(near), ...nearestEvents(name, side, context)], fixes: drop(false) };
}

function readsArguments(probe: Probe): boolean {
  for (const node of walk(probe)) if (node.kind === 'identifier' && argumentNumber(node.name) !== undefined) return true;
  return false;
}

/**
 * Whether bpftrace only warns. Until 0.23 it does of a kprobe where the probe has another attach point (src/attached_probe.cpp), and never of fentry (src/ast/
 * passes/field_analyser.cpp); since 0.21 the setting missing_probes says otherwise, and from 0.24 on it alone counts, and is `error` unless it is set.
 */
function isPassedOver(point: AttachPoint, probe: Probe, context: RuleContext): boolean {
  const { version } = context.dialect;
  const setting = missingProbes(context);
  const attaches = (other: AttachPoint): boolean => stateOf(other, context) === undefined;
  if (compareVersions(version, '0.24') >= 0)
    return (setting === 'warn' || setting === 'ignore') && context.script.probes.some(({ attachPoints }) => attachPoints.some(attaches));
  if (/func$/.test(point.provider) && !/[*?[]/.test(functionName(point))) return false;
  if (setting === 'error' && compareVersions(version, '0.21') >= 0) return false;
  return probe.attachPoints.some(attaches);
}

function missingProbes({ script }: RuleContext): string | undefined {
  for (const item of script.preamble) {
    const value = item.kind === 'config' ? item.entries.find(({ key }) => key.toLowerCase() === 'missing_probes')?.value : undefined;
    if (value?.kind === 'string') return value.value;
    if (value?.kind === 'identifier') return value.name;
  }
  return undefined;
}
