/** What bpftrace said of a program. */
export interface Verdict {
  readonly accepts: boolean;
  /** Its complaints, on one line. */
  readonly says: string;
}

/** The first complaints in what bpftrace wrote, on one line; empty where there are none. */
export function complaints(said: string): string {
  const lines = said.split('\n').filter((line) => /ERROR:|error:|FATAL:|Assertion/.test(line) && !/RLIMIT_MEMLOCK/.test(line));
  return lines.slice(0, 3).join(' | ').slice(0, 400);
}
