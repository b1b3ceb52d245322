/** Which of the kernel's BPF programs is which program of a compiled object: libbpf loads them in the order in which they lie there. */
import { lookup } from '../../core/lookup.ts';
import type { Program } from '../../core/program.ts';
import type { HitsReader } from '../../engines/bpftrace/hits.ts';
import { readObject } from '../../object/read.ts';
import type { BpfProgram } from '../../system/cost.ts';

/** `bpf_prog_type` (include/uapi/linux/bpf.h). */
const TYPES: Readonly<Record<string, number>> = {
  socket_filter: 1,
  kprobe: 2,
  sched_cls: 3,
  sched_act: 4,
  tracepoint: 5,
  xdp: 6,
  perf_event: 7,
  raw_tracepoint: 17,
  raw_tracepoint_writable: 24,
  tracing: 26,
  lsm: 29,
};

/** What tells how often each program of the object ran: nothing where the kernel's are not as many, or of other kinds, so that they cannot be told apart. */
export function objectHits({ language, binary }: Program): HitsReader {
  if (language === 'wasm' || binary === undefined) return () => [];
  const read = readObject(Buffer.from(binary, 'base64'));
  const expected = read.ok ? read.object.description.programs.filter(({ section }) => !section.startsWith('?')) : [];
  return (programs) => {
    const own = [...programs].sort((a, b) => a.id - b.id);
    if (own.length !== expected.length || !own.every((one, at) => isOfType(one, expected[at]?.type))) return [];
    return own.map(({ runs, nanoseconds }, at) => ({ attachPoint: expected[at]?.attachPoint ?? '', runs, nanoseconds }));
  };
}

function isOfType({ type }: BpfProgram, wanted: string | undefined): boolean {
  const number = wanted === undefined ? undefined : lookup(TYPES, wanted);
  return number === undefined || number === type;
}
