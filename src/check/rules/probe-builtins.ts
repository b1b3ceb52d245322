import type { AttachPoint, Expression, Identifier, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { showCType } from '../../core/ctype.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import { functionName, functionSide, returnKind } from '../attach-point.ts';
import { keepAtEntry, otherEnd } from '../rewrite/at-entry.ts';
import { meantName } from '../rewrite/field-by-name.ts';
import { argumentFields, asText, fieldNames } from '../rewrite/fields.ts';
import { toTracepoints } from '../rewrite/function-probe.ts';
import { argumentNumber, parentsOf, RESULT_NAME, readingFrom, withCasts } from '../rewrite/usage.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { FILE_OF_FD } from '../tables/events/files.ts';
import { tracepointParameter } from '../tables/tracepoint-parameters.ts';

/** `args`, `arg0` and `retval` stand in kinds of probes that have them. */
export const probeBuiltins: Rule = {
  name: 'probe-builtins',
  alone: true,
  *check(context) {
    const { dialect } = context;
    for (const probe of context.script.probes) {
      for (const node of walk(probe)) {
        if (node.kind !== 'identifier' || !(node.name === 'args' || node.name === 'retval' || argumentNumber(node.name) !== undefined)) continue;
        const allowed = dialect.builtin(node.name)?.probes;
        if (allowed === undefined) continue;
        const point = probe.attachPoints.find(
          ({ provider }) => dialect.probeKind(provider) !== undefined && !(allowed as readonly string[]).includes(dialect.probeKind(provider)?.name ?? ''),
        );
        if (point === undefined) continue;
        yield notHere(node, point, probe, allowed, context);
      }
    }
  },
};

function notHere(node: Identifier, point: AttachPoint, probe: Probe, allowed: readonly string[], context: RuleContext): Diagnostic {
  const fix = mend(node, point, probe, context);
  const hint = fix?.title ?? hintFor(node, point, context) ?? `it is there in ${allowed.join(', ')} probes`;
  const message = `${node.name} does not exist in ${point.provider} probes`;
  return { code: 'not-in-this-probe', severity: 'error', message, span: node.span, hints: [hint], fixes: fix === undefined ? [] : [fix] };
}

function hintFor(node: Identifier, point: AttachPoint, { types, tracepoints }: RuleContext): string | undefined {
  if (point.provider === 'tracepoint') {
    const fields = fieldNames(point.parts.join(':'), tracepoints);
    return fields.length > 0 ? `read a field instead: ${fields.map((field) => `args->${field}`).join(', ')}` : undefined;
  }
  const params = node.name === 'args' && functionSide(point.provider) !== undefined ? types?.function(functionName(point))?.params : undefined;
  return params?.map(({ name, type }, at) => `arg${at} is ${showCType(type)} ${name}`).join(', ');
}

function mend(node: Identifier, point: AttachPoint, probe: Probe, context: RuleContext): Fix | undefined {
  if (point.provider === 'tracepoint') return atTracepoint(node, probe, context);
  // Where the kind of probe cannot be attached at all, the move to tracepoints mends this too.
  const side = functionSide(point.provider);
  const kind = /^k(?:ret)?func$/.test(point.provider) ? 'kfunc' : 'kprobe';
  const gone = side !== undefined && context.facts.probeKinds[kind].verdict === 'no';
  if (gone && (side === 'entry' || toTracepoints(probe, context) !== undefined)) return undefined;
  if (node.name === 'retval') return toReturn(probe);
  if (node.name === 'args') return side === undefined ? undefined : fromPrototype(node, point, probe, context);
  if (side === 'return') return argumentOfReturn(node, point, probe, context);
  if (point.provider === 'kfunc') return parameterName(node, point, context);
  return undefined;
}

/** `arg1` of a system call is its second field; `retval` is `args->ret`. */
function atTracepoint(node: Identifier, probe: Probe, context: RuleContext): Fix | undefined {
  const ids = probe.attachPoints.map(({ parts }) => parts.join(':'));
  const fields = ids.map((id) => argumentFields(id, context.tracepoints));
  const parents = parentsOf(probe);
  if (node.name === 'retval') {
    if (fields.every((names) => names.includes('ret'))) return automaticFix('use args->ret', [{ span: node.span, text: 'args->ret' }]);
    const [only, ...more] = fields[0] ?? [];
    if (
      only !== undefined &&
      more.length === 0 &&
      fields.every((names) => names.join() === only) &&
      ids.every((id) => /_(?:end|exit|done|complete|return)$/.test(id))
    )
      return automaticFix(
        `use args->${only}`,
        [{ span: node.span, text: `args->${only}` }],
        `retval is taken for the one thing that the tracepoint tells, ${only}`,
      );
    // The rule about fields knows where the end of a system call is.
    return ids.every((id) => /:sys_enter/.test(id)) ? automaticFix('use args->ret', [{ span: node.span, text: 'args->ret' }]) : undefined;
  }
  const number = argumentNumber(node.name);
  if (number === undefined) return undefined;
  if (ids.every((id) => id === 'raw_syscalls:sys_enter') && number < 6)
    return automaticFix(`use args->args[${number}]`, [{ span: node.span, text: `args->args[${number}]` }]);
  const named = nameOfTarget(withCasts(node, parents), parents);
  if (named !== undefined && fields.every((names) => names.includes(named))) {
    return automaticFix(`use args->${named}`, [asText(node, `args->${named}`, parents, ids, context)]);
  }
  const reading = readingFrom(node, parents);
  const last = /(\w+)$/.exec(reading.path)?.[1];
  const [meant, ...others] = last === undefined ? [] : [...new Set(fields.map((names) => meantName(last, names)))];
  if (meant !== undefined && others.length === 0) return automaticFix(`use args->${meant}`, [asText(reading.node, `args->${meant}`, parents, ids, context)]);
  const prototype = tracepointParameter(ids, number);
  if (prototype?.is !== undefined) return automaticFix(`use ${prototype.is}`, [{ span: node.span, text: prototype.is }]);
  const member =
    prototype === undefined
      ? undefined
      : fields[0]?.find(
          (field) => field === `${prototype.name}_${reading.path.replace(/^->|^\./, '')}` || field === prototype.fields?.[reading.path.replace(/^->|^\./, '')],
        );
  if (member !== undefined) return automaticFix(`use args->${member}`, [asText(reading.node, `args->${member}`, parents, ids, context)]);
  if (readingFrom(node, parents).path !== '') return undefined;
  const kept = entryArgument(node, probe, ids, number, context);
  if (kept !== undefined && !(named !== undefined && RESULT_NAME.test(`$${named}`))) return kept;
  const [field] = new Set(fields.map((names) => names[number]));
  if (field === undefined || fields.some((names) => names[number] !== field)) return undefined;
  const whole = withCasts(node, parents);
  if (field === 'fd' && whole.kind === 'cast' && /^struct file ?\*$/.test(whole.type)) {
    return automaticFix('read the file by its descriptor', [{ span: whole.span, text: FILE_OF_FD }], 'the file is the one that the descriptor stands for');
  }
  const exact = ids.every((id) => id.startsWith('syscalls:sys_enter_'));
  const changes = exact ? undefined : `${node.name} is taken for field ${number + 1} of the tracepoint, ${field}`;
  return automaticFix(`use args->${field}`, [asText(node, `args->${field}`, parents, ids, context)], changes);
}

/** The name of the variable or map a value is put into, or is the key of. */
function nameOfTarget(node: Expression, parents: ReturnType<typeof parentsOf>): string | undefined {
  const parent = parents.get(node);
  if (parent?.kind === 'assignment' && parent.value === node && (parent.target.kind === 'variable' || parent.target.kind === 'map'))
    return parent.target.name.slice(1);
  return parent?.kind === 'map' ? parent.name.slice(1) : undefined;
}

/** An argument of a system call where the call ends. */
function entryArgument(node: Identifier, probe: Probe, ids: readonly string[], number: number, context: RuleContext): Fix | undefined {
  if (!ids.every((id) => id.startsWith('syscalls:sys_exit_'))) return undefined;
  const entries = ids.map((id) => otherEnd(`tracepoint:${id}`) ?? '');
  const names = new Set(entries.map((entry) => argumentFields(entry.replace('tracepoint:', ''), context.tracepoints)[number]));
  const [name] = names;
  if (names.size !== 1 || name === undefined) return undefined;
  const uses = [...walk(probe)].filter((other): other is Identifier => other.kind === 'identifier' && other.name === node.name);
  return automaticFix(`keep ${name} where the call begins`, keepAtEntry(probe, entries, [{ name, value: `args->${name}`, uses }], context.source));
}

/** A probe where a function begins that reads only what it returns belongs to its end. */
function toReturn(probe: Probe): Fix | undefined {
  for (const node of walk(probe)) if (node.kind === 'identifier' && (argumentNumber(node.name) !== undefined || node.name === 'args')) return undefined;
  const edits = probe.attachPoints.map(({ span, provider, text }) => {
    const kind = text.split(':')[0] ?? '';
    return { span: { start: span.start, end: span.start + kind.length }, text: returnKind(provider) ?? kind };
  });
  if (probe.attachPoints.some(({ provider }) => returnKind(provider) === undefined)) return undefined;
  return automaticFix('attach to the end of the function', edits, 'it is told when the function returns instead of when it is called');
}

/** `args->sk` of a function's probe: the argument of that name, with its type. */
function fromPrototype(node: Identifier, point: AttachPoint, probe: Probe, context: RuleContext): Fix | undefined {
  const field = parentsOf(probe).get(node);
  if (field?.kind !== 'field') return undefined;
  const { name } = field;
  if (functionSide(point.provider) === 'return')
    return /^ret(?:val)?$/.test(name) ? automaticFix('use retval', [{ span: field.span, text: 'retval' }]) : undefined;
  const params = context.types?.function(functionName(point))?.params;
  const number = params?.findIndex((param) => param.name === name) ?? -1;
  const type = params?.[number]?.type;
  if (type === undefined || probe.attachPoints.length > 1) return undefined;
  const isRecord = type.kind === 'pointer' && type.to.kind === 'record' && type.to.name !== '';
  return automaticFix(`use arg${number}`, [{ span: field.span, text: isRecord ? `((${showCType(type)})arg${number})` : `arg${number}` }]);
}

function parameterName(node: Identifier, point: AttachPoint, context: RuleContext): Fix | undefined {
  const param = context.types?.function(functionName(point))?.params[argumentNumber(node.name) ?? -1];
  return param === undefined || param.name === '' ? undefined : automaticFix(`use args->${param.name}`, [{ span: node.span, text: `args->${param.name}` }]);
}

/** `arg0` at a function's end: what it returns, where the name says so; else kept from the beginning. */
function argumentOfReturn(node: Identifier, point: AttachPoint, probe: Probe, context: RuleContext): Fix | undefined {
  const parents = parentsOf(probe);
  const whole = withCasts(node, parents);
  const parent = parents.get(whole);
  if (parent?.kind === 'assignment' && parent.value === whole && parent.target.kind === 'variable' && RESULT_NAME.test(parent.target.name)) {
    return automaticFix('use retval', [{ span: node.span, text: 'retval' }]);
  }
  if (point.provider !== 'kretprobe' && point.provider !== 'uretprobe') return undefined;
  if (probe.attachPoints.some(({ provider }) => provider !== point.provider)) return undefined;
  const uses = [...walk(probe)].filter((other): other is Identifier => other.kind === 'identifier' && other.name === node.name);
  const wrong = uses.filter((use) => {
    const outer = withCasts(use, parents);
    const target = parents.get(outer);
    return !(target?.kind === 'assignment' && target.value === outer && target.target.kind === 'variable' && RESULT_NAME.test(target.target.name));
  });
  const entries = probe.attachPoints.map(({ text }) => text.replace(/^(\w)(?:ret|r)(?:probe)?:/, '$1probe:'));
  return automaticFix(
    `keep ${node.name} where the function begins`,
    keepAtEntry(probe, entries, [{ name: node.name, value: node.name, uses: wrong }], context.source),
  );
}
