import { editDistance } from '../core/distance.ts';
import { Exit } from '../core/exit.ts';
import { megabytes } from '../core/megabytes.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { buildGuests } from '../lab/build.ts';
import { type GuestName, guestText, KERNELS, matrix, parseGuest, TRACERS } from '../lab/catalogue.ts';
import { installPackages } from '../lab/install.ts';
import { builtNames, listGuests } from '../lab/list.ts';
import { holdLock } from '../lab/lock.ts';
import { installCommandOf, missingPackages } from '../lab/needs.ts';
import { type LabPlaces, labDirectory, placesIn } from '../lab/place.ts';
import { removeGuests } from '../lab/remove.ts';
import { guestToBuildHere } from '../line/guests.ts';
import { localMachine } from '../local.ts';
import { padEnd } from '../views/layout.ts';
import { showBuild } from './lab-progress.ts';
import { agree } from './question.ts';
import { interruptible } from './signals.ts';
import { canAsk } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Flags of the commands that build, list and remove guests. */
export interface LabFlags {
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `gpttrace lab build [GUEST...]`. */
export async function labBuildCommand(texts: readonly string[], flags: LabFlags): Promise<Exit> {
  const { host } = localMachine();
  const named = texts.map(parseGuest);
  return interruptible(STOPPED, async (signal) => {
    const missing = missingPackages(host);
    if (missing.length > 0) {
      const install = installCommandOf(host, missing);
      const agreed =
        host.uid === 0 && (flags.yes === true || (canAsk() && (await agree(spoken(`install ${missing.join(', ')} on this machine? [y/N] `), signal))));
      if (!agreed) throw new Problem(messages.labNeeds(missing, install));
      process.stderr.write(`gpttrace: ${install}\n`);
      await installPackages(missing, host, signal);
    }
    const names = flags.all === true ? matrix() : named.length > 0 ? named : [await guestToBuildHere()];
    const show = showBuild(flags.json ?? false);
    try {
      await buildGuests(names, host, show.event, signal);
    } finally {
      show.done();
    }
    return Exit.answered;
  });
}

/** `gpttrace lab list`. */
export function labListCommand(json: boolean): Exit {
  const entries = listGuests(places());
  if (json) process.stdout.write(`${JSON.stringify(entries.map(({ name, ...rest }) => ({ name: guestText(name), ...rest })))}\n`);
  else process.stdout.write(`${[...describe(entries), ...choices()].join('\n')}\n`);
  return Exit.answered;
}

/** For `gpttrace lab WORD`, where the word is none of these commands. */
export function noLabCommand(word: string, commands: readonly string[]): Problem {
  const near = commands.filter((command) => editDistance(word, command, 2) <= 2);
  return new Problem(messages.noLabCommand(word, near));
}

/** `gpttrace lab rm [GUEST...]`. */
export async function labRemoveCommand(texts: readonly string[], flags: LabFlags): Promise<Exit> {
  const named = texts.map(parseGuest);
  if (named.length === 0 && flags.all !== true) throw new Problem(messages.labRemoveWhat(builtNames(places()).map(guestText)));
  return interruptible(STOPPED, async (signal) => {
    const place = places();
    const gone = flags.all === true ? builtNames(place) : named;
    const absent = gone.find((name) => !builtNames(place).some((built) => guestText(built) === guestText(name)));
    if (absent !== undefined) throw new Problem(messages.labNotThere(guestText(absent), builtNames(place).map(guestText)));
    const what = flags.all === true ? spoken('all guests') : gone.map(guestText).join(', ');
    if (flags.yes !== true && !canAsk()) throw new Problem(messages.labNoConsent());
    if (flags.yes !== true && !(await agree(spoken(`remove ${what}? [y/N] `), signal))) return Exit.notConsented;
    const release = await holdLock(
      place.root,
      (pid) => process.stderr.write(spoken(`gpttrace: waiting for another gpttrace that builds here (process ${pid})\n`)),
      signal,
    );
    try {
      const bytes = removeGuests(place, flags.all === true ? 'all' : gone);
      const line = flags.json === true ? JSON.stringify({ removed: gone.map(guestText), bytes }) : spoken(`removed ${what}: ${megabytes(bytes)} freed`);
      process.stdout.write(`${line}\n`);
    } finally {
      release();
    }
    return Exit.answered;
  });
}

function places(): LabPlaces {
  return placesIn(labDirectory(process.env));
}

function describe(entries: ReturnType<typeof listGuests>): string[] {
  if (entries.length === 0) return [spoken('No guest has been built yet: gpttrace lab build'), ''];
  const lines = entries.map(({ name, release, version, bytes, stale }) => {
    const state = stale === undefined ? '' : spoken(`  to be built again: ${stale}`);
    return `${guestText(name).padEnd(12)}  Linux ${release.padEnd(28)}  bpftrace ${version.padEnd(8)}  ${megabytes(bytes)}${state}`;
  });
  return [...lines, ''];
}

function choices(): string[] {
  return [
    `${padEnd(spoken('Kernels:'), 10)}${KERNELS.map(({ name }) => name).join(', ')}`,
    `bpftrace: ${TRACERS.map(({ name }) => name).join(', ')}`,
    spoken(`A guest is one of each, such as ${guestText(DEFAULT_EXAMPLE)}; gpttrace lab --help shows what can be done with it.`),
  ];
}

const STOPPED = 'stopped; what is whole is kept, what was half done has been removed';
const DEFAULT_EXAMPLE: GuestName = { kernel: '6.12', bpftrace: '0.23' };
