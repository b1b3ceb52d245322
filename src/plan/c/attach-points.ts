/** Where the programs of a C source attach, read off its sections, in bpftrace's words where they have any; what an object says of itself wins when there is one. */
const SECTION = /\bSEC\("([^"]+)"\)\s*(?:static\s+)?int\s+(?:BPF_\w+\s*\(\s*)?(\w*)/g;

const IN_BPFTRACE: Readonly<Record<string, string>> = {
  tracepoint: 'tracepoint',
  tp: 'tracepoint',
  raw_tp: 'rawtracepoint',
  raw_tracepoint: 'rawtracepoint',
  kprobe: 'kprobe',
  kretprobe: 'kretprobe',
  uprobe: 'uprobe',
  uretprobe: 'uretprobe',
  fentry: 'kfunc',
  fexit: 'kretfunc',
};

export function attachPointsOf(source: string): string[] {
  return [...new Set(sectionsOf(source).map(({ attachPoint }) => attachPoint))];
}

/** The functions that the kernel is to run, by name, and where. */
export function sectionsOf(source: string): { readonly name: string; readonly attachPoint: string }[] {
  return [...source.matchAll(SECTION)].map(([, section = '', name = '']) => ({ name, attachPoint: inBpftrace(section) }));
}

function inBpftrace(section: string): string {
  const slash = section.indexOf('/');
  const provider = slash < 0 ? undefined : IN_BPFTRACE[section.slice(0, slash)];
  if (provider === undefined) return section;
  const target = section.slice(slash + 1);
  return `${provider}:${provider === 'tracepoint' ? target.replace('/', ':') : target}`;
}
