import { constants } from 'node:os';
import type { BpfObject, BpfProgram } from '../../core/bpf-object.ts';
import type { Attachment } from '../../core/program.ts';
import type { Host } from '../../system/host.ts';
import { interfaceOf } from './interfaces.ts';
import type { Libbpf, Pointer } from './library.ts';
import type { OpenObject } from './open.ts';
import { USUAL_HZ } from './places.ts';
import { openClock } from './sampling.ts';
import { attachTraffic, linkOptions, type Undo } from './traffic-control.ts';
import type { Failure } from './voice.ts';

export interface Attached {
  readonly ok: true;
  /** How many programs were attached. */
  readonly count: number;
  /** What was not attached, and where what could have been attached elsewhere is. */
  readonly warnings: readonly string[];
  detach(): void;
}

/** What an XDP or tc program may be attached with in place of its driver: before the network stack, on any interface (XDP_FLAGS_SKB_MODE). */
const GENERIC = 2;
const XDP = 37;
const EBUSY = 16;
const EEXIST = 17;
const ENODEV = 19;

/** Attaches each program where its section says, or else where it is told to. Where one fails none stays attached. */
export function attachPrograms(
  object: OpenObject,
  description: BpfObject,
  where: Attachment,
  host: Host,
): Attached | Failure | { readonly ok: false; readonly message: string } {
  const { bpf, programs, voice } = object;
  const undos: Undo[] = [];
  const warnings: string[] = [];
  let count = 0;
  const detach = (): void => {
    for (const undo of undos.splice(0).reverse()) voice.during(bpf, undo);
  };
  for (const program of programs) {
    const described = description.programs.find(({ name }) => name === program.name);
    // A section that begins with `?` is for who asks for it.
    if (described === undefined || !bpf.programAutoload(program.at)) continue;
    const way = wayOf(bpf, described, where, host);
    if (way.kind === 'none') {
      warnings.push(`${program.name} is loaded and not attached: ${way.why}`);
      continue;
    }
    if (way.kind !== 'way') {
      detach();
      return { ok: false, message: `program ${program.name} cannot be attached: ${way.why}` };
    }
    const attached = voice.during(bpf, () => way.attach(program.at));
    if (typeof attached === 'number') {
      detach();
      const told = refusedAt(described, attached);
      if (told !== undefined) return { ok: false, message: told };
      return voice.failure(`cannot be attached${way.at === undefined ? '' : ` to ${way.at}`}`, attached, { name: program.name, log: '' });
    }
    undos.push(...attached);
    if (way.note !== undefined) warnings.push(`${program.name} ${way.note}`);
    count++;
  }
  return { ok: true, count, warnings, detach };
}

/** What the kernel means that takes a program and refuses to attach it to its tracepoint: it looks only then how long the records there are. */
export function refusedAt({ name, type, attachPoint }: Pick<BpfProgram, 'name' | 'type' | 'attachPoint'>, errno: number): string | undefined {
  if (type !== 'tracepoint' || Math.abs(errno) !== constants.errno.EACCES) return undefined;
  return `program ${name} cannot be attached to ${attachPoint}: it reads its argument beyond the fields of that tracepoint, so the argument is not of the struct of that tracepoint`;
}

/** What libbpf attaches by itself, once their section names where. */
const NEED_TARGETS: readonly string[] = ['kprobe', 'tracepoint', 'raw_tracepoint', 'tracing', 'lsm'];

type Way =
  | { readonly kind: 'way'; readonly at?: string; readonly note?: string; attach(program: Pointer): readonly Undo[] | number }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'impossible'; readonly why: string };

function wayOf(bpf: Libbpf, { autoAttach, type, target, section }: BpfProgram, where: Attachment, host: Host): Way {
  if (autoAttach) return { kind: 'way', attach: (program) => linked(bpf, bpf.attach(program)) };
  switch (type) {
    case 'perf_event':
      return { kind: 'way', attach: (program) => attachClocks(bpf, program, where.hz ?? USUAL_HZ) };
    case 'xdp':
    case 'sched_cls':
    case 'sched_act': {
      const place = interfaceOf(bpf, host, where.interface);
      if (typeof place === 'string') return { kind: 'impossible', why: place };
      const direction = where.direction ?? (/egress/.test(section) ? 'egress' : 'ingress');
      return {
        kind: 'way',
        at: place.name,
        ...(where.interface === undefined ? { note: `is attached to ${place.name}; gpttrace run --set interface=NAME attaches it to another` } : {}),
        attach: (program) => (type === 'xdp' ? attachXdp(bpf, program, place.index) : one(attachTraffic(bpf, program, place.index, direction))),
      };
    }
    default:
      return {
        kind: 'none',
        why: target === '' && NEED_TARGETS.includes(type) ? `SEC("${section}") names no target` : `gpttrace attaches no programs of type ${type}`,
      };
  }
}

/** By the interface's driver where that can; before the network stack where it cannot. */
function attachXdp(bpf: Libbpf, program: Pointer, index: number): readonly Undo[] | number {
  const link = bpf.attachXdp(program, index);
  if (link !== null) return linked(bpf, link);
  const errno = bpf.errno();
  if (errno === EBUSY || errno === EEXIST) return errno;
  const fd = bpf.linkCreate(bpf.programFd(program), index, XDP, linkOptions(GENERIC));
  return fd < 0 ? errno : [() => bpf.closeFd(fd)];
}

/** On every processor that is there, so many times a second. */
function attachClocks(bpf: Libbpf, program: Pointer, hz: number): readonly Undo[] | number {
  const undos: Undo[] = [];
  let errno = 0;
  for (let cpu = 0; cpu < bpf.possibleCpus(); cpu++) {
    const fd = openClock(bpf, cpu, hz);
    const link = fd < 0 ? null : bpf.attachPerfEvent(program, fd);
    if (link !== null) {
      // With the link goes its event.
      undos.push(() => bpf.destroyLink(link));
      continue;
    }
    errno = bpf.errno();
    // A processor may be possible and not be there.
    if (fd < 0 && errno === ENODEV) continue;
    if (fd >= 0) bpf.closeFd(fd);
    for (const undo of undos) undo();
    return errno;
  }
  return undos.length === 0 ? errno : undos;
}

function linked(bpf: Libbpf, link: Pointer): readonly Undo[] | number {
  return link === null ? bpf.errno() : [() => bpf.destroyLink(link)];
}

function one(undo: Undo | number): readonly Undo[] | number {
  return typeof undo === 'number' ? undo : [undo];
}
