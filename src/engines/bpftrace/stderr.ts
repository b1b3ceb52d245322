/** What bpftrace writes to standard error: some of it matters, some never does. */

/**
 * Said on every start without CAP_SYS_RESOURCE or on kernels that account memory by cgroup; the program then runs well. So does one that compares a text it has
 * read from a process with one of its own, which 0.17 says of every such comparison.
 */
const NOISE = [
  /couldn't set RLIMIT_MEMLOCK/,
  /WARNING: Addrspace mismatch/,
  /^\s*$/,
  /^Attaching \d+ probes?/,
  /^WARNING: Could not read symbols from .*available_filter_functions/,
];

/** Its complaints, without the noise, in order. */
export function complaints(stderr: string): string[] {
  return stderr.split('\n').filter((line) => !NOISE.some((noise) => noise.test(line)));
}

/** The one line that says why it failed, its prefix of file and position cut off. */
export function reason(stderr: string): string {
  const lines = complaints(stderr);
  const errors = lines.filter((line) => /\b(ERROR|error|FATAL)\b/.test(line));
  // "Error attaching probe" names the probe, the line before it the reason.
  const attaching = errors.find((line) => /Error attaching probe/.test(line));
  const before = attaching === undefined ? undefined : lines[lines.indexOf(attaching) - 1];
  const line =
    attaching !== undefined && before !== undefined && !/WARNING|~~~/.test(before)
      ? `${strip(attaching)} (${strip(before)})`
      : strip(errors[0] ?? lines[0] ?? '');
  return line === '' ? 'it said nothing' : line;
}

/** Warnings worth showing beside an answer. */
export function warnings(stderr: string): string[] {
  return complaints(stderr)
    .filter((line) => /WARNING/.test(line))
    .map(strip);
}

/** The probes that warnings say were not attached, where the others were. */
export function unattachedProbes(warnings: readonly string[]): string[] {
  const named = warnings.flatMap((warning) => /attach (?:to )?probe:? +['"]?([^\s'"]+?)['"]?[.,:]*(?: |$)/i.exec(warning)?.[1] ?? []);
  return [...new Set(named)];
}

function strip(line: string): string {
  return line
    .replace(/^(?:stdin|[^\s:]+):\d+(?::\d+)?(?:-\d+)?: /, '')
    .replace(/^(?:ERROR|WARNING|FATAL|error): /, '')
    .trim();
}
