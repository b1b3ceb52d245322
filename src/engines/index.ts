import type { Language } from '../core/program.ts';
import { bpftraceEngine } from './bpftrace/engine.ts';
import type { Engine } from './engine.ts';

/** The engine that is always there. */
export const engines: Readonly<Record<'bpftrace', Engine>> = { bpftrace: bpftraceEngine };

/** Every other engine, by the language of the programs it runs: imported when the first of them is run. */
const others: Readonly<Partial<Record<Language, () => Promise<Engine>>>> = {
  wasm: async () => (await import('./wasm/engine.ts')).wasmEngine,
};

/** What runs programs of a language. */
export async function engineOf(language: Language): Promise<Engine> {
  if (language === 'bpftrace') return bpftraceEngine;
  const open = others[language];
  if (open === undefined) throw new Error(`no engine for ${language}`);
  return await open();
}
