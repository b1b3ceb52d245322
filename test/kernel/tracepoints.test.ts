import { describe, expect, it } from 'vitest';
import { listedTracepoints, parseFormat, tracefsTracepoints } from '../../src/kernel/tracepoints.ts';
import { recordedHost } from '../../src/system/recorded.ts';

/** As Linux 6.18 has it. */
const FORMAT = `name: sched_switch
ID: 372
format:
\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;
\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;
\tfield:__data_loc char[] name;\toffset:28;\tsize:4;\tsigned:0;
\tfield:const char * filename;\toffset:32;\tsize:8;\tsigned:0;
\tfield:unsigned long args[6];\toffset:40;\tsize:48;\tsigned:0;

print fmt: "prev_comm=%s", REC->prev_comm
`;

const NAMES = ['prev_comm', 'prev_pid', 'name', 'filename', 'args'];

describe('parseFormat', () => {
  it('tells names, declarations and places, without the common fields', () => {
    expect(parseFormat(FORMAT)).toEqual([
      { name: 'prev_comm', declaration: 'char prev_comm[16]', place: { offset: 8, size: 16 } },
      { name: 'prev_pid', declaration: 'pid_t prev_pid', place: { offset: 24, size: 4 } },
      { name: 'name', declaration: '__data_loc char[] name', place: { offset: 28, size: 4 } },
      { name: 'filename', declaration: 'const char * filename', place: { offset: 32, size: 8 } },
      { name: 'args', declaration: 'unsigned long args[6]', place: { offset: 40, size: 48 } },
    ]);
  });
  it('of nothing is nothing', () => expect(parseFormat('')).toEqual([]));
});

describe('tracefsTracepoints', () => {
  const host = recordedHost({
    files: { '/t/events/sched/sched_switch/format': FORMAT, '/t/available_events': 'sched:sched_switch\nkvm:kvm_exit\n', '/etc/passwd/format': 'secret' },
  });
  const tracepoints = tracefsTracepoints(host, '/t');

  it('knows what is there', () => {
    expect(tracepoints.has('sched', 'sched_switch')).toBe(true);
    expect(tracepoints.has('sched', 'nosuch')).toBe(false);
    expect(tracepoints.list()).toEqual(['sched:sched_switch', 'kvm:kvm_exit']);
    expect(tracepoints.fields('sched', 'sched_switch')?.map(({ name }) => name)).toEqual(NAMES);
    expect(tracepoints.fields('sched', 'nosuch')).toBeUndefined();
  });
  it('cannot be led out of its directory', () => {
    expect(tracepoints.has('../../etc', 'passwd')).toBe(false);
    expect(tracepoints.fields('../../etc', 'passwd')).toBeUndefined();
    expect(tracepoints.has('sched', '..')).toBe(false);
  });
});

describe('listedTracepoints', () => {
  const verbose = 'sudo -n -- /usr/bin/bpftrace -lv tracepoint:*';
  const command = ['sudo', '-n', '--', '/usr/bin/bpftrace'];

  it('reads what bpftrace 0.17 lists', async () => {
    const host = recordedHost({
      commands: {
        [verbose]: {
          stdout:
            'tracepoint:kvm:kvm_exit\ntracepoint:sched:sched_switch\n    char prev_comm[16]\n    pid_t prev_pid\n    __data_loc char[] name\n    const char * filename\n    unsigned long args[6]\n',
        },
      },
    });
    const tracepoints = await listedTracepoints(host, command);
    expect(tracepoints.has('kvm', 'kvm_exit')).toBe(true);
    expect(tracepoints.has('kvm', 'nosuch')).toBe(false);
    expect(tracepoints.list()).toEqual(['kvm:kvm_exit', 'sched:sched_switch']);
    expect(tracepoints.fields('sched', 'sched_switch')?.map(({ name }) => name)).toEqual(NAMES);
    expect(tracepoints.fields('kvm', 'kvm_exit')).toEqual([]);
    expect(tracepoints.fields('kvm', 'nosuch')).toBeUndefined();
  });

  it('cannot tell where bpftrace cannot be asked', async () => {
    const tracepoints = await listedTracepoints(recordedHost({ commands: { [verbose]: { status: 1, stderr: 'sudo: a password is required' } } }), command);
    expect(tracepoints.has('sched', 'sched_switch')).toBeUndefined();
    expect(tracepoints.list()).toBeUndefined();
    expect(tracepoints.fields('sched', 'sched_switch')).toBeUndefined();
  });
});
