/**
 * Programs at the traffic control of an interface. Since Linux 6.6 by a link (tcx), which ends with the process, however that ends; before that as a filter of a clsact
 * queue, which stays until somebody takes it away.
 */
import type { Libbpf, Pointer } from './library.ts';

/** enum bpf_attach_type. */
const TCX_INGRESS = 46;
const TCX_EGRESS = 47;
/** enum bpf_tc_attach_point. */
const INGRESS = 1;
const EGRESS = 2;
const EEXIST = 17;

export type Direction = 'ingress' | 'egress';
export type Undo = () => void;

/** How to take it away again; the errno where it could not be attached. */
export function attachTraffic(bpf: Libbpf, program: Pointer, index: number, direction: Direction): Undo | number {
  const fd = bpf.linkCreate(bpf.programFd(program), index, direction === 'egress' ? TCX_EGRESS : TCX_INGRESS, linkOptions(0));
  return fd >= 0 ? () => bpf.closeFd(fd) : attachFilter(bpf, program, index, direction);
}

/** struct bpf_link_create_opts up to and with its flags. */
export function linkOptions(flags: number): Buffer {
  const options = Buffer.alloc(16);
  options.writeBigUInt64LE(16n);
  options.writeUInt32LE(flags, 8);
  return options;
}

/** Interfaces whose clsact queue is ours, and how many of our filters are in it. */
const ours = new Map<number, number>();
/** What a process that ends has not taken away yet. */
const left = new Set<Undo>();

function undoAll(): void {
  for (const undo of left) undo();
}

/** On kernels without tcx. The queue is taken away with the last filter of ours, if it was we who made it. */
export function attachFilter(bpf: Libbpf, program: Pointer, index: number, direction: Direction): Undo | number {
  const hook = hookOf(index, direction === 'egress' ? EGRESS : INGRESS);
  const made = bpf.tcHookCreate(hook);
  if (made < 0 && -made !== EEXIST) return made;
  if (made === 0) ours.set(index, 0);
  const options = Buffer.alloc(32);
  options.writeBigUInt64LE(32n);
  options.writeInt32LE(bpf.programFd(program), 8);
  // Written into it: the handle and priority that the kernel chose.
  const attached = bpf.tcAttach(hook, options);
  if (attached < 0) {
    if (ours.get(index) === 0) destroy(bpf, index);
    return attached;
  }
  if (ours.has(index)) ours.set(index, (ours.get(index) ?? 0) + 1);
  const undo = (): void => {
    if (!left.delete(undo)) return;
    if (left.size === 0) process.off('exit', undoAll);
    options.fill(0, 8, 20);
    bpf.tcDetach(hook, options);
    if (!ours.has(index)) return;
    const others = (ours.get(index) ?? 1) - 1;
    ours.set(index, others);
    if (others === 0) destroy(bpf, index);
  };
  if (left.size === 0) process.on('exit', undoAll);
  left.add(undo);
  return undo;
}

function destroy(bpf: Libbpf, index: number): void {
  ours.delete(index);
  bpf.tcHookDestroy(hookOf(index, INGRESS | EGRESS));
}

/** struct bpf_tc_hook. */
function hookOf(index: number, point: number): Buffer {
  const hook = Buffer.alloc(24);
  hook.writeBigUInt64LE(24n);
  hook.writeInt32LE(index, 8);
  hook.writeInt32LE(point, 12);
  return hook;
}
