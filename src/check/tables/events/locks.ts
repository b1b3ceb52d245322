import type { FunctionEvent } from '../function-event.ts';

/** Flags of lock:contention_begin (include/trace/events/lock.h). */
const MUTEX = 'args->flags & 32';
const SPIN = 'args->flags & 1';
const WAITS = 'only locks that somebody has to wait for are told, because the kernel has no event for a lock that is free';
const GOT =
  'the event comes when a thread that had to wait got the lock, which is when its holder let it go: pid and comm are those of the one who waited, uncontended locks are not told, and locks of other kinds are told as well';

const MUTEX_LOCKS = [
  'mutex_lock',
  '__mutex_lock',
  '__mutex_lock_slowpath',
  'mutex_lock_interruptible',
  'mutex_lock_killable',
  'mutex_lock_nested',
  '__mutex_lock_common',
  'mutex_lock_io',
  '__mutex_lock_interruptible_slowpath',
  'ww_mutex_lock',
  'mutex_lock*',
  '__mutex_lock*',
  'do_mutex_lock',
];
const SPIN_LOCKS = ['_raw_spin_lock*', 'queued_spin_lock_slowpath', 'native_queued_spin_lock_slowpath', 'spin_lock*', '__raw_spin_lock*', 'do_raw_spin_lock'];
const RW_LOCKS = ['down_read*', 'down_write*', 'rwsem_down_read_slowpath', 'rwsem_down_write_slowpath', 'down', 'down_interruptible', '__down'];

/** Locks. Facts: include/trace/events/lock.h (Linux 5.19); contention_begin comes before the wait, contention_end when the lock is had. */
export const LOCK_EVENTS: readonly FunctionEvent[] = [
  { functions: MUTEX_LOCKS, at: 'entry', to: ['lock:contention_begin'], when: MUTEX, args: ['args->lock_addr'], changes: WAITS },
  {
    functions: MUTEX_LOCKS,
    at: 'return',
    to: ['lock:contention_end'],
    args: ['args->lock_addr'],
    retval: 'args->ret',
    changes: `${WAITS}; locks of other kinds are told as well`,
  },
  {
    functions: ['mutex_unlock', '__mutex_unlock_slowpath', '__mutex_unlock', 'mutex_unlock*', '__mutex_unlock*'],
    to: ['lock:contention_end'],
    args: ['args->lock_addr'],
    changes: GOT,
  },
  {
    functions: ['_raw_spin_unlock*', 'spin_unlock*', '__raw_spin_unlock*', 'up_read', 'up_write', 'up'],
    to: ['lock:contention_end'],
    args: ['args->lock_addr'],
    changes: GOT,
  },
  { functions: SPIN_LOCKS, at: 'entry', to: ['lock:contention_begin'], when: SPIN, args: ['args->lock_addr'], changes: WAITS },
  { functions: SPIN_LOCKS, at: 'return', to: ['lock:contention_end'], args: ['args->lock_addr'], changes: `${WAITS}; locks of other kinds are told as well` },
  { functions: RW_LOCKS, at: 'entry', to: ['lock:contention_begin'], when: 'args->flags & 6', args: ['args->lock_addr'], changes: WAITS },
  { functions: RW_LOCKS, at: 'return', to: ['lock:contention_end'], args: ['args->lock_addr'], changes: `${WAITS}; locks of other kinds are told as well` },
];
