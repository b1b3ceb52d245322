import type { Expression, MapRef, Probe } from '../../bpftrace/ast.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import { holdsMoments, type MapUse, mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Events that begin in one thread and end in another, and what tells them apart at both ends. */
interface Pair {
  readonly begins: RegExp;
  readonly ends: RegExp;
  readonly keys: readonly [begin: string, end: string];
  readonly why: string;
}

const PAIRS: readonly Pair[] = [
  {
    begins: /^tracepoint:block:block_(?:rq_issue|rq_insert|getrq|bio_queue)$/,
    ends: /^tracepoint:block:block_(?:rq_complete|bio_complete)$/,
    keys: ['args->dev, args->sector', 'args->dev, args->sector'],
    why: 'a disk request is completed in an interrupt, in whatever thread is running then',
  },
  {
    begins: /^tracepoint:sched:sched_wak(?:eup|eup_new|ing)$/,
    ends: /^tracepoint:sched:sched_switch$/,
    keys: ['args->pid', 'args->next_pid'],
    why: 'the thread that wakes another one is not the one that waits, and that which waited is the next one of a switch',
  },
];

/** What begins in one thread and ends in another is not told apart by thread. */
export const pairedByObject: Rule = {
  name: 'paired-by-object',
  *check(context) {
    for (const use of mapUses(context).values()) {
      const first = use.stores[0]?.map;
      if (first === undefined || !holdsMoments(use) || !first.keys.some(isThread)) continue;
      const others = [...use.reads, ...use.deletes];
      const pair = PAIRS.find(({ begins, ends }) => use.stores.every(({ probe }) => isAt(probe, begins)) && others.some(({ probe }) => isAt(probe, ends)));
      if (pair === undefined) continue;
      const [begin, end] = pair.keys;
      const edits = editsFor(use, pair);
      const fix = edits === undefined ? [] : [automaticFix(`tell them apart by ${begin}${begin === end ? '' : ` and ${end}`}`, edits)];
      yield report(
        'warning',
        'paired-by-thread',
        `${use.name} is kept by thread, and ${pair.why}`,
        first.span,
        [`use ${begin} where it begins, ${end} where it ends`],
        fix,
      );
    }
  },
};

/** Every use of the map with other keys; undefined where one of them is at neither end. */
function editsFor({ stores, reads, deletes }: MapUse, { begins, ends, keys }: Pair): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { map, probe } of [...stores, ...reads, ...deletes]) {
    const key = isAt(probe, begins) ? keys[0] : isAt(probe, ends) ? keys[1] : undefined;
    const span = keySpan(map);
    if (key === undefined || span === undefined) return undefined;
    edits.push({ span, text: key });
  }
  return edits;
}

function keySpan({ keys }: MapRef): TextEdit['span'] | undefined {
  const [first, last] = [keys[0], keys.at(-1)];
  return first === undefined || last === undefined ? undefined : { start: first.span.start, end: last.span.end };
}

function isThread(key: Expression): boolean {
  return key.kind === 'identifier' && /^[pt]id$/.test(key.name);
}

function isAt(probe: Probe | undefined, pattern: RegExp): boolean {
  return probe?.attachPoints.every(({ text }) => pattern.test(text)) === true;
}
