import { describe, expect, it } from 'vitest';
import { complaints, reason, unattachedProbes, warnings } from '../../../src/engines/bpftrace/stderr.ts';

const MEMLOCK = `ERROR: Unknown error -1: couldn't set RLIMIT_MEMLOCK for bpftrace. If your program is not loading, you can try "ulimit -l 8192" to fix the problem\n`;

/** What bpftrace 0.17.0 wrote to standard error, and the one line of it that tells why. */
const REASONS: readonly { readonly name: string; readonly said: string; readonly expect: RegExp }[] = [
  {
    name: 'an unknown identifier',
    said: `${MEMLOCK}stdin:1:9-17: ERROR: Unknown identifier: 'nosuch'\nBEGIN { @=nosuch; }\n        ~~~~~~~~\n`,
    expect: /^Unknown identifier: 'nosuch'$/,
  },
  {
    name: 'a syntax error',
    said: `${MEMLOCK}stdin:1:21-22: ERROR: syntax error, unexpected }, expecting ) or ","\nBEGIN { printf("%d" }\n                    ~\n`,
    expect: /^syntax error, unexpected }, expecting \) or ","$/,
  },
  {
    name: 'an unknown tracepoint',
    said: `${MEMLOCK}stdin:1:1-19: ERROR: tracepoint not found: foo:bar\ntracepoint:foo:bar { }\n~~~~~~~~~~~~~~~~~~\n`,
    expect: /^tracepoint not found: foo:bar$/,
  },
  {
    name: 'an unsafe call',
    said: `${MEMLOCK}stdin:1:9-20: ERROR: system() is an unsafe function being used in safe mode\nBEGIN { system("x"); }\n        ~~~~~~~~~~~\n`,
    expect: /^system\(\) is an unsafe function being used in safe mode$/,
  },
  {
    name: 'a kprobe that cannot be attached: the line before says why',
    said: `${MEMLOCK}stdin:1:1-16: WARNING: vfs_read is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to it will likely fail\nkprobe:vfs_read { @=count(); } BEGIN{exit();}\n~~~~~~~~~~~~~~~\ncreate_probe_event: open(/sys/kernel/tracing/kprobe_events): No such file or directory\nERROR: Error attaching probe: 'kprobe:vfs_read'\n`,
    expect: /^Error attaching probe: 'kprobe:vfs_read' \(.*kprobe_events.*No such file or directory\)$/,
  },
  {
    name: 'a counter that is not there',
    said: `${MEMLOCK}perf_event_open failed: No such file or directory\nERROR: Error attaching probe: hardware:cycles:1000000\n`,
    expect: /hardware:cycles:1000000 \(perf_event_open failed: No such file or directory\)$/,
  },
  { name: 'no probes', said: `${MEMLOCK}No probes to attach\n`, expect: /^No probes to attach$/ },
  { name: 'nothing but noise', said: MEMLOCK, expect: /^it said nothing$/ },
  { name: 'nothing', said: '', expect: /^it said nothing$/ },
];

describe('reason', () => {
  it.each(REASONS)('$name', ({ said, expect: expected }) => expect(reason(said)).toMatch(expected));
});

describe('warnings', () => {
  it('are shown without their place, errors and noise left out', () => {
    expect(warnings(`${MEMLOCK}WARNING: Addrspace is not set\nstdin:1:1-16: WARNING: vfs_read is not traceable\nstdin:1:1: ERROR: no\n\n`)).toEqual([
      'Addrspace is not set',
      'vfs_read is not traceable',
    ]);
  });
  it('of a good run are none', () => expect(warnings(`${MEMLOCK}Attaching 3 probes...\nstdin:1:1-9: WARNING: Addrspace mismatch\n`)).toEqual([]));
});

describe('complaints', () => {
  it('keeps the order', () => expect(complaints(`${MEMLOCK}b\n\na\n`)).toEqual(['b', 'a']));
});

describe('probes that were not attached', () => {
  it.each([
    { name: '0.17', warning: 'could not attach probe kprobe:foo_bar, skipping.', probes: ['kprobe:foo_bar'] },
    { name: '0.27', warning: 'Unable to attach probe: kprobe:m_show. Skipping.', probes: ['kprobe:m_show'] },
    { name: 'in quotes', warning: "Error attaching probe: 'kprobe:vfs_read'", probes: [] },
    { name: 'what will likely fail has not yet', warning: 'vfs_read is not traceable; attaching to it will likely fail', probes: [] },
  ])('$name', ({ warning, probes }) => expect(unattachedProbes([warning, warning])).toEqual(probes));
});
