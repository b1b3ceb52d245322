/** Asks a bpftrace which of many statements it accepts. Nothing is attached: the programs are only compiled. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Dialect, dialectOf } from '../../src/bpftrace/dialect/dialect.ts';
import type { ProbeKindId } from '../../src/bpftrace/dialect/probes.ts';
import { scratchFile } from './helpers.ts';

/** One statement in the body of one kind of probe, or a whole program. */
export interface Trial {
  readonly about: string;
  readonly kind?: ProbeKindId;
  readonly code: string;
  readonly expected: boolean;
  /** Without --unsafe. */
  readonly safe?: boolean;
}

export interface Tried {
  readonly trial: Trial;
  /** undefined: this machine cannot tell. */
  readonly accepted: boolean | undefined;
  readonly said: string;
}

/** An attach point of each kind that is there on most machines. */
export const POINTS: Readonly<Partial<Record<ProbeKindId, string>>> = {
  BEGIN: 'BEGIN',
  self: 'self:signal:SIGUSR1',
  bench: 'bench:x',
  test: 'test:x',
  kprobe: 'kprobe:vfs_read',
  kretprobe: 'kretprobe:vfs_read',
  kfunc: 'kfunc:vfs_read',
  kretfunc: 'kretfunc:vfs_read',
  uprobe: 'uprobe:libc:malloc',
  uretprobe: 'uretprobe:libc:malloc',
  usdt: 'usdt:/usr/bin/python3:python:gc__start',
  tracepoint: 'tracepoint:sched:sched_switch',
  rawtracepoint: 'rawtracepoint:sched_switch',
  profile: 'profile:hz:99',
  interval: 'interval:s:1',
  software: 'software:page-faults:1',
  hardware: 'hardware:cache-misses:1',
  watchpoint: 'watchpoint:0x10000000:8:w',
  iter: 'iter:task',
};

/** What is refused because of this machine or of one value, or by a mistake of bpftrace's own, and not by the language. */
const MACHINE =
  /not available for your kernel|Can't find a field \$retval|Failed to get `cgroupid`|Failed to resolve kernel symbol|Could not resolve symbol|must be (?:at least )?6 bytes|only supports 'struct sock|^$|^BUG:|^Expected \S.* for argument|__builtin_probetype|terminate called|No debuginfo found|no valid attach points|No matches for|string-like|does not support literal|Unable to find suitable path|Cannot read function parameters/;

const TIMEOUT_MS = 30_000;
/** A program with too many wrong statements takes as many rounds as it has passes and syntax errors; past this many it is split. */
const ROUNDS = 12;
/** Statements in one program: the standard library makes large ones slow. */
const STATEMENTS = 100;

interface Compiled {
  readonly ok: boolean;
  /** By line of the program, the first error of each. */
  readonly errors: ReadonlyMap<number, string>;
  readonly output: string;
}

export class Bpftrace {
  readonly path: string;
  readonly dialect: Dialect;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** How many programs it was given. */
  programs = 0;
  readonly #functions: string;
  readonly #baseline = new Map<ProbeKindId, Promise<Compiled>>();

  constructor(path: string, version: string) {
    this.path = path;
    this.dialect = dialectOf(version);
    this.#functions = scratchFile('traceable');
    writeFileSync(this.#functions, 'vfs_read\nbpf_map_sum_elem_count\n');
  }

  static async at(path: string): Promise<Bpftrace> {
    const { stdout } = await execute(path, ['--version']);
    return new Bpftrace(path, stdout);
  }

  async compile(program: string, safe = false): Promise<Compiled> {
    if (this.#running >= 2) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    this.programs++;
    try {
      const file = scratchFile('trial.bt');
      writeFileSync(file, program);
      const minor = Number(this.dialect.version.slice(2));
      const flags = minor < 25 ? ['--test', 'codegen'] : ['--mode', 'codegen', '--traceable-functions', this.#functions];
      const { status, stdout, stderr } = await execute(this.path, [...flags, ...(safe ? [] : ['--unsafe']), file], this.#functions);
      const output = `${stdout}${stderr}`.replace(/^ERROR: Unknown error -1: couldn't set RLIMIT_MEMLOCK.*\n/m, '');
      const errors = new Map<number, string>();
      // Inside a macro the reason comes first, and the line of the program after it.
      let reason = '';
      for (const [, at = '', first = '', text = ''] of output.matchAll(/^(\S+?):(\d+)[^\n]*?: ERROR: ([^\n]*)/gm)) {
        const isHere = at.endsWith('trial.bt');
        if (!isHere && text !== 'expanded from') reason = text;
        const line = Number(first);
        if (isHere && !errors.has(line)) errors.set(line, text === 'expanded from' ? reason : text);
      }
      const ok = errors.size === 0 && status === 0 && !/^ERROR|^FATAL/m.test(output);
      return { ok, errors, output };
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async try(trials: readonly Trial[]): Promise<Tried[]> {
    const groups = new Map<string, Trial[]>();
    for (const trial of trials) {
      const key = `${trial.kind ?? ''} ${trial.safe === true}`;
      const group = groups.get(key) ?? [];
      group.push(trial);
      groups.set(key, group);
    }
    const tried: Tried[][] = await Promise.all(
      [...groups.values()].map(async (group) => {
        const [{ kind, safe } = { kind: undefined, safe: undefined }] = group;
        if (kind === undefined) return Promise.all(group.map((trial) => this.#whole(trial)));
        return this.#inBody(kind, group, safe);
      }),
    );
    return tried.flat().map((each) => (each.accepted === false && MACHINE.test(each.said) ? { ...each, accepted: undefined } : each));
  }

  async #whole(trial: Trial): Promise<Tried> {
    const { ok, errors, output } = await this.compile(`${trial.code}\n`, trial.safe);
    return { trial, accepted: ok, said: [...errors.values()][0] ?? firstLine(output) };
  }

  #baselineOf(kind: ProbeKindId): Promise<Compiled> {
    let known = this.#baseline.get(kind);
    if (known === undefined) {
      known = this.compile(`${POINTS[kind]} { }\n`);
      this.#baseline.set(kind, known);
    }
    return known;
  }

  async #inBody(kind: ProbeKindId, trials: readonly Trial[], safe: boolean | undefined): Promise<Tried[]> {
    const point = POINTS[kind];
    const unknown = (said: string): Tried[] => trials.map((trial) => ({ trial, accepted: undefined, said }));
    if (point === undefined) return unknown('no attach point to try it with');
    const baseline = await this.#baselineOf(kind);
    if (!baseline.ok && baseline.errors.get(1) === undefined) return unknown(firstLine(baseline.output));
    const parts = Array.from({ length: Math.ceil(trials.length / STATEMENTS) }, (_, n) => trials.slice(n * STATEMENTS, (n + 1) * STATEMENTS));
    return (await Promise.all(parts.map((part) => this.#statements(point, part, safe, !baseline.ok)))).flat();
  }

  /** `weak`: the attach point itself is refused here, so only what is refused at first sight can be told. */
  async #statements(point: string, trials: readonly Trial[], safe: boolean | undefined, weak: boolean): Promise<Tried[]> {
    const result: Tried[] = [];
    let left = [...trials];
    for (let round = 0; round < ROUNDS && left.length > 0; round++) {
      const { ok, errors, output } = await this.compile(`${point} {\n${left.map(({ code }) => `${code};`).join('\n')}\n}\n`, safe);
      if (ok) return [...result, ...left.map((trial) => ({ trial, accepted: true, said: '' }))];
      const refused = left.filter((_, n) => errors.has(n + 2));
      result.push(...left.flatMap((trial, n) => (errors.has(n + 2) ? [{ trial, accepted: false, said: errors.get(n + 2) ?? '' }] : [])));
      left = left.filter((trial) => !refused.includes(trial));
      if (refused.length > 0) continue;
      if (weak) return [...result, ...left.map((trial) => ({ trial, accepted: undefined, said: errors.get(1) ?? '' }))];
      const [only] = left;
      if (left.length === 1 && only !== undefined) return [...result, { trial: only, accepted: false, said: [...errors.values()][0] ?? firstLine(output) }];
      break;
    }
    if (left.length === 0) return result;
    if (left.length === 1) return [...result, ...(await this.#statements(point, left, safe, weak))];
    const half = Math.ceil(left.length / 2);
    const parts = await Promise.all([left.slice(0, half), left.slice(half)].map((part) => this.#statements(point, part, safe, weak)));
    return [...result, ...parts.flat()];
  }
}

function firstLine(output: string): string {
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('WARNING'));
  return lines.find((line) => /ERROR|FATAL/.test(line)) ?? lines[0] ?? '';
}

function execute(path: string, args: readonly string[], functions = ''): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { ...process.env, BPFTRACE_AVAILABLE_FUNCTIONS_TEST: functions };
  return new Promise((resolve) => {
    const child = execFile(path, [...args], { timeout: TIMEOUT_MS, maxBuffer: 64 << 20, env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}
