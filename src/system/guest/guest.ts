/** A virtual machine that was booted for a while: what runs in it, and how it ends. */
import type { Duplex, Readable } from 'node:stream';
import type { RunOptions, RunResult } from '../host.ts';

/** Something to start a guest from. */
export interface GuestImages {
  /** A kernel as a boot loader takes it. */
  readonly kernel: string;
  /** The initial file system, see lab/init.sh. */
  readonly initrd: string;
  /** Its disks, told apart in the guest by their names (at most 20 characters). None is ever written to: what the guest writes is thrown away with it. */
  readonly disks: readonly GuestDisk[];
}

/** A disk, and the image it is read from. */
export interface GuestDisk {
  readonly name: 'root' | 'modules' | 'tools' | 'scratch';
  readonly path: string;
}

/** How a guest is started. */
export interface GuestSettings {
  readonly images: GuestImages;
  /** Where QEMU stands. */
  readonly qemu: string;
  readonly memoryMiB: number;
  /** A state that `save` wrote with these very settings: the guest goes on from there instead of booting. */
  readonly saved?: string;
  /** Ends a guest that is still booting. */
  readonly signal?: AbortSignal;
}

/** A process in the guest. */
export interface GuestProcess {
  /** Its process id in the guest, once it runs. Rejects where it never did. */
  readonly pid: Promise<number>;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** `failure` where the guest went away before the process ended. */
  readonly exited: Promise<{ readonly status: number | null; readonly failure?: string }>;
  /** To the process and all it started that is in its session. */
  signal(name: 'INT' | 'TERM' | 'KILL' | 'USR1'): void;
}

/** A guest that runs. */
export interface Guest {
  /** `kvm` where the processor runs the guest itself, `tcg` where QEMU emulates one, which takes ten to twenty times as long. */
  readonly accelerator: 'kvm' | 'tcg';
  /** Starts a shell script (busybox ash), its input empty. At most three at a time. */
  start(script: string): GuestProcess;
  /** Runs a shell script to its end. Never throws: where the guest goes away, `failure` says how. */
  run(script: string, options?: Pick<RunOptions, 'timeout'>): Promise<RunResult>;
  /** The host's end of a terminal, which is /dev/hvc0 in the guest. */
  readonly terminal: Duplex;
  /** Writes the guest's state to a file, from which other guests can go on. The guest itself is over then. Throws an Error where it cannot. */
  save(path: string): Promise<void>;
  /** Ends the guest at once, whatever it does. */
  close(): void;
  /** How it ended, and what its kernel said last where it was not us who ended it. */
  readonly ended: Promise<GuestEnd>;
}

/** How a guest ended. */
export interface GuestEnd {
  /** `closed` by us, `powered-off` from inside, `panicked`, or QEMU itself `failed`. */
  readonly how: 'closed' | 'powered-off' | 'panicked' | 'failed';
  /** One line for a person; untrusted text. */
  readonly says: string;
}
