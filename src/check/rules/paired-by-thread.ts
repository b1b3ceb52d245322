import type { Expression, MapRef } from '../../bpftrace/ast.ts';
import { AGGREGATES } from '../../bpftrace/typing/type.ts';
import type { TextEdit } from '../../core/diagnostic.ts';
import { isPair, type MapUse, mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** What begins at one probe and ends at another is remembered by thread: the threads of one process share its pid, and overwrite each other's. */
export const pairedByThread: Rule = {
  name: 'paired-by-thread',
  *check(context) {
    for (const use of mapUses(context).values()) {
      const store = use.stores.find(({ map, probe, assignment }) => {
        const ends = use.reads.filter((read) => probe?.attachPoints.some((enter) => read.probe?.attachPoints.some((exit) => isPair(enter, exit))));
        // What is added up is a result by process, not what one thread remembers.
        return (
          assignment.operator === '=' && isByProcess(map) && ends.length > 0 && ends.every((read) => isByProcess(read.map)) && !isAggregated(assignment.value)
        );
      });
      const pid = store?.map.keys.find(isPid);
      if (store === undefined || pid === undefined) continue;
      const message = `${use.name} is kept by pid from the beginning of a call to its end: the threads of a process mix theirs`;
      const fix = { title: `keep ${use.name} by tid`, edits: editsFor(use) };
      yield report('warning', 'paired-by-process', message, pid.span, ['tid tells threads apart'], [fix]);
    }
  },
};

function isPid(key: Expression): boolean {
  return key.kind === 'identifier' && key.name === 'pid';
}

/** Of the process, and of nothing else that could tell its threads apart. */
function isByProcess({ keys }: MapRef): boolean {
  return keys.some(isPid) && keys.every((key) => key.kind === 'identifier' && ['pid', 'comm', 'uid', 'gid', 'probe', 'func'].includes(key.name));
}

function isAggregated(value: Expression): boolean {
  return value.kind === 'call' && (AGGREGATES as readonly string[]).includes(value.name);
}

function editsFor(use: MapUse): TextEdit[] {
  const maps = [...use.stores, ...use.reads, ...use.deletes, ...use.clears, ...use.prints].map(({ map }) => map);
  return maps.flatMap(({ keys }) => keys.filter(isPid).map(({ span }) => ({ span, text: 'tid' })));
}
