import { bpftraceEngine } from './bpftrace/engine.ts';
import type { Engine } from './engine.ts';

/** Every engine, by the language of the programs it runs. */
export const engines: Readonly<Record<'bpftrace', Engine>> = { bpftrace: bpftraceEngine };
