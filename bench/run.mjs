/**
 * `npm run bench`: what gpttrace costs beside a peer or a floor, both measured in this run, in turns, so that a busy machine slows both. Medians.
 * With --json the figures come as JSON. Needs root and bpftrace for the parts that trace; says so where they are missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, onPath, root } from '../scripts/ensure.mjs';
import { beyond } from './beyond.mjs';
import { looking, passing } from './cost.mjs';
import { documents } from './documents.mjs';
import { lab } from './lab.mjs';
import { page } from './page.mjs';
import { pipeline } from './pipeline.mjs';
import { planning } from './plan.mjs';
import { profiles } from './profiles.mjs';
import { screen } from './screen.mjs';
import { sessions } from './sessions.mjs';
import { starting } from './starting.mjs';
import { add, median, report } from './table.mjs';
import { web } from './web.mjs';

ensureBuilt();
// Runs are kept as they are for everybody, so that what that costs is measured too, and not beside anybody's own.
const state = mkdtempSync(join(tmpdir(), 'gt-bench-state-'));
process.env.XDG_STATE_HOME = state;
process.on('exit', () => rmSync(state, { recursive: true, force: true }));
const bin = join(root, 'bin/gpttrace.js');
const canTrace = process.getuid() === 0 && onPath('bpftrace');

startUp();
await starting(add, median);
await throughput();
await pipeline(add, median, canTrace);
await passing(add, median);
await documents(add, median);
await profiles(add, median);
await screen(add, median);
await sessions(add, median);
await web(add, median);
await page(add);
if (canTrace) {
  await facts();
  await checking();
  await planning(add, median);
  await composing();
  for (const [program, question, seconds, times] of [
    ['page-faults', 'count page faults by process for 5 seconds', 5, 3],
    ['file-opens', 'which files are opened, for 20 seconds'],
    ['syscalls-by-process', 'count system calls by process for 1 second', 1],
    ['process-execs', 'which programs are started, for 20 seconds'],
  ]) {
    await firstEvent(program, question, seconds, times ?? 9);
  }
  await memory();
  await beyond(add, median);
  await looking(add, median);
  await lab(add, median);
} else {
  console.error('skipped: what traces (it needs root and bpftrace)');
}
report();

function startUp() {
  const floor = [];
  const own = [];
  for (let i = 0; i < 25; i++) {
    floor.push(timed(() => spawnSync(process.execPath, ['-e', '0'])));
    own.push(timed(() => spawnSync(process.execPath, [bin, '--version'])));
  }
  add('start-up: gpttrace --version', median(own), 'ms', 'node -e 0', median(floor), 1.6);
  const plan = [];
  for (let i = 0; i < 15; i++) plan.push(timed(() => spawnSync(process.execPath, [bin, 'write', 'count page faults by process'])));
  add('a question to its program: gpttrace write', median(plan), 'ms', 'node -e 0', median(floor));
}

/** What the checker needs of this machine, found out by a process that has just started, beside bpftrace telling the same; then what is kept. */
async function facts() {
  const inChild = (code) => {
    const prelude = `const { realHost } = await import(${module('system/real.js')}); const host = realHost(); const start = performance.now();`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', `${prelude} ${code}; console.log(performance.now() - start);`], {
      encoding: 'utf8',
    });
    return Number(child.stdout);
  };
  const types = `const { readBtfFiles, typesOf } = await import(${module('kernel/kernel-types.js')}); const types = typesOf(readBtfFiles(host)); types.members(types.named('struct task_struct'));`;
  const tracepoints = `const { tracefsTracepoints } = await import(${module('kernel/tracepoints.js')}); const all = tracefsTracepoints(host, '/sys/kernel/tracing');
    for (const id of all.list()) all.fields(...id.split(':'));`;
  const kept = mkdtempSync(join(tmpdir(), 'gt-bench-'));
  const functions = (
    directory,
  ) => `const { kernelFunctions } = await import(${module('kernel/kernel-functions.js')}); const { fileLists } = await import(${module('kernel/list-cache.js')});
    kernelFunctions(host, undefined, fileLists(${JSON.stringify(directory)})).has('vfs_read');`;
  const times = { cold: [], types: [], first: [], again: [], command: [], listed: [], struct: [] };
  try {
    for (let i = 0; i < 9; i++) {
      times.cold.push(inChild(types + tracepoints));
      times.listed.push(timed(() => spawnSync('bpftrace', ['-lv', 'tracepoint:*'])));
      times.types.push(inChild(types));
      times.command.push(timed(() => spawnSync(process.execPath, [bin, 'type', 'struct task_struct'])));
      times.struct.push(timed(() => spawnSync('bpftrace', ['-lv', 'struct task_struct'])));
      times.first.push(inChild(functions(join(kept, String(i)))));
      times.again.push(inChild(functions(join(kept, String(i)))));
    }
  } finally {
    rmSync(kept, { recursive: true, force: true });
  }
  const [listed, struct] = [median(times.listed), median(times.struct)];
  add('cold facts: BTF and the fields of all tracepoints', median(times.cold), 'ms', 'bpftrace -lv tracepoint:*, struct', listed + struct);
  add('cold types: BTF indexed, task_struct looked up', median(times.types), 'ms', 'bpftrace -lv struct', struct);
  add('gpttrace type "struct task_struct"', median(times.command), 'ms', 'bpftrace -lv struct', struct, 1.5);
  add('a kernel function looked up, its list kept', median(times.again), 'ms', 'not kept', median(times.first));
  const { readBtfFiles, typesOf } = await import('../dist/kernel/kernel-types.js');
  const { realHost } = await import('../dist/system/real.js');
  const warm = Array.from({ length: 9 }, () => {
    const here = typesOf(readBtfFiles(realHost()));
    here.members(here.named('struct task_struct'));
    return timed(() => here.members(here.named('struct mm_struct')));
  });
  add('warm types: another struct and its members', median(warm), 'ms', 'bpftrace -lv struct', struct);
  const load = `const { realHost } = await import(${module('system/real.js')}); const host = realHost(); ${types}`;
  add(
    'peak memory with the types loaded',
    await peak(['--input-type=module', '-e', `${load} setTimeout(() => {}, 300)`]),
    'MB',
    'empty node',
    await peak(['-e', 'setTimeout(() => {}, 300)']),
  );
}

/** A module of the build, as it stands in an import. */
function module(path) {
  return JSON.stringify(pathToFileURL(join(root, 'dist', path)).href);
}

/** A tool of some 50 lines checked, its machine known, beside bpftrace compiling it; and by a process that has just started. */
async function checking() {
  const { check } = await import('../dist/check/check.js');
  const { repair } = await import('../dist/check/repair.js');
  const { machineHere } = await import('../scripts/machine.mjs');
  const machine = await machineHere();
  for (const tool of ['/usr/sbin/opensnoop.bt', '/usr/sbin/statsnoop.bt', join(root, 'library/process-execs-args.bt')]) {
    if (!existsSync(tool)) continue;
    const source = readFileSync(tool, 'utf8');
    const own = [];
    const mend = [];
    const peer = [];
    const command = [];
    const broken = source.replace('args->', 'args.').replace(/(printf\([^;]*);/, '$1');
    for (let i = 0; i < 30; i++) {
      // No two texts are the same: what was checked before is remembered.
      own.push(timed(() => check(`${source}\n// ${i}`, machine)));
      mend.push(timed(() => repair(`${broken}\n// ${i}`, machine)));
      if (i % 2 === 0) peer.push(timed(() => spawnSync('bpftrace', ['-d', tool])));
      if (i % 3 === 0) command.push(timed(() => spawnSync(process.execPath, [bin, 'check', tool])));
    }
    const name = `${basename(tool)} (${source.split('\n').length - 1} lines)`;
    add(`check ${name}`, median(own), 'ms', 'bpftrace -d', median(peer), 1 / 30);
    add(`mend two mistakes in ${basename(tool)}`, median(mend), 'ms', 'bpftrace -d, one mistake', median(peer));
    add(`gpttrace check ${basename(tool)}`, median(command), 'ms', 'bpftrace -d', median(peer));
  }
}

/** A program made for a call or a tracepoint of this machine, and the event's name found in a question, beside the check of the same program. */
async function composing() {
  const { check } = await import('../dist/check/check.js');
  const { composeEvent } = await import('../dist/plan/compose/compose.js');
  const { parseEventName } = await import('../dist/plan/compose/parse-event.js');
  const { offersOf } = await import('../dist/line/offers.js');
  const { machineHere } = await import('../scripts/machine.mjs');
  const machine = await machineHere();
  const offers = offersOf(machine);
  const times = { named: [], composed: [], checked: [] };
  for (const id of offers.tracepoints().filter((_, index) => index % 20 === 0)) {
    const question = `how long does ${id} take, by process`;
    let event;
    times.named.push(
      timed(() => {
        ({ event } = parseEventName(question, offers));
      }),
    );
    for (const measure of ['each', 'count', 'latency', 'sum']) {
      const intent = { question, language: 'en', topic: '', keys: [], conditions: [], unapplied: [], measure: { value: measure, words: '' } };
      let program;
      times.composed.push(
        timed(() => {
          program = composeEvent(event, intent, offers);
        }),
      );
      if (program !== undefined) times.checked.push(timed(() => check(program.source, machine)));
    }
  }
  const checked = median(times.checked);
  add('an event found in a question by its name', median(times.named), 'ms', 'check of its program', checked);
  add('a program composed for it', median(times.composed), 'ms', 'check of it', checked);
}

/** From the start of the command to the first record it prints, with the same program. */
async function firstEvent(program, question, seconds, times) {
  // Whatever the program watches, this does it all the time.
  const source = spawn('sh', ['-c', 'while :; do cat /etc/hostname > /dev/null; sleep 0.05; done'], { detached: true, stdio: 'ignore' });
  const peer = [];
  const own = [];
  try {
    // A count is one event, at the end.
    const counts = seconds !== undefined;
    for (let i = 0; i < times; i++) {
      peer.push(
        counts
          ? await untilLine('timeout', ['-s', 'INT', String(seconds), 'bpftrace', '-f', 'json', `library/${program}.bt`], /"map"/)
          : await untilLine('bpftrace', ['-f', 'json', `library/${program}.bt`], /"printf"/),
      );
      own.push(await untilLine(process.execPath, [bin, question, '--yes', '--json'], counts ? /"type":"map"/ : /"type":"row"/));
    }
  } finally {
    process.kill(-source.pid, 'SIGKILL');
  }
  add(`question to first event: ${program}`, median(own), 'ms', 'bpftrace', median(peer), 1.35);
}

/** Decoding, folding and drawing rows and a large map, beside parsing the same JSON. */
async function throughput() {
  const { Decoder } = await import('../dist/engines/bpftrace/decode.js');
  const { ROW_TAG } = await import('../dist/engines/bpftrace/instrument.js');
  const { Fold } = await import('../dist/views/fold.js');
  const { RowPrinter, renderTable } = await import('../dist/views/table.js');
  const { valueNames } = await import('../dist/kernel/names.js');
  const { realHost } = await import('../dist/system/real.js');
  const columns = [
    { name: 'pid', kind: 'pid', type: 'integer' },
    { name: 'process', kind: 'process', type: 'string' },
    { name: 'file', kind: 'file', type: 'string' },
    { name: 'latency', kind: 'plain', type: 'integer', unit: 'us' },
  ];
  const rows = { shape: 'rows', statement: 0, columns };
  const map = { shape: 'values', map: '@n', keys: columns.slice(1, 3), value: { name: 'n', kind: 'count', type: 'integer' } };
  const program = { title: 'bench', outputs: [rows, map], answer: 'rows' };
  const lines = Array.from({ length: 200_000 }, (_, i) =>
    JSON.stringify({ type: 'value', data: [ROW_TAG, 1000 + (i % 500), `process-${i % 40}`, `/var/lib/data/${i % 5000}/file name`, i % 9999] }),
  );
  const names = valueNames(realHost());
  const style = { columns: 120, color: false, unicode: true };
  const parse = [];
  const fold = [];
  const draw = [];
  for (let i = 0; i < 5; i++) {
    parse.push(timed(() => lines.map((line) => JSON.parse(line))));
    fold.push(timed(() => foldAll(false)));
    draw.push(timed(() => foldAll(true)));
  }
  const perSecond = (ms) => (lines.length / ms) * 1000;
  add('decode and fold', perSecond(median(fold)), 'events/s', 'JSON.parse', perSecond(median(parse)));
  add('decode, fold and draw each row', perSecond(median(draw)), 'events/s', 'JSON.parse', perSecond(median(parse)));
  const entries = Object.fromEntries(Array.from({ length: 4096 }, (_, i) => [`process-${i % 40},/var/lib/${i}`, i]));
  const line = JSON.stringify({ type: 'map', data: { '@n': entries } });
  const table = Array.from({ length: 15 }, () =>
    timed(() => {
      const one = new Fold(program);
      one.add(new Decoder(new Map(), [map]).decode(line));
      for (const dataset of one.datasets()) renderTable(dataset, names, style, 20);
    }),
  );
  add('a full map (4096 keys) to a table', median(table), 'ms', 'JSON.parse', median(Array.from({ length: 15 }, () => timed(() => JSON.parse(line)))));

  function foldAll(drawing) {
    const decoder = new Decoder(new Map([[0, rows]]), [map]);
    const one = new Fold(program);
    const printer = new RowPrinter(columns, names, style);
    for (const text of lines) {
      const event = decoder.decode(text);
      one.add(event);
      if (drawing) printer.row(event.values);
    }
    if (one.records !== lines.length) throw new Error('events were lost');
  }
}

/** The most memory our own process ever held, in a run of rows as fast as they come, beside an empty Node's. */
async function memory() {
  const load = spawn('sh', ['-c', 'dd if=/dev/zero of=/dev/null bs=1 2> /dev/null'], { detached: true, stdio: 'ignore' });
  const program = join(root, `bench-flood-${process.pid}.bt`);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(program, 'tracepoint:syscalls:sys_enter_read { printf("%d %s %d\\n", pid, comm, args->count); }\n');
  try {
    const flood = await peak([bin, 'run', program, '--yes', '--duration', '4']);
    const quiet = await peak([bin, 'count page faults by process for 1 second', '--yes']);
    const empty = await peak(['-e', 'setTimeout(() => {}, 300)']);
    add('peak memory, a flood of rows for 4 s', flood, 'MB', 'empty node', empty);
    add('peak memory, a count for 1 s', quiet, 'MB', 'empty node', empty);
  } finally {
    process.kill(-load.pid, 'SIGKILL');
    rmSync(program, { force: true });
  }
}

function peak(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    let most = 0;
    const timer = setInterval(() => {
      try {
        most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
      } catch {
        // It has just ended.
      }
    }, 20);
    child.once('close', () => {
      clearInterval(timer);
      resolve(most);
    });
  });
}

function untilLine(command, args, pattern) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    let when;
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      if (when !== undefined) return;
      text = (text + chunk).slice(-100_000);
      if (!pattern.test(text)) return;
      when = performance.now() - start;
      child.kill('SIGINT');
    });
    child.once('close', () => resolve(when ?? Number.NaN));
  });
}

function timed(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}
