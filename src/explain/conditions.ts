/** What stands between a probe's event and what the program shows of it: its filter, and the ifs around what it prints or counts. */
import type { AnyNode, If, Probe } from '../bpftrace/ast.ts';
import { parse } from '../bpftrace/parser.ts';
import { children, walk } from '../bpftrace/visit.ts';
import { type Program, scriptOf } from '../core/program.ts';

export interface ProbeConditions {
  readonly attachPoint: string;
  /** Whether it shows anything of an event that passes: one that only remembers when something began does not. */
  readonly shows: boolean;
  /** Whether anything stands between. */
  readonly conditional: boolean;
  /** That as it is written, where it is said in a line. */
  readonly text?: string;
}

const PRINTS: ReadonlySet<string> = new Set(['printf', 'print', 'join', 'cat', 'time', 'system']);
const EMPTIES: ReadonlySet<string> = new Set(['delete', 'clear', 'zero']);
const MOST_TEXT = 120;

/** Of each attach point, in the order of the program. */
export function conditionsOf(program: Pick<Program, 'source' | 'outputs'> & Partial<Pick<Program, 'language'>>): readonly ProbeConditions[] {
  const { outputs } = program;
  const source = scriptOf(program);
  const { script } = parse(source);
  // What is shown in the end of a map that is emptied in between tells nothing of what went into it.
  const emptied = new Set([...walk(script)].flatMap((node) => (node.kind === 'call' && EMPTIES.has(node.name) ? node.args.flatMap(mapNames) : [])));
  const shown = new Set(outputs.flatMap((output) => (output.shape === 'rows' || emptied.has(output.map) ? [] : [output.map])));
  return script.probes.flatMap((probe) => {
    const found = ofProbe(probe, shown, source);
    return probe.attachPoints.map(({ text }) => ({ attachPoint: text, ...found }));
  });
}

function ofProbe({ predicate, body }: Probe, shown: ReadonlySet<string>, source: string): Omit<ProbeConditions, 'attachPoint'> {
  const ways = [...waysToShow(body, shown, [])];
  if (ways.length === 0) return { shows: false, conditional: predicate !== undefined };
  const returns = [...walk(body)].some((node) => node.kind === 'jump' && node.word === 'return');
  const open = ways.some((ifs) => ifs.length === 0) && !returns;
  const guards = open ? [] : [...new Set(ways.flatMap((ifs) => ifs.slice(0, 1)))];
  const conditional = predicate !== undefined || !open;
  // Of several ways, or with an early return, no one condition is what kept it.
  const [guard] = guards;
  const plain = !returns && guards.length <= 1 && (guard === undefined || guard.otherwise === undefined);
  const said = [predicate?.condition, plain ? guard?.condition : undefined].flatMap((node) =>
    node === undefined ? [] : [source.slice(node.span.start, node.span.end).replace(/\s+/g, ' ')],
  );
  const text = said.join(' && ');
  return { shows: true, conditional, ...(plain && text !== '' && text.length <= MOST_TEXT ? { text } : {}) };
}

/** The ifs on the way to each place that shows something, the outermost first. */
function* waysToShow(node: AnyNode, shown: ReadonlySet<string>, ifs: readonly If[]): Generator<readonly If[]> {
  if (isShowing(node, shown)) yield ifs;
  for (const child of children(node)) {
    const inside = node.kind === 'if' && child !== node.condition;
    yield* waysToShow(child, shown, inside ? [...ifs, node] : ifs);
  }
}

function isShowing(node: AnyNode, shown: ReadonlySet<string>): boolean {
  if (node.kind === 'call') return PRINTS.has(node.name);
  if (node.kind === 'assignment') return mapNames(node.target).some((name) => shown.has(name));
  return node.kind === 'unary' && /^(\+\+|--)$/.test(node.operator) && mapNames(node.operand).some((name) => shown.has(name));
}

function mapNames(node: AnyNode): string[] {
  return node.kind === 'map' ? [node.name] : [];
}
