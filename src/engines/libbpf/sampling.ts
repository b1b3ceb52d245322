import type { Libbpf } from './library.ts';

/** Of struct perf_event_attr (man 2 perf_event_open). */
const ATTRIBUTES = 112;
const SOFTWARE = 1;
const CPU_CLOCK = 0n;
/** `sample_period` is a frequency. */
const FREQUENCY = 1n << 10n;
const CLOSE_ON_EXEC = 8;

/** An event that comes so many times a second on one processor, whatever runs there; negative where it cannot be opened. */
export function openClock(bpf: Libbpf, cpu: number, hz: number): number {
  const attributes = Buffer.alloc(ATTRIBUTES);
  attributes.writeUInt32LE(SOFTWARE, 0);
  attributes.writeUInt32LE(ATTRIBUTES, 4);
  attributes.writeBigUInt64LE(CPU_CLOCK, 8);
  attributes.writeBigUInt64LE(BigInt(hz), 16);
  attributes.writeBigUInt64LE(FREQUENCY, 40);
  return bpf.perfEventOpen(attributes, -1, cpu, -1, CLOSE_ON_EXEC);
}
