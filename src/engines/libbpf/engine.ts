import type { EndReason, TraceEvent } from '../../core/events.ts';
import { localLauncher } from '../../system/launcher.ts';
import type { Engine, Job } from '../engine.ts';
import type { ReadDecoding } from './decoding.ts';
import { libbpf } from './library.ts';
import { openSession, type Session } from './session.ts';
import { triedOnce } from './tried.ts';
import { holdAfter, Waker } from './waking.ts';

/** Rows of one batch: what is made of them is garbage before the next are read. */
const MOST = 8192;
/** How long to wait at most where nothing comes: what was lost is told this often too. */
const LOOK_MS = 250;
/** Between two readings while the run is to be slow: at most 32,000 rows a second. */
const SLOW_MS = 250;
/** Between two looks at the processes whose stacks are to be named: what lives shorter than this may stay without names. */
const LEARN_MS = 500;
/** A look at the maps may take this share of the time between two. */
const LOOK_SHARE = 10;

const UNCOUNTED =
  'rows may be missing: its ring buffer was full at times, and the program does not count what found no room; a global variable "dropped" that it adds to would tell';

/** An engine for compiled programs, given what reads their objects. */
export function engineWith(read: ReadDecoding): Engine {
  return { name: 'libbpf', run: (job) => run(job, read) };
}

function ended(reason: EndReason, seconds: number, message?: string): TraceEvent {
  return { type: 'ended', reason, seconds: Math.round(seconds * 1000) / 1000, ...(message === undefined ? {} : { message }) };
}

async function* run(job: Job, read: ReadDecoding): AsyncGenerator<readonly TraceEvent[]> {
  const { program, launcher = localLauncher } = job;
  yield [{ type: 'started', pid: process.pid }];
  if (job.stop.aborted) return yield [ended(job.stop.reason as EndReason, 0)];
  if (launcher !== localLauncher) return yield [ended('rejected', 0, 'compiled programs are run on this machine only, not in a guest')];
  const found = await libbpf();
  if (!found.ok) return yield [ended('rejected', 0, [found.message.message, ...found.message.hints].join('\n'))];
  const elf = Buffer.from(program.binary ?? '', 'base64');
  if (elf.length === 0) return yield [ended('rejected', 0, 'the program was not compiled: there is no object to load')];
  const object = read(elf);
  if (!object.ok) return yield [ended('rejected', 0, object.message)];
  // libbpf may die of bad bytes: that is to happen elsewhere first.
  const trial = await triedOnce(elf, AbortSignal.any([job.stop, job.kill]));
  if (job.stop.aborted) return yield [ended(job.stop.reason as EndReason, 0)];
  if (job.kill.aborted) return yield [ended('interrupted', 0)];
  if (trial.kind === 'crashed' || trial.kind === 'no-libbpf') return yield [ended('rejected', 0, trial.message)];
  const session = openSession(found.bpf, job, elf, object.decoding);
  if (!session.ok) return yield [ended('rejected', 0, session.message)];
  let waker: Waker | undefined;
  const wake = (): void => waker?.wake();
  try {
    // It is attached already: whatever goes wrong from here on, it does not stay so.
    waker = new Waker(
      found.bpf,
      session.rows.flatMap(({ source }) => source.fds),
    );
    job.stop.addEventListener('abort', wake);
    job.kill.addEventListener('abort', wake);
    yield* attached(job, session, waker);
  } finally {
    job.stop.removeEventListener('abort', wake);
    job.kill.removeEventListener('abort', wake);
    waker?.close();
    session.close();
  }
}

async function* attached(job: Job, session: Session, waker: Waker): AsyncGenerator<readonly TraceEvent[]> {
  const { program, stop, kill, snapshots } = job;
  const begun = performance.now();
  const deadline = program.seconds === undefined ? Number.POSITIVE_INFINITY : begun + program.seconds * 1000;
  yield [{ type: 'attached', probes: session.programs }, ...session.warnings.map((message): TraceEvent => ({ type: 'warning', message }))];
  const reader = new Reader(session);
  let nextLook = snapshots === undefined ? Number.POSITIVE_INFINITY : begun + snapshots * 1000;
  let nextLearning = session.learn === undefined ? Number.POSITIVE_INFINITY : begun + LEARN_MS;
  let readAt = begun;
  let lostAt = begun;
  for (;;) {
    const slow = job.pace?.slow() ?? false;
    const rows = reader.rows();
    if (rows.length > 0) yield rows;
    const now = performance.now();
    const hold = reader.isFull ? 0 : holdAfter({ records: rows.length, bytes: reader.bytes, milliseconds: now - readAt, capacity: reader.capacity });
    readAt = now;
    if (now >= lostAt + LOOK_MS) {
      lostAt = now;
      const lost = reader.lost();
      if (lost.length > 0) yield lost;
    }
    if (now >= nextLook && snapshots !== undefined) {
      const maps = session.maps();
      const took = performance.now() - now;
      nextLook = now + Math.max(snapshots * 1000, took * LOOK_SHARE) * (slow ? 4 : 1);
      if (maps.length > 0) yield maps.map((map) => ({ type: 'snapshot', map }));
    }
    if (now >= nextLearning) {
      session.learn?.();
      const took = performance.now() - now;
      nextLearning = now + Math.max(LEARN_MS, took * LOOK_SHARE) * (slow ? 4 : 1);
    }
    if (stop.aborted || kill.aborted || now >= deadline) break;
    const most = Math.max(1, Math.min(LOOK_MS, deadline - now, nextLook - now, nextLearning - now));
    await waker.wait(Math.min(most, slow ? SLOW_MS : (hold ?? most)), hold === undefined && !slow);
  }
  const seconds = (Math.min(performance.now(), deadline) - begun) / 1000;
  if (kill.aborted) {
    const reason = stop.aborted ? (stop.reason as EndReason) : 'interrupted';
    yield [{ type: 'ended', reason, seconds: Math.round(seconds * 1000) / 1000, killed: true, message: 'it was killed: what its maps held is lost' }];
    return;
  }
  session.detach();
  for (let rows = reader.rows(); rows.length > 0 && !kill.aborted; rows = reader.rows()) yield rows;
  yield [...session.maps(), ...reader.lost(), ...(session.mayMiss() ? [{ type: 'warning', message: UNCOUNTED } as const] : [])];
  yield [ended(stop.aborted ? (stop.reason as EndReason) : 'finished', seconds)];
}

/** Takes rows out of all buffers in turns. */
class Reader {
  readonly #session: Session;
  #lost = 0;
  #consumed = 0;
  /** Whether the last reading left something behind. */
  isFull = false;
  /** That the last reading took. */
  bytes = 0;
  /** Of the smallest buffer. */
  readonly capacity: number;

  constructor(session: Session) {
    this.#session = session;
    this.capacity = Math.min(...session.rows.map(({ source }) => source.capacity));
  }

  rows(): TraceEvent[] {
    const events: TraceEvent[] = [];
    this.isFull = false;
    const sources = this.#session.rows;
    for (const { statement, source, decode } of sources) {
      // Each has its share, so that a busy one does not keep the others waiting.
      const most = Math.ceil(MOST / sources.length);
      const count = source.consume((bytes, view, offset, length) => {
        events.push({ type: 'row', statement, values: decode(bytes, view, offset, length) });
      }, most);
      if (count >= most) this.isFull = true;
    }
    const consumed = sources.reduce((sum, { source }) => sum + source.consumed, 0);
    this.bytes = consumed - this.#consumed;
    this.#consumed = consumed;
    return events;
  }

  /** What was lost since it was last told. */
  lost(): TraceEvent[] {
    const lost = this.#session.lost();
    const count = lost - this.#lost;
    this.#lost = lost;
    return count > 0 ? [{ type: 'lost', count }] : [];
  }
}
