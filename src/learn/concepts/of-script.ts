/** Which concepts a bpftrace program holds, told by its tree. */
import type { AnyNode, Expression, Probe, Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { placeConcepts } from './places.ts';

const NO_EVENTS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end', 'interval', 'self', 'test', 'bench']);
const CLOCKS: ReadonlySet<string> = new Set(['nsecs', 'elapsed']);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=']);

/** Ids of concepts.toml by the call that needs them. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  printf: ['printf'],
  time: ['printf'],
  strftime: ['printf'],
  count: ['count'],
  sum: ['sum'],
  avg: ['sum'],
  min: ['sum'],
  max: ['sum'],
  stats: ['sum'],
  hist: ['histogram'],
  lhist: ['histogram'],
  tseries: ['histogram'],
  str: ['string'],
  strncmp: ['string'],
  strcontains: ['string'],
  strlen: ['string'],
  buf: ['string'],
  join: ['string'],
  path: ['string', 'struct'],
  kptr: ['pointer'],
  uptr: ['pointer'],
  kstack: ['kernel-stack'],
  ustack: ['user-stack'],
  ksym: ['kernel-stack'],
  usym: ['user-stack'],
  uaddr: ['uprobe', 'pointer'],
  ntop: ['network'],
  signal: ['signal', 'safety'],
  override: ['safety'],
  system: ['safety'],
};

const NAMES: Readonly<Record<string, readonly string[]>> = {
  kstack: ['kernel-stack'],
  stack: ['kernel-stack'],
  ustack: ['user-stack'],
  curtask: ['struct', 'btf'],
};

/** `isCostly`: the policy says so. In no order. */
export function scriptConcepts(script: Script, isCostly = false): ReadonlySet<string> {
  const found = new Set<string>(script.probes.length === 0 ? [] : ['kernel-programs', 'probe', 'attach-point', 'one-liner']);
  const add = (ids: readonly string[] = []): void => {
    for (const id of ids) found.add(id);
  };
  const events = script.probes.filter(isEvent);
  for (const probe of script.probes) {
    for (const { provider, parts } of probe.attachPoints) {
      add(placeConcepts([provider, ...parts].join(':')));
      if (provider === 'interval' && !onlyEnds(probe)) add(['interval', 'output']);
      if (provider === 'END' && probe.body.statements.length > 0) add(['output']);
    }
    if (probe.predicate !== undefined) add(['filter']);
    for (const node of walk(probe)) add(nodeConcepts(node));
  }
  const remembered = pairedMaps(events);
  if (remembered.size > 0) add(['pair']);
  if (events.some((probe) => [...walk(probe)].some((node) => isElapsed(node, remembered)))) add(['latency']);
  if (isCostly) add(['cost']);
  return found;
}

function nodeConcepts(node: AnyNode): readonly string[] {
  switch (node.kind) {
    case 'call':
      return node.name === 'printf' && hasConversions(node.args[0]) ? ['printf', 'type'] : (lookup(CALLS, node.name) ?? []);
    case 'identifier':
      return lookup(NAMES, node.name) ?? [];
    case 'map':
      return node.keys.length === 0 ? ['map'] : ['map', 'key'];
    case 'cast':
      return /\b(?:struct|union)\b/.test(node.type) ? ['type', 'struct', 'pointer'] : ['type'];
    case 'if':
    case 'ternary':
      return ['filter'];
    case 'unary':
      if (node.operator === '*') return ['pointer'];
      return node.operator === '++' && node.operand.kind === 'map' ? ['count'] : [];
    case 'binary':
      return COMPARISONS.has(node.operator) && [node.left, node.right].some(({ kind }) => kind === 'string') ? ['filter'] : [];
    case 'field':
      return isOfArgs(node.object) || /^\d+$/.test(node.name) || isLoopVariable(node.object) ? [] : ['struct', ...(node.arrow ? ['pointer'] : [])];
    default:
      return [];
  }
}

function lookup<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function hasConversions(format: Expression | undefined): boolean {
  return format?.kind === 'string' && /%[^%s]/.test(format.value.replaceAll('%%', ''));
}

function isOfArgs(object: Expression): boolean {
  return object.kind === 'identifier' && object.name === 'args';
}

/** `$kv.0` of a loop over a map. */
function isLoopVariable(object: Expression): boolean {
  return object.kind === 'variable' && object.name === '$kv';
}

function isEvent({ attachPoints }: Probe): boolean {
  return attachPoints.some(({ provider }) => !NO_EVENTS.has(provider));
}

/** The clock that a planner adds to a program so that it ends is nothing to learn for it. */
function onlyEnds({ predicate, body }: Probe): boolean {
  const [only, ...others] = body.statements;
  return (
    others.length === 0 &&
    predicate === undefined &&
    only?.kind === 'expression-statement' &&
    only.expression.kind === 'call' &&
    only.expression.name === 'exit'
  );
}

/** Maps that one event fills and another one reads. */
function pairedMaps(events: readonly Probe[]): ReadonlySet<string> {
  const filledIn = new Map<string, Set<Probe>>();
  const readIn = new Map<string, Set<Probe>>();
  const note = (map: Map<string, Set<Probe>>, name: string, probe: Probe): void => void map.set(name, (map.get(name) ?? new Set()).add(probe));
  for (const probe of events) {
    const written = new Set<AnyNode>();
    for (const node of walk(probe)) {
      if (node.kind === 'assignment' && node.target.kind === 'map') {
        if (node.target.keys.length > 0) note(filledIn, node.target.name, probe);
        written.add(node.target);
      }
      if (node.kind === 'call' && /^(?:delete|clear|zero|print)$/.test(node.name)) for (const argument of node.args) written.add(argument);
      if (node.kind === 'unary' && (node.operator === '++' || node.operator === '--')) written.add(node.operand);
    }
    for (const node of walk(probe)) if (node.kind === 'map' && !written.has(node)) note(readIn, node.name, probe);
  }
  return new Set(
    [...filledIn].filter(([name, fills]) => [...(readIn.get(name) ?? [])].some((probe) => !fills.has(probe) || fills.size > 1)).map(([name]) => name),
  );
}

/** The clock less what was remembered. */
function isElapsed(node: AnyNode, remembered: ReadonlySet<string>): boolean {
  if (node.kind !== 'binary' || node.operator !== '-') return false;
  const isClock = (side: Expression): boolean => [...walk(side)].some((one) => one.kind === 'identifier' && CLOCKS.has(one.name));
  const isMemory = (side: Expression): boolean => [...walk(side)].some((one) => one.kind === 'map' && remembered.has(one.name)) || side.kind === 'variable';
  return isClock(node.left) && isMemory(node.right);
}
