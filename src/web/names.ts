/** What numbers in events are called: told once a page, with the first events they are in. */
import type { TraceEvent } from '../core/events.ts';
import { NAMED_KINDS, type RecordedNames, type ValueNames } from '../core/names.ts';
import type { Column, Output } from '../core/program.ts';
import type { Numbered } from '../line/runs/log.ts';
import { namesIn } from '../views/recorded-names.ts';

type Rows = readonly (readonly (string | number | bigint | boolean | null)[])[];

/** More names than these are not looked up for one page. */
const MOST_TOLD = 20_000;

export class NameTeller {
  readonly #names: ValueNames;
  readonly #told = new Set<string>();
  /** What a tool has said of its tables, beside the program's. */
  readonly #more: Output[] = [];

  constructor(names: ValueNames) {
    this.#names = names;
  }

  /** Undefined where there is nothing new. */
  tell(events: readonly Numbered[], outputs: readonly Output[]): RecordedNames | undefined {
    const fresh: Partial<Record<keyof ValueNames, Record<string, string>>> = {};
    for (const { event } of events) {
      if (event.type === 'output') this.#more.push(event.output);
      const known = [...outputs, ...this.#more];
      const found =
        event.type === 'answer' ? namesIn(event.datasets, this.#names) : event.type === 'row' || hasEntries(event) ? this.#namesOf(event, known) : undefined;
      for (const [kind, named] of Object.entries(found ?? {})) {
        for (const [number, name] of Object.entries(named)) {
          const key = `${kind} ${number}`;
          if (this.#told.has(key) || this.#told.size >= MOST_TOLD) continue;
          this.#told.add(key);
          const of = kind as keyof ValueNames;
          fresh[of] = { ...fresh[of], [number]: name };
        }
      }
    }
    return Object.keys(fresh).length === 0 ? undefined : fresh;
  }

  #namesOf(event: TraceEvent, outputs: readonly Output[]): RecordedNames | undefined {
    if (event.type === 'snapshot') return this.#namesOf(event.map, outputs);
    if (event.type === 'row') {
      const output = outputs.find((one) => one.shape === 'rows' && one.statement === event.statement);
      return output?.shape === 'rows' ? this.#lookUp(output.columns, [event.values]) : undefined;
    }
    if (!('entries' in event)) return undefined;
    const output = outputs.find((one) => one.shape !== 'rows' && one.map === event.map);
    if (output === undefined || output.shape === 'rows') return undefined;
    const rows = event.entries.map((entry) => [...entry.key, ...('value' in entry && !Array.isArray(entry.value) ? [entry.value as string | number] : [])]);
    return this.#lookUp([...output.keys, output.value], rows);
  }

  #lookUp(columns: readonly Column[], rows: Rows): RecordedNames | undefined {
    if (!columns.some(({ kind }) => NAMED_KINDS.has(kind))) return undefined;
    return namesIn([{ shape: 'table', title: '', columns, rows, seen: rows.length }], this.#names);
  }
}

function hasEntries(event: Numbered['event']): event is Extract<TraceEvent, { type: 'snapshot' } | { entries: unknown }> {
  return event.type === 'snapshot' || 'entries' in event;
}
