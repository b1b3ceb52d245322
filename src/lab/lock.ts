/** One build at a time. */
export { holdLock } from '../system/lock.ts';
