/** What was seen, in the view that is chosen. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { namesFrom } from '../../src/views/recorded-names.ts';
import { visible } from '../../src/views/values.ts';
import type { Seen } from '../run.ts';
import { wordsIn } from '../words.ts';
import { FlameView } from './flame.tsx';
import { HeatView } from './heat.tsx';
import { HistogramView } from './histogram.tsx';
import { LogView } from './log.tsx';
import { SeriesView } from './series.tsx';
import { TableView } from './table.tsx';
import { type Tab, tabsOf } from './tabs.ts';

export function Panel({ seen: raw, language, live }: { readonly seen: Seen; readonly language: string; readonly live: boolean }) {
  const w = wordsIn(language);
  const seen = useMemo(() => withVisibleTitles(raw), [raw]);
  const chosen = useSignal('');
  const names = useMemo(() => namesFrom(seen.names), [seen.names]);
  const tabs = tabsOf(seen);
  const tab = tabs.find(({ id }) => id === chosen.value) ?? tabs[0];
  if (tab === undefined) return <p class="dim empty">{live ? w.waiting : w.nothingSeen}</p>;
  const choose = (at: number, focus: boolean) => {
    const next = tabs[(at + tabs.length) % tabs.length];
    if (next === undefined) return;
    chosen.value = next.id;
    if (focus) document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="panel">
      <div role="tablist" aria-label={w.views} class="tabs">
        {tabs.map((one, at) => (
          <button
            key={one.id}
            type="button"
            role="tab"
            id={`tab-${one.id}`}
            aria-selected={one === tab}
            aria-controls="view"
            tabIndex={one === tab ? 0 : -1}
            onClick={() => choose(at, false)}
            onKeyDown={({ key }) => {
              if (key === 'ArrowRight') choose(at + 1, true);
              else if (key === 'ArrowLeft') choose(at - 1, true);
            }}
          >
            {labelOf(one, tabs, language)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="view" aria-labelledby={`tab-${tab.id}`}>
        <View tab={tab} seen={seen} names={names} language={language} live={live} />
      </div>
    </div>
  );
}

/** A title is the name of a map, or a program's own words. */
function withVisibleTitles(seen: Seen): Seen {
  const titled = <T extends { readonly title: string }>(one: T): T => {
    const title = visible(one.title);
    return title === one.title ? one : { ...one, title };
  };
  return { ...seen, datasets: seen.datasets.map(titled), series: seen.series.map(titled), heatMaps: seen.heatMaps.map(titled) };
}

/** With its title where there are several of a kind. */
function labelOf(tab: Tab, tabs: readonly Tab[], language: string): string {
  const label = wordsIn(language)[tab.kind];
  if (tabs.filter(({ kind }) => kind === tab.kind).length === 1) return label;
  const title = 'table' in tab ? tab.table.title : 'histogram' in tab ? tab.histogram.title : 'stacks' in tab ? tab.stacks.title : '';
  return `${label}: ${title}`;
}

interface ViewProps {
  readonly tab: Tab;
  readonly seen: Seen;
  readonly names: ReturnType<typeof namesFrom>;
  readonly language: string;
  readonly live: boolean;
}

function View({ tab, seen, names, language, live }: ViewProps) {
  switch (tab.kind) {
    case 'table':
    case 'rows':
      return <TableView key={tab.id} table={tab.table} names={names} language={language} live={live} />;
    case 'histogram':
      return <HistogramView key={tab.id} histogram={tab.histogram} names={names} language={language} />;
    case 'flame':
      return <FlameView key={tab.id} stacks={tab.stacks} names={names} language={language} />;
    case 'series':
      return <SeriesView series={seen.series} names={names} language={language} />;
    case 'heat':
      return <HeatView heatMaps={seen.heatMaps} names={names} language={language} />;
    case 'log':
      return <LogView texts={seen.texts} language={language} />;
  }
}
