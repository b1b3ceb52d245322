/** How QEMU is called for a guest, and what the host can do for it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { shellQuote } from '../shell.ts';
import type { Guest, GuestSettings } from './guest.ts';

/** Slots of the agent in the guest: the first is ours, the others run what callers start. */
export const SLOTS: readonly string[] = ['s0', 's1', 's2', 's3'];
/** The first descriptor a child of ours inherits behind the standard ones. */
const FIRST_FD = 3;

/** The sockets QEMU inherits, in the order of their descriptors. */
export const SOCKETS: readonly string[] = ['qmp', 'console', 'terminal', ...SLOTS.flatMap((slot) => [slot, `${slot}.out`, `${slot}.err`])];

/** /dev/kvm can be there where it does not work, as in some virtual machines; one of these modules drives a real one. */
export function accelerator(): Guest['accelerator'] {
  const drives = ['kvm_intel', 'kvm_amd'].some((module) => existsSync(`/sys/module/${module}`));
  return drives && existsSync('/dev/kvm') ? 'kvm' : 'tcg';
}

/** The command line that starts a guest. Everything that is not named is left out of the machine. */
export function qemuArguments(settings: GuestSettings): string[] {
  const { images, memoryMiB, saved } = settings;
  // An emulated processor that promises cmpxchg16b makes one boot in ten hang (QEMU 7.2).
  const processor = accelerator() === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg', '-cpu', 'max,-cx16'];
  return [
    ...processor,
    ...['-M', 'microvm', '-m', String(memoryMiB), '-smp', '1'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-kernel', images.kernel, '-initrd', images.initrd, '-append', kernelArguments()],
    ...SOCKETS.flatMap((name, index) => ['-chardev', `socket,id=${name},fd=${FIRST_FD + index}`]),
    ...['-mon', 'chardev=qmp,mode=control', '-serial', 'chardev:console'],
    ...['-device', 'virtio-serial-device,max_ports=16'],
    // The first port of a virtio console is a terminal, hvc0 in the guest.
    ...['-device', 'virtconsole,chardev=terminal,nr=0'],
    ...SOCKETS.slice(3).flatMap((name, index) => ['-device', `virtserialport,chardev=${name},name=${name},nr=${index + 1}`]),
    ...images.disks.flatMap(({ name, path }) => [
      ...['-drive', `file=${escapeComma(path)},format=raw,if=none,id=${name},snapshot=on`],
      ...['-device', `virtio-blk-device,drive=${name},serial=${name}`],
    ]),
    ...(saved === undefined ? [] : ['-incoming', `exec:cat ${shellQuote(saved)}`]),
  ];
}

/** A comma separates options; doubled it stands for itself (man qemu-system). */
function escapeComma(path: string): string {
  return path.replaceAll(',', ',,');
}

function kernelArguments(): string {
  // A crash of the kernel ends the guest at once, and -no-reboot ends QEMU.
  const common = 'console=ttyS0 quiet panic=-1 oops=panic reboot=t';
  if (accelerator() === 'kvm') return common;
  // An emulated clock is too coarse for the kernel to measure the processor's by: told, it boots every time. Nor can it watch over that one: on a busy host it
  // would take it for broken, and tell the time in steps of 4 ms.
  const kilohertz = clockKilohertz();
  return `${common} no_timer_check tsc=reliable${kilohertz === undefined ? '' : ` tsc_early_khz=${kilohertz}`}`;
}

let measured: number | undefined;

/** The rate of this processor's time stamp counter, which an emulated one shares. */
function clockKilohertz(): number | undefined {
  measured ??= fromKernelLog() ?? fromProcessorName();
  return measured;
}

function fromKernelLog(): number | undefined {
  try {
    const log = execFileSync('dmesg', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 16 * 1024 * 1024, timeout: 2_000 });
    const megahertz = /tsc: (?:Refined TSC clocksource calibration:|Detected) ([\d.]+) MHz/.exec(log)?.[1];
    return megahertz === undefined ? undefined : Math.round(Number(megahertz) * 1000);
  } catch {
    return undefined;
  }
}

/** The name says the rate the counter runs at; "cpu MHz" is how fast the processor happens to be at the moment. */
function fromProcessorName(): number | undefined {
  try {
    const text = readFileSync('/proc/cpuinfo', 'utf8');
    const gigahertz = /^model name.*@ ([\d.]+)GHz/m.exec(text)?.[1];
    if (gigahertz !== undefined) return Math.round(Number(gigahertz) * 1e6);
    const megahertz = /^cpu MHz\s*: ([\d.]+)/m.exec(text)?.[1];
    return megahertz === undefined ? undefined : Math.round(Number(megahertz) * 1000);
  } catch {
    return undefined;
  }
}
