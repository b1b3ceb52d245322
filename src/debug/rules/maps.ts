/** What becomes of maps: keys that do not meet, entries that are gone before they are read, numbers that are set where they were to be counted. */
import type { Block, Expression, MapRef, Probe, Statement } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { mapUses, type Use } from '../../check/map-uses.ts';
import { type DebugRule, type Found, isEvent, type Look, textAt } from '../look.ts';

/** Read by another key than it is written by: the two never meet. */
export const otherKey: DebugRule = function* (look) {
  for (const { name, stores, reads, deletes } of mapUses(look.context).values()) {
    const [first] = stores;
    if (first === undefined || stores.some(({ map }) => map.keys.length === 0)) continue;
    const written = new Set(stores.map(({ map }) => keyText(look, map)));
    const [key = ''] = written;
    if (written.size !== 1 || !isSimple(first.map)) continue;
    const wrong = reads.filter((use) => isElsewhere(use, stores) && isSimple(use.map) && keyText(look, use.map) !== key);
    const [at] = wrong;
    if (at?.map.keySpan === undefined || reads.some((use) => isElsewhere(use, stores) && keyText(look, use.map) === key)) continue;
    const [writes, asks] = [textAt(look, first.map.span), textAt(look, at.map.span)];
    const readKey = keyText(look, at.map);
    // What happens in one thread is kept by thread, whichever side says so.
    const keeps = readKey === 'tid' ? at.map : first.map;
    const others = keeps === at.map ? stores : [...wrong, ...deletes.filter(({ map }) => keyText(look, map) === readKey)];
    const text = textAt(look, keeps.keySpan ?? keeps.span);
    const edits = others.flatMap(({ map }) => (map.keySpan === undefined ? [] : [{ span: map.keySpan, text }]));
    yield { id: 'other-key', span: at.map.span, values: { map: name, written: writes, read: asks, key: textAt(look, keeps.span) }, edits };
  }
};

/** Deleted in the probe that has just stored it, or before it is read. */
export const deletedTooEarly: DebugRule = function* (look) {
  for (const probe of look.script.probes) {
    const uses = [...mapUses(look.context).values()];
    for (const list of blocksOf(probe.body)) {
      for (const [at, statement] of list.entries()) {
        const gone = deletedBy(statement);
        if (gone === undefined) continue;
        const use = uses.find(({ name }) => name === gone.name);
        const before = list.slice(0, at);
        const storedHere = before.some((one) => stores(one, gone.name));
        const readBetween = before.some((one) => reads(one, gone.name));
        const read = use?.reads.find((one) => one.probe !== probe && use.stores.every((store) => store.probe !== one.probe));
        const onlyHere = use?.stores.every((store) => store.probe === probe) === true;
        if (storedHere && onlyHere && !readBetween && read !== undefined) {
          yield {
            id: 'deleted-before-read',
            span: statement.span,
            values: { map: gone.name, read: textAt(look, read.map.span) },
            edits: [removal(look, statement)],
          };
          continue;
        }
        const later = list.slice(at + 1).find((one) => reads(one, gone.name) && sameKeyRead(look, one, gone));
        if (!storedHere && later !== undefined)
          yield {
            id: 'deleted-then-read',
            span: statement.span,
            values: { map: textAt(look, gone.span) },
            edits: [removal(look, statement), insertBehind(look, probe, list, textAt(look, gone.span))],
          };
      }
    }
  }
};

/** Cleared where nobody has seen it: at the end, or at an interval that prints nothing. */
export const emptiedUnseen: DebugRule = function* (look) {
  for (const use of mapUses(look.context).values()) {
    const { name, clears, prints, stores } = use;
    if (clears.length === 0 || stores.length === 0) continue;
    for (const clear of clears) {
      const printedFirst = prints.find((print) => print.probe === clear.probe);
      if (printedFirst !== undefined && printedFirst.map.span.start > clear.map.span.start) {
        yield { id: 'cleared-then-printed', span: clear.map.span, values: { map: name } };
        break;
      }
      // One that is read, or from which entries are taken out, is not shown for itself.
      if (prints.length > 0 || use.reads.length > 0 || use.deletes.length > 0) continue;
      const provider = clear.probe?.attachPoints[0]?.provider ?? '';
      const call = `print(${name}); `;
      const statement = clear.probe?.body.statements.find(({ span }) => span.start <= clear.map.span.start && span.end >= clear.map.span.end);
      const edits = statement === undefined ? {} : { edits: [{ span: { start: statement.span.start, end: statement.span.start }, text: call }] };
      yield { id: /^end$/i.test(provider) ? 'cleared-at-end' : 'cleared-unseen', span: clear.map.span, values: { map: name }, ...edits };
      break;
    }
  }
};

/** `@[comm] = 1` where `count()` was meant: however often it happens, it says 1. */
export const setNotCounted: DebugRule = function* (look) {
  for (const { name, stores, reads } of mapUses(look.context).values()) {
    const [store] = stores;
    if (store === undefined || stores.length !== 1 || reads.length > 0 || !look.shown.has(name)) continue;
    const { operator, value, span } = store.assignment;
    const isOne = value.kind === 'integer' && value.value === 1n;
    if (operator !== '=' || !isOne || !(store.probe?.attachPoints.some(({ provider }) => isEvent(provider)) ?? false)) continue;
    yield { id: 'set-not-counted', span, values: { map: textAt(look, store.map.span) }, edits: [{ span: value.span, text: 'count()' }] };
  }
};

/** The text of a pointer that another probe was to remember, and may not have. */
export const unsetPointer: DebugRule = function* (look) {
  for (const { reads, stores } of mapUses(look.context).values()) {
    for (const { map, probe } of reads) {
      // Whatever a filter asks for may well tell that it was stored.
      if (probe === undefined || probe.predicate !== undefined || stores.some((store) => store.probe === probe)) continue;
      // Whatever else the same probe has stored may be asked for in its place.
      const together = new Set(
        [...mapUses(look.context).values()].filter((use) => use.stores.some((one) => stores.some((store) => store.probe === one.probe))).map((use) => use.name),
      );
      const asked = [...ifConditions(probe)].some((node) => node.kind === 'map' && together.has(node.name));
      const inStr = [...walk(probe.body)].some((node) => node.kind === 'call' && node.name === 'str' && node.args[0] === map);
      if (asked || !inStr) continue;
      const text = textAt(look, map.span);
      const at = probe.attachPoints.at(-1)?.span.end ?? probe.body.span.start;
      const edits = [{ span: { start: at, end: at }, text: ` /${text}/` }];
      yield { id: 'unset-pointer', span: map.span, values: { map: text }, edits };
      break;
    }
  }
};

/** What is read in the place where things end, and written nowhere: nobody remembered the beginning. */
export const neverWritten: DebugRule = function* (look) {
  for (const { name, stores, reads } of mapUses(look.context).values()) {
    const [read] = reads;
    if (stores.length > 0 || read === undefined) continue;
    const point = read.probe?.attachPoints[0]?.text ?? '';
    const enter = point.replace(/sys_exit_?/, (text) => text.replace('exit', 'enter')).replace(/^(k|u)retprobe:/, '$1probe:');
    if (enter === point) continue;
    const key = read.map.keySpan === undefined ? name : textAt(look, read.map.span);
    yield { id: 'exit-without-enter', span: read.map.span, values: { map: name, enter, exit: point, key } };
  }
};

function keyText(look: Look, { keys }: MapRef): string {
  return keys.map(({ span }) => look.source.slice(span.start, span.end).replace(/\s+/g, '')).join(',');
}

/** What is the same wherever it stands: arguments, return values and variables are another thing in another probe. */
const SAME: ReadonlySet<string> = new Set(['tid', 'pid', 'comm', 'cpu', 'uid', 'gid', 'cgroup', 'curtask']);

function isSimple({ keys }: MapRef): boolean {
  return keys.length > 0 && keys.every((key) => (key.kind === 'identifier' && SAME.has(key.name)) || key.kind === 'integer' || key.kind === 'string');
}

function isElsewhere({ probe }: Use, stores: readonly Use[]): boolean {
  return stores.every((store) => store.probe !== probe);
}

function* blocksOf(block: Block): Generator<readonly Statement[]> {
  for (const node of walk(block)) if (node.kind === 'block') yield node.statements;
}

function deletedBy(statement: Statement): MapRef | undefined {
  const call = statement.kind === 'expression-statement' ? statement.expression : undefined;
  const [map] = call?.kind === 'call' && call.name === 'delete' ? call.args : [];
  return map?.kind === 'map' ? map : undefined;
}

function stores(statement: Statement, name: string): boolean {
  return statement.kind === 'assignment' && statement.target.kind === 'map' && statement.target.name === name;
}

function reads(statement: Statement, name: string): boolean {
  if (statement.kind === 'assignment') {
    const keys = statement.target.kind === 'map' ? statement.target.keys : [];
    return [statement.value, ...keys].some((node) => refersTo(node, name));
  }
  return deletedBy(statement) === undefined && refersTo(statement, name);
}

function refersTo(node: Statement | Expression, name: string): boolean {
  return [...walk(node)].some((one) => one.kind === 'map' && one.name === name);
}

function sameKeyRead(look: Look, statement: Statement, gone: MapRef): boolean {
  return [...walk(statement)].some((node) => node.kind === 'map' && node.name === gone.name && keyText(look, node) === keyText(look, gone));
}

function* ifConditions(probe: Probe): Generator<Expression> {
  for (const node of walk(probe.body)) if (node.kind === 'if') for (const one of walk(node.condition)) if (isMap(one)) yield one;
}

function isMap(node: { readonly kind: string }): node is MapRef {
  return node.kind === 'map';
}

function removal({ source }: Look, { span }: Statement): NonNullable<Found['edits']>[number] {
  const rest = /^\s*;?[ \t]*/.exec(source.slice(span.end))?.[0] ?? '';
  return { span: { start: span.start, end: span.end + rest.length }, text: '' };
}

function insertBehind({ source }: Look, probe: Probe, list: readonly Statement[], map: string): NonNullable<Found['edits']>[number] {
  const last = list.at(-1)?.span.end ?? probe.body.span.end - 1;
  const semicolon = /^\s*;/.exec(source.slice(last))?.[0].length ?? 0;
  return {
    span: { start: last + semicolon, end: last + semicolon },
    text: `${semicolon === 0 && source[last - 1] !== ';' && source[last - 1] !== '}' ? ';' : ''} delete(${map});`,
  };
}
