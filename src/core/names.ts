/** Turns names into the numbers programs hold. Each returns undefined where there is no such thing. */
export interface ValueNumbers {
  syscall(name: string): number | undefined;
  errno(name: string): number | undefined;
  signal(name: string): number | undefined;
  /** Takes a number as itself. */
  user(name: string): number | undefined;
  /** The numbers (dev_t) of a disk and of its partitions: some tracepoints tell the one, some the other. None of a partition alone. */
  device(name: string): readonly number[] | undefined;
  /** The directory of the one cgroup that a path, or the beginning of a container's id, stands for. */
  cgroup(container: string): string | undefined;
  /** Of a file or directory in its file system; links are followed. */
  inode?(path: string): number | undefined;
}

/** Turns numbers into the names people know them by. Each returns undefined where it knows none; the number is then shown. */
export interface ValueNames {
  syscall(number: number): string | undefined;
  /** Takes 2 and -2 alike. */
  errno(number: number): string | undefined;
  signal(number: number): string | undefined;
  user(uid: number): string | undefined;
  /** A dev_t as tracepoints print it: major << 20 | minor. */
  device(dev: number): string | undefined;
  protocol(number: number): string | undefined;
  /** A TCP state (include/net/tcp_states.h). */
  state(number: number): string | undefined;
  group(gid: number): string | undefined;
  /** The container, pod or service that a control group is of, by the number programs see (`cgroup`). */
  container(cgroup: number): string | undefined;
  /** An address family (AF_*). */
  family(number: number): string | undefined;
  /** capabilities(7) */
  capability(number: number): string | undefined;
  softirq(number: number): string | undefined;
}

/** What numbers were called on the machine they come from: by kind, then by the number in decimal. Plain data, so that a run can be read elsewhere. */
export type RecordedNames = Partial<Readonly<Record<keyof ValueNames, Readonly<Record<string, string>>>>>;

/** The kinds of columns whose numbers have names. */
export const NAMED_KINDS: ReadonlySet<string> = new Set<keyof ValueNames>([
  'syscall',
  'errno',
  'signal',
  'user',
  'device',
  'protocol',
  'state',
  'group',
  'container',
  'family',
  'capability',
  'softirq',
]);

/** States of a TCP connection, the first being 1 (include/net/tcp_states.h). */
export const TCP_STATES: readonly string[] = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'NEW_SYN_RECV',
];
