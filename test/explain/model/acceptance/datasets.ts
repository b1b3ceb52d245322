/** What the claims of the acceptance tables speak of: one result of each kind that people ask for, with the question it answers. */
import type { Dataset, Table } from '../../../../src/core/dataset.ts';
import type { Column } from '../../../../src/core/program.ts';
import { column, count, file, process } from '../../../views/names.ts';

const pid = column('pid', { kind: 'pid' });
const named = (name: string, kind: Column['kind']): Column => ({ name, kind, type: 'string' });
const table = (title: string, columns: Table['columns'], rows: Table['rows'], amount?: number): Table => ({
  shape: 'table',
  title,
  columns,
  rows,
  seen: rows.length,
  ...(amount === undefined ? {} : { amount }),
});
const bucket = (min: number, max: number, seen: number): { min: number; max: number; count: number } => ({ min, max, count: seen });

interface Result {
  readonly question: string;
  readonly dataset: Dataset;
}

export const RESULTS: Readonly<Record<string, Result>> = {
  calls: {
    question: 'which processes make the most system calls?',
    dataset: table(
      'System calls by process',
      [process, { ...count, name: 'calls' }],
      [
        ['postgres', 48210],
        ['node', 9120],
        ['systemd-journal', 2210],
        ['sshd', 310],
        ['cron', 42],
      ],
      1,
    ),
  },
  latency: {
    question: 'how long do reads take?',
    dataset: {
      shape: 'histogram',
      title: 'Latency of reads',
      keys: [],
      value: column('latency', { unit: 'us' }),
      groups: [
        {
          key: [],
          buckets: [bucket(1, 1, 1200), bucket(2, 3, 5400), bucket(4, 7, 900), bucket(8, 15, 80), bucket(1024, 2047, 12), bucket(8192, 16383, 3)],
        },
      ],
    },
  },
  opens: {
    question: 'which files are opened, and by whom?',
    dataset: table(
      'Files opened',
      [process, pid, file],
      [
        ['nginx', 812, '/etc/nginx/nginx.conf'],
        ['nginx', 812, '/etc/nginx/mime.types'],
        ['nginx', 812, '/var/log/nginx/access.log'],
        ['python3', 2201, '/etc/ssl/openssl.cnf'],
        ['python3', 2201, '/usr/lib/python3/json.py'],
        ['bash', 990, '/etc/passwd'],
      ],
    ),
  },
  connects: {
    question: 'who connects where over tcp?',
    dataset: table(
      'TCP connections',
      [process, pid, named('address', 'address'), column('port', { kind: 'port' })],
      [
        ['curl', 4001, '203.0.113.7', 443],
        ['curl', 4001, '203.0.113.7', 443],
        ['firefox', 3100, '198.51.100.9', 443],
        ['firefox', 3100, '198.51.100.23', 443],
        ['firefox', 3100, '198.51.100.23', 80],
        ['postgres', 640, '127.0.0.1', 5432],
      ],
    ),
  },
  faults: {
    question: 'which processes cause page faults?',
    dataset: table(
      'Page faults by process',
      [process, { ...count, name: 'faults' }],
      [
        ['java', 52100],
        ['chrome', 20500],
        ['gcc', 8800],
        ['vim', 120],
      ],
      1,
    ),
  },
  offcpu: {
    question: 'where do processes wait?',
    dataset: table(
      'Time off the CPU',
      [process, { name: 'stack', kind: 'stack', type: 'stack' }, column('time', { kind: 'count', unit: 'us' })],
      [
        ['mysqld', '\n    schedule+12\n    futex_wait+88\n', 9_200_000],
        ['mysqld', '\n    io_schedule+18\n    ext4_file_read+40\n', 2_100_000],
        ['redis-server', '\n    schedule+12\n    ep_poll+700\n', 600_000],
      ],
      2,
    ),
  },
  execs: {
    question: 'what programs are started?',
    dataset: table(
      'Programs started',
      [process, pid, named('program', 'file')],
      [
        ['make', 700, '/usr/bin/gcc'],
        ['make', 701, '/usr/bin/gcc'],
        ['make', 702, '/usr/bin/ld'],
        ['sh', 810, '/usr/bin/git'],
        ['cron', 500, '/bin/run-parts'],
      ],
    ),
  },
  disk: {
    question: 'how much is read from each disk?',
    dataset: table(
      'Bytes read by disk',
      [named('disk', 'device'), column('read', { kind: 'count', unit: 'bytes' })],
      [
        ['nvme0n1', 851_443_712],
        ['sda', 62_914_560],
        ['sdb', 4_194_304],
      ],
      1,
    ),
  },
  signals: {
    question: 'who sends signals to whom?',
    dataset: table(
      'Signals sent',
      [process, named('signal', 'signal'), named('target', 'process'), count],
      [
        ['bash', 'SIGTERM', 'sleep', 12],
        ['systemd', 'SIGKILL', 'java', 2],
        ['sshd', 'SIGHUP', 'bash', 1],
      ],
      3,
    ),
  },
  runq: {
    question: 'how long do threads wait for a CPU?',
    dataset: {
      shape: 'histogram',
      title: 'Run queue latency',
      keys: [],
      value: column('delay', { unit: 'us' }),
      groups: [{ key: [], buckets: [bucket(1, 1, 300), bucket(2, 3, 2100), bucket(4, 7, 1500), bucket(64, 127, 90), bucket(4096, 8191, 10)] }],
    },
  },
};
