/** What an option is for, found by its names and by what is said of it: so that a wish finds it in any tool. */
import type { Positional, ToolOption, ToolSchema } from './schema.ts';

export type Role =
  | 'pid'
  | 'comm'
  | 'user'
  | 'duration'
  | 'interval'
  | 'times'
  | 'failed'
  | 'top'
  | 'at-least'
  | 'errno'
  | 'port'
  | 'device'
  | 'cpu'
  | 'path'
  | 'signal'
  | 'syscall'
  | 'by-process'
  | 'by-thread'
  | 'by-disk'
  | 'keep-screen'
  | 'folded'
  | 'latency'
  | 'all-cpus'
  | 'stdio';

interface Sign {
  readonly takes: boolean;
  readonly names?: RegExp;
  readonly meaning?: RegExp;
}

const SIGNS: Readonly<Record<Role, Sign>> = {
  pid: { takes: true, names: /^--(?:pid|attach)$/ },
  comm: { takes: true, names: /^--(?:name|comm)$/ },
  user: { takes: true, names: /^--(?:uid|user)$/, meaning: /(?:trace|only).*\buid\b|\bUID\b.*(?:trace|only)|^user to|user id/i },
  duration: { takes: true, names: /^--(?:duration|timeout)$/, meaning: /duration (?:of|to)|total|tracing duration|timeout|^duration/i },
  interval: { takes: true, names: /^--interval(?:-print)?$/ },
  times: { takes: true, names: /^--(?:interval-count|max-events)$/ },
  failed: { takes: false, meaning: /\bfail(?:ed|s|ures?)?\b|error (?:code|exits)/i },
  top: { takes: true, names: /^--(?:top|rows|maxrows|entries)$/ },
  'at-least': { takes: true, names: /^--(?:min|duration|min-block-time)$/, meaning: /min(?:imum)? latency|duration >|amount of time in microseconds over/i },
  errno: { takes: true, names: /^--errno$/ },
  port: { takes: true, names: /^--(?:port|remoteport)$/ },
  device: { takes: true, names: /^--disk$/ },
  cpu: { takes: true, names: /^--cpu$/ },
  path: { takes: true, names: /^--trace-path$/ },
  signal: { takes: true, names: /^--signal$/ },
  syscall: { takes: true, names: /^--(?:syscall|expr|trace)$/ },
  'by-process': { takes: false, meaning: /per (?:process|pid)\b|by process|each (?:process|pid)\b|separately for each process/i },
  'by-thread': { takes: false, meaning: /per thread|each thread/i },
  'by-disk': { takes: false, meaning: /per disk|each disk/i },
  'keep-screen': { takes: false, meaning: /don'?t clear/i },
  folded: { takes: false, meaning: /folded/i },
  latency: { takes: false, meaning: /collect syscall latency/i },
  'all-cpus': { takes: false, names: /^--all-cpus$/ },
  stdio: { takes: false, names: /^--stdio$/ },
};

/** The option of a schema that is for this. */
export function optionFor(role: Role, { options }: ToolSchema): ToolOption | undefined {
  const { takes, names, meaning } = SIGNS[role];
  return options.find(
    (option) =>
      (option.argument !== undefined) === takes &&
      (names === undefined || option.names.some((name) => names.test(name))) &&
      // Pages of manuals know only letters: then what is said tells.
      (meaning === undefined || meaning.test(option.meaning)) &&
      !/not|successful/i.test(names === undefined && role === 'failed' ? option.meaning : ''),
  );
}

/** The argument that stands alone and is called so. */
export function positionalFor(name: RegExp, { positionals }: ToolSchema): Positional | undefined {
  return positionals.find((positional) => name.test(positional.name));
}
