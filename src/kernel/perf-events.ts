/** Software and hardware events that bpftrace counts (man 2 perf_event_open; the names are bpftrace's own), and the short names some have. */
export const SOFTWARE_EVENTS: Readonly<Record<string, string | undefined>> = {
  'alignment-faults': undefined,
  'bpf-output': undefined,
  'context-switches': 'cs',
  'cpu-clock': 'cpu',
  'cpu-migrations': undefined,
  dummy: undefined,
  'emulation-faults': undefined,
  'major-faults': undefined,
  'minor-faults': undefined,
  'page-faults': 'faults',
  'task-clock': undefined,
};

export const HARDWARE_EVENTS: Readonly<Record<string, string | undefined>> = {
  'backend-stalls': undefined,
  'branch-instructions': 'branches',
  'branch-misses': undefined,
  'bus-cycles': undefined,
  'cache-misses': undefined,
  'cache-references': undefined,
  'cpu-cycles': 'cycles',
  'frontend-stalls': undefined,
  instructions: undefined,
  'ref-cycles': undefined,
};
