/** The language as the installed bpftrace has it, and what of it this machine can attach: for a model, which knows all versions at once. */
import { type Dialect, dialectOf } from '../../bpftrace/dialect/dialect.ts';
import { FEATURES, type FeatureName } from '../../bpftrace/dialect/features.ts';
import { type KernelFacts, PROBE_KINDS, type ProbeKind, type Verdict } from '../../core/facts.ts';
import { promptText } from '../prompts.ts';

/** What models write most often that only some versions read: of all else, the checker tells. */
const TELLING: readonly FeatureName[] = [
  'args-dot',
  'let',
  'for-map',
  'for-range',
  'tuple-key',
  'config-block',
  'if-expression',
  'duration',
  'macro',
  'map-declaration',
  'variable-index',
  'address-of',
  'condition-without-parentheses',
  'dot-through-pointer',
];
/** What does something to the machine, or ends the program: nobody is to be tempted. */
const WITHHELD: ReadonlySet<string> = new Set([
  'system',
  'signal',
  'override',
  'exit',
  'cat',
  'skboutput',
  'unwatch',
  'debugf',
  'signal_thread',
  'write_user',
  'fail',
  'assert',
  'static_assert',
]);

/** `brief` leaves the lists of names out, and what is rarely written. */
export function dialectText(facts: KernelFacts, brief: boolean): string {
  const dialect = dialectOf(facts.bpftrace?.version);
  const kinds = (verdict: Verdict): string =>
    PROBE_KINDS.filter((kind) => verdictOf(facts, kind) === verdict)
      .map((kind) => formOf(dialect, kind))
      .join(', ');
  const lacks = TELLING.filter((name) => !dialect.has(name)).flatMap((name) => FEATURES.filter((feature) => feature.name === name));
  const dot = dialect.has('args-dot');
  return promptText('dialect', {
    release: facts.release,
    arch: facts.arch,
    version: facts.bpftrace?.version ?? `${dialect.version} (none is installed here)`,
    attach: ['BEGIN', 'END', kinds('yes')].filter((part) => part !== '').join(', '),
    refused: kinds('no'),
    unknown: kinds('unknown'),
    functions: functionsText(facts),
    fields: dot ? 'args.NAME' : 'args->NAME (not args.NAME)',
    parameters: noFunctions(facts)
      ? ''
      : `${spelling(dialect, 'kfunc')}: ${dot ? 'args.NAME' : 'args->NAME'} and retval; kprobe: arg0, arg1, ...; kretprobe: retval`,
    types: facts.btf
      ? 'The types of the kernel are known (BTF): no #include is needed, cast with (struct NAME *).'
      : 'The types of the kernel are not known here (no BTF): cast to no struct.',
    lacks: lacks
      .slice(0, brief ? 5 : undefined)
      .map(({ doc, example }) => `${doc} (${example})`)
      .join('; '),
    builtins: brief ? '' : names(dialect.names('builtin')),
    calls: brief ? '' : names(dialect.names('function').filter((name) => dialect.builtin(name) === undefined || /stack$/.test(name))),
    string: String(dialect.limit('string-length')),
    keys: String(dialect.limit('map-keys')),
  });
}

function verdictOf(facts: KernelFacts, kind: ProbeKind): Verdict {
  return facts.probeKinds[kind].verdict;
}

function formOf(dialect: Dialect, kind: ProbeKind): string {
  const found = dialect.probeKind(kind);
  if (found === undefined) return kind;
  const twin = { kprobe: 'kretprobe', kfunc: 'kretfunc', uprobe: 'uretprobe' }[kind as string];
  const other = twin === undefined ? '' : ` and ${spelling(dialect, twin)}`;
  return `${found.spelling}:${found.form}${other}`;
}

function spelling(dialect: Dialect, kind: string): string {
  return dialect.probeKind(kind)?.spelling ?? kind;
}

function functionsText(facts: KernelFacts): string {
  if (noFunctions(facts)) return 'No function of the kernel can be probed here: use tracepoints, and what they cannot show, say in cannot_show.';
  if (verdictOf(facts, 'kprobe') === 'no') return 'kprobes do not attach here: use tracepoints.';
  return '';
}

function noFunctions(facts: KernelFacts): boolean {
  return verdictOf(facts, 'kprobe') === 'no' && verdictOf(facts, 'kfunc') === 'no';
}

function names(all: readonly string[]): string {
  const shown = all.filter((name) => !WITHHELD.has(name) && !/^s?arg[1-9]$|^__/.test(name));
  return [...new Set(shown)].join(' ');
}
