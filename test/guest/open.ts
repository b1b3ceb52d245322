/** Guests for tests, as the checker sees them. */
import type { Machine } from '../../src/check/check.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { machineOf } from '../../src/line/prepare.ts';

/** What an open guest offers to a program. */
export async function machineIn(opened: OpenGuest): Promise<Machine> {
  const { facts } = await gatherFacts(opened.host, opened.cache);
  return machineOf(facts, opened);
}
