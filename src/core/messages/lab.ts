/** What is said of the lab and its guests. */
import { Exit } from '../exit.ts';
import { megabytes } from '../megabytes.ts';
import type { Message } from '../problem.ts';

export const labMessages = {
  notBuilt: (): Message => ({ code: 'not-built', exit: Exit.internal, message: 'the library has not been built', hints: ['npm run build'] }),
  sandboxFailed: (guest: string, how: 'rejected' | 'crashed' | 'hung' | 'killed-guest', said: string, otherVersion: string | undefined): Message => ({
    code: `sandbox-${how}`,
    exit: Exit.sandboxFailed,
    message: {
      rejected: `nothing was run here: in the guest ${guest} bpftrace did not accept the program: ${said}`,
      crashed: `nothing was run here: in the guest ${guest} bpftrace ended unexpectedly: ${said}`,
      hung: `nothing was run here: in the guest ${guest} the program did not come to an end: ${said}`,
      'killed-guest': `nothing was run here: the program brought down the guest ${guest}: ${said}`,
    }[how],
    hints: [
      ...(otherVersion === undefined
        ? []
        : [`the guest has another bpftrace than this machine (${otherVersion}); gpttrace lab list shows what guests there are`]),
      'run it in the guest alone to look at it: gpttrace lab run FILE.bt',
    ],
  }),
  noGuests: (stale: readonly string[]): Message => ({
    code: 'no-guests',
    exit: Exit.notAble,
    message: stale.length === 0 ? 'there is no guest: none has been built yet' : `the guests of the lab cannot be used as they are: ${stale.join(', ')}`,
    hints: stale.length === 0 ? ['build one: gpttrace lab build'] : [`build them again: gpttrace lab build ${stale.join(' ')}`],
  }),
  unproven: (why: string): Message => ({
    code: 'unproven',
    exit: Exit.notConsented,
    message: `nothing was run: ${why}`,
    hints: ['leave out --sandbox to run it untried', 'leave out --yes to be asked', 'choose another guest with --guest; gpttrace lab list shows what there is'],
  }),
  noGuest: (text: string, near: readonly string[], known: { readonly kernels: readonly string[]; readonly tracers: readonly string[] }): Message => ({
    code: 'no-guest',
    exit: Exit.usage,
    message: `there is no guest called ${JSON.stringify(text)}`,
    hints: [
      ...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []),
      `a guest is a kernel (${known.kernels.join(', ')}), or a kernel and a bpftrace (${known.tracers.join(', ')}): 6.12 or 6.12+0.23`,
    ],
  }),
  guestNotBuilt: (name: string, why: string): Message => ({
    code: 'guest-not-built',
    exit: Exit.notAble,
    message: `guest ${name} cannot be started: ${why}`,
    hints: [`gpttrace lab build ${name}`],
  }),
  guestFailed: (name: string, why: string): Message => ({
    code: 'guest-failed',
    exit: Exit.notAble,
    message: `guest ${name} does not come up: ${why}`,
    hints: ['try it once more; where that does not help, build it anew:', `gpttrace lab rm ${name} && gpttrace lab build ${name}`],
  }),
  guestGone: (name: string, why: string): Message => ({
    code: 'guest-gone',
    exit: Exit.tracerFailed,
    message: `guest ${name} ended: ${why}`,
    hints: ['nothing of it is left; the next one starts as fresh as this one did'],
  }),
  noLabCommand: (word: string, near: readonly string[]): Message => ({
    code: 'no-lab-command',
    exit: Exit.usage,
    message: `the lab has no command ${JSON.stringify(word)}`,
    hints: [...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []), 'gpttrace lab --help shows what there is'],
  }),
  labRemoveWhat: (built: readonly string[]): Message => ({
    code: 'lab-remove-what',
    exit: Exit.usage,
    message: 'no guest is named that is to be removed',
    hints: [builtHint(built), 'gpttrace lab rm --all removes them all'],
  }),
  labNotThere: (name: string, built: readonly string[]): Message => ({
    code: 'guest-not-there',
    exit: Exit.usage,
    message: `there is no guest ${name} to remove: it has not been built`,
    hints: [builtHint(built)],
  }),
  labNoConsent: (): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: 'nothing was removed: there is no terminal to ask on',
    hints: ['add --yes to remove without being asked'],
  }),
  labNoQemu: (name: string, install: string): Message => ({
    code: 'no-qemu',
    exit: Exit.notAble,
    message: `guest ${name} cannot be started: QEMU is not installed`,
    hints: [`install it: ${install}`],
  }),
  labArchitecture: (arch: string): Message => ({
    code: 'lab-architecture',
    exit: Exit.notAble,
    message: `the lab has guests for x86-64 machines only, and this one is ${arch}`,
    hints: ['programs can be checked for another machine without a guest: gpttrace check --facts FILE'],
  }),
  labNeedsApt: (): Message => ({
    code: 'lab-needs-apt',
    exit: Exit.notAble,
    message: 'guests are built from packages of Debian, and this system has no apt to fetch them with',
    hints: ['build them on Debian, or in a container of it, and copy the directory that GPTTRACE_LAB names (~/.cache/gpttrace/lab without it)'],
  }),
  labNeeds: (packages: readonly string[], install: string): Message => ({
    code: 'lab-needs',
    exit: Exit.notAble,
    message: `building guests needs ${packages.join(', ')}, which ${packages.length === 1 ? 'is' : 'are'} not installed`,
    hints: [`install: ${install}`, ...(install.startsWith('sudo') ? [] : ['gpttrace lab build --yes installs what is missing'])],
  }),
  labInstallFailed: (install: string, said: string): Message => ({
    code: 'lab-install-failed',
    exit: Exit.notAble,
    message: `what the lab needs could not be installed: ${said}`,
    hints: [`see what it says: ${install}`],
  }),
  labNeedsRoom: (directory: string, needed: number, free: number): Message => ({
    code: 'lab-needs-room',
    exit: Exit.file,
    message: `building this guest takes up to ${megabytes(needed)}, and the disk of ${directory} has ${megabytes(free)} free`,
    hints: ['gpttrace lab rm removes guests', 'GPTTRACE_LAB=DIRECTORY keeps them elsewhere'],
  }),
  labDiskFull: (directory: string): Message => ({
    code: 'lab-disk-full',
    exit: Exit.file,
    message: `the disk of ${directory} is full; what was half done has been removed`,
    hints: ['gpttrace lab rm removes guests', 'GPTTRACE_LAB=DIRECTORY keeps them elsewhere'],
  }),
  labUnwritable: (directory: string, why: string): Message => ({
    code: 'lab-unwritable',
    exit: Exit.file,
    message: `cannot write to ${directory}: ${why}`,
    hints: ['GPTTRACE_LAB=DIRECTORY keeps guests elsewhere'],
  }),
  labPackages: (mirror: string, suite: string, said: string): Message => ({
    code: 'lab-packages',
    exit: Exit.notAble,
    message: `packages of Debian ${suite} cannot be had from ${mirror}: ${said}`,
    hints: ['what was fetched is kept: run it again to go on', 'GPTTRACE_LAB_MIRROR=URL fetches from another mirror'],
  }),
  labNoSeries: (what: string, seen: ReadonlyMap<string, readonly string[]>): Message => ({
    code: 'lab-no-series',
    exit: Exit.notAble,
    message: `Debian has no ${what} any more`,
    hints: [
      `there is ${[...seen].map(([suite, series]) => `${series.join(', ') || 'none'} in ${suite}`).join('; ')}`,
      'gpttrace lab shows the guests there are to choose from',
    ],
  }),
  labStrangePackage: (file: string, why: string): Message => ({
    code: 'lab-strange-package',
    exit: Exit.notAble,
    message: `no guest can be made of ${file}: ${why}`,
    hints: ['choose another guest: gpttrace lab'],
  }),
  labStepFailed: (said: string): Message => ({
    code: 'lab-step-failed',
    exit: Exit.notAble,
    message: `the guest could not be built: ${said}`,
    hints: ['run it again; what is built already is not built again'],
  }),
} as const;

function builtHint(built: readonly string[]): string {
  return built.length === 0 ? 'none has been built' : `built are: ${built.join(', ')}`;
}
