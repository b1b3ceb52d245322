/** What can be looked at of a run: a view of its rows or of one of its maps. */
import { isStack } from '../views/stacks.ts';
import type { Look, MapLook } from './watch.ts';

export type ViewName = 'rows' | 'flame' | 'table' | 'histogram' | 'heat' | 'chart';

export interface Tab {
  readonly id: string;
  readonly view: ViewName;
  /** Of a map; absent for rows. */
  readonly map?: string;
  /** Whether the map must be named to be told from others. */
  readonly isNamed: boolean;
}

/** The answer's first; the same ones from the beginning on, as far as the program tells. */
export function tabsOf({ program, maps, seen }: Look): Tab[] {
  const hasRows = seen > 0 || maps.length === 0 || program.outputs.some(({ shape }) => shape === 'rows');
  const answer = maps.find(({ map }) => map === program.answer);
  const main = answer?.map ?? (maps.length === 1 ? maps[0]?.map : undefined);
  const ofMaps = maps.flatMap((look) => viewsOf(look).map((view): Tab => ({ id: `${look.map} ${view}`, view, map: look.map, isNamed: look.map !== main })));
  const rows: Tab[] = hasRows ? ['rows' as const, 'chart' as const].map((view) => ({ id: view, view, isNamed: false })) : [];
  return answer === undefined || !hasRows ? [...rows, ...ofMaps] : [...ofMaps, ...rows.map((tab) => ({ ...tab, isNamed: tab.view === 'chart' }))];
}

function viewsOf({ output, dataset }: MapLook): ViewName[] {
  if ((dataset?.shape ?? output?.shape) === 'histogram') return ['histogram', 'heat', 'chart'];
  const stacks = output?.keys.some(isStack) === true && output.value.kind === 'count';
  return stacks ? ['flame', 'table', 'chart'] : ['table', 'chart'];
}
