import type { AnyNode, Call, Identifier, Probe, Script, Variable } from '../../bpftrace/ast.ts';
import type { Dialect } from '../../bpftrace/dialect/dialect.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { automaticFix, replacing } from '../../core/fix.ts';
import { meantFieldOf } from '../rewrite/field-by-name.ts';
import { asText, fieldNames } from '../rewrite/fields.ts';
import { parentsOf, readingFrom } from '../rewrite/usage.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { constantValue } from '../tables/constants.ts';
import { callEquivalent, identifierEquivalent } from '../tables/equivalents.ts';

/**
 * A name that bpftrace does not have, and that stands for something it has: a constant of the kernel, a builtin of another tracer, a helper of BPF, a field of
 * the probe's own tracepoint. Names for which nothing stands are another rule's.
 */
export const equivalentNames: Rule = {
  name: 'equivalent-names',
  remedy: true,
  *check(context) {
    // What an include or a macro defines cannot be known here.
    if (context.script.preamble.some((item) => item.kind === 'directive')) return;
    const { dialect } = context;
    const own = ownNames(context.script);
    const assigned = assignedVariables(context.script);
    for (const probe of context.script.probes) {
      const parents = parentsOf(probe);
      for (const node of walk(probe)) {
        if (node.kind === 'identifier') yield* identifier(node, probe, parents, dialect, own, context);
        else if (node.kind === 'call') yield* call(node, dialect, own, context);
        else if (node.kind === 'variable' && !assigned.has(node.name)) yield* variable(node, probe, parents, dialect, context);
      }
    }
  },
};

/** Enumerators, macros and functions of the program itself. */
function ownNames(script: Script): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of script.items) {
    if (item.kind === 'definition') for (const { name } of item.enumerators) names.add(name);
    if (item.kind === 'macro' || item.kind === 'subprogram') names.add(item.name);
  }
  return names;
}

function assignedVariables(script: Script): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of walk(script)) {
    if (node.kind === 'assignment' && node.target.kind === 'variable') names.add(node.target.name);
    if (node.kind === 'let') names.add(node.name);
    if (node.kind === 'for') names.add(node.variable);
    if (node.kind === 'parameter') names.add(node.name);
  }
  return names;
}

function problem(code: string, message: string, node: { readonly span: Diagnostic['span'] }, fix: Fix): Diagnostic {
  return { code, severity: 'error', message, ...(node.span === undefined ? {} : { span: node.span }), hints: [fix.title], fixes: [fix] };
}

function automatic(node: { readonly span: NonNullable<Diagnostic['span']> }, text: string, changes?: string): Fix {
  return automaticFix(`use ${text}`, [{ span: node.span, text }], changes);
}

function* identifier(
  node: Identifier,
  probe: Probe,
  parents: ReadonlyMap<AnyNode, AnyNode>,
  dialect: Dialect,
  own: ReadonlySet<string>,
  context: RuleContext,
): Generator<Diagnostic> {
  const { name } = node;
  const parent = parents.get(node);
  const isType = parent?.kind === 'sizeof' || parent?.kind === 'offsetof' || parent?.kind === 'typeof' || parent?.kind === 'typeinfo';
  if (isType || own.has(name) || name === '_' || dialect.builtin(name) !== undefined || dialect.function(name) !== undefined || isEnumerator(name, context))
    return;
  // A bare word that begins a statement is an assignment gone wrong, which is not for this rule.
  if (parent?.kind === 'assignment' && parent.target === node) return;
  const message = `there is no builtin "${name}"`;
  const field = fieldCalled(name, probe, context);
  if (field !== undefined) {
    yield problem('unknown-identifier', message, node, withSpan(asText(node, field, parents, idsOf(probe), context)));
    return;
  }
  const number = constantValue(name);
  if (number !== undefined) {
    const title = `write the number of ${name}, ${number}`;
    yield problem('unknown-identifier', message, node, replacing(title, node.span, `${number} /* ${name} */`, true));
    return;
  }
  const result = name === 'errno' ? errorOf(probe, context) : undefined;
  const equivalent = result === undefined ? identifierEquivalent(name, dialect) : { text: result };
  if (equivalent === undefined) {
    const { node: reached, path } = readingFrom(node, parents);
    const last = /(\w+)$/.exec(path)?.[1];
    const meant = meantField(last ?? name, probe, context);
    if (meant !== undefined && path !== '') {
      // What is read through it says what is meant: cachep->name.
      if (meantField(name, probe, context) !== undefined)
        yield problem('unknown-identifier', message, node, withSpan(asText(reached, meant, parents, idsOf(probe), context)));
    } else if (meant !== undefined) yield problem('unknown-identifier', message, node, withSpan(asText(node, meant, parents, idsOf(probe), context)));
    return;
  }
  // Of a value with fields only the task has some.
  if (readingFrom(node, parents).path !== '' && !equivalent.text.startsWith('curtask')) return;
  yield problem('unknown-identifier', message, node, automatic(node, equivalent.text, 'changes' in equivalent ? equivalent.changes : undefined));
}

function withSpan({ span, text }: { readonly span: NonNullable<Diagnostic['span']>; readonly text: string }): Fix {
  return automatic({ span }, text);
}

/** Without the kernel's types nobody can tell whether a name is an enumerator; where the kernel has none, it is not. */
function isEnumerator(name: string, { types, facts }: RuleContext): boolean {
  if (types === undefined) return facts.btf;
  return types.enumerator(name) !== undefined;
}

function idsOf(probe: Probe): string[] {
  return probe.attachPoints.map(({ parts }) => parts.join(':'));
}

/** A field that all tracepoints of the probe have, by its bare name. */
function fieldCalled(name: string, probe: Probe, { tracepoints }: RuleContext): string | undefined {
  if (probe.attachPoints.length === 0 || probe.attachPoints.some(({ provider }) => provider !== 'tracepoint')) return undefined;
  return idsOf(probe).every((id) => fieldNames(id, tracepoints).includes(name)) ? `args->${name}` : undefined;
}

/** A field that all tracepoints of the probe have under a name of the same meaning. */
function meantField(name: string, probe: Probe, { tracepoints }: RuleContext): string | undefined {
  if (probe.attachPoints.length === 0 || probe.attachPoints.some(({ provider }) => provider !== 'tracepoint')) return undefined;
  const names = new Set(idsOf(probe).map((id) => meantFieldOf(id, name, fieldNames(id, tracepoints))));
  const [field] = names;
  return names.size === 1 && field !== undefined ? `args->${field}` : undefined;
}

/** The error that a call ended with, where its end is probed. */
function errorOf(probe: Probe, context: RuleContext): string | undefined {
  return fieldCalled('ret', probe, context) === undefined ? undefined : '(args->ret < 0 ? -args->ret : 0)';
}

function* call(node: Call, dialect: Dialect, own: ReadonlySet<string>, { source }: RuleContext): Generator<Diagnostic> {
  if (own.has(node.name)) return;
  const args = node.args.map(({ span }) => source.slice(span.start, span.end));
  const isBuiltin = dialect.function(node.name) === undefined && dialect.builtin(node.name) !== undefined;
  const isPrintedText = node.name === 'print' && node.args[0]?.kind === 'string' && node.args.length > 0;
  if (dialect.function(node.name) !== undefined && !isPrintedText) return;
  const written = isPrintedText ? { name: 'println', args } : { name: node.name, args };
  if (isPrintedText && node.args.length === 1) return;
  const equivalent = isBuiltin ? { text: node.name } : callEquivalent(written, dialect);
  if (equivalent === undefined) return;
  const message = isPrintedText ? 'print takes no format' : `there is no function "${node.name}"`;
  const code = isPrintedText ? 'print-format' : 'unknown-function';
  yield problem(
    code,
    message,
    { span: isPrintedText ? node.span : node.nameSpan },
    automatic(node, equivalent.text, 'changes' in equivalent ? equivalent.changes : undefined),
  );
}

/** `$pid` or `$sig`, which nobody assigns: a builtin or a field with a dollar sign too many. */
function* variable(node: Variable, probe: Probe, parents: ReadonlyMap<AnyNode, AnyNode>, dialect: Dialect, context: RuleContext): Generator<Diagnostic> {
  const name = node.name.slice(1);
  const message = `${node.name} is never given a value`;
  const { node: reached, path } = readingFrom(node, parents);
  const field = fieldCalled(name, probe, context) ?? meantField(name, probe, context);
  const last = /(\w+)$/.exec(path)?.[1];
  const member = last === undefined || /sk|skb|task/.test(name) ? undefined : meantField(last, probe, context);
  if (member !== undefined) {
    yield problem('undefined-variable', message, node, withSpan(asText(reached, member, parents, idsOf(probe), context)));
  } else if (field !== undefined && path !== '') {
    const record = /^args->(?:skaddr|sk)$/.test(field) ? 'struct sock *' : field === 'args->skbaddr' ? 'struct sk_buff *' : undefined;
    if (record !== undefined) yield problem('undefined-variable', message, node, automatic(node, `((${record})${field})`));
  } else if (field !== undefined) {
    yield problem('undefined-variable', message, node, withSpan(asText(node, field, parents, idsOf(probe), context)));
  } else if (isPlainMap(`@${name}`, context)) {
    yield problem('undefined-variable', message, node, automatic(node, `@${name}`));
  } else {
    const builtin = dialect.builtin(name);
    const text = builtin !== undefined && builtin.probes === undefined ? name : builtin === undefined ? identifierEquivalent(name, dialect)?.text : undefined;
    if (text === undefined || (path !== '' && text !== 'curtask')) return;
    // /pid == $pid/: a value from outside is meant, and pid == pid would take every process.
    const beside = parents.get(node);
    if (beside?.kind === 'binary' && [beside.left, beside.right].some((side) => side !== node && context.source.slice(side.span.start, side.span.end) === text))
      return;
    yield problem('undefined-variable', message, node, automatic(node, text));
  }
}

/** Whether there is a map of that name, and it has no keys. */
function isPlainMap(name: string, { places }: RuleContext): boolean {
  const uses = places.flatMap(({ node }) => (node.kind === 'map' && node.name === name ? [node] : []));
  return uses.length > 0 && uses.every(({ keys }) => keys.length === 0);
}
