import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { assess } from '../../src/check/policy/assess.ts';
import { repair } from '../../src/check/repair.ts';
import { machine } from './linux-6.18.ts';

/** What every JavaScript object has: a table that is asked for one of these must not answer. */
const INHERITED = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];

/** Programs with a name in every place that a table is asked about. */
const PROGRAMS = [
  'BEGIN { NAME(@x); @x = 1; }',
  'BEGIN { @NAME = NAME; print(@NAME); clear(@NAME); }',
  'BEGIN { $NAME = 1; print($NAME); }',
  'BEGIN { @ = (struct NAME *)0; @b = ((struct NAME *)1)->NAME; }',
  'BEGIN { @ = reg("NAME"); signal("NAME"); }',
  'BEGIN { printf("%NAME\\n", NAME()); }',
  'BEGIN { @ = kstack(NAME); @x = sizeof(NAME); @y = offsetof(NAME, NAME); }',
  'config = { NAME = NAME }\nBEGIN { }',
  '#include <NAME>\nBEGIN { NAME }',
  'fn NAME($a : NAME) : NAME { return $a; } BEGIN { NAME(1); }',
  'NAME:a:b { @ = ctx; }',
  'software:NAME { @ = count(); }',
  'profile:NAME:99 { @[NAME] = count(); }',
  'interval:NAME:1 { NAME(@NAME); }',
  'kprobe:f, NAME:g { @ = retval; }',
  'kretprobe:NAME { @ = arg0 + retval; }',
  'uprobe:NAME:NAME { @ = str(arg0); }',
  'usdt:NAME:NAME:NAME { @ = count(); }',
  'tracepoint:NAME:NAME { @[args->NAME] = count(); }',
  'tracepoint:sched:sched_switch { @[args->NAME] = count(); }',
];

describe.each(['0.17.0', '0.24.0'])('with bpftrace %s', (version) => {
  const its = { ...machine, facts: { ...machine.facts, bpftrace: { path: '/usr/bin/bpftrace', version } } };

  it.each(PROGRAMS.flatMap((program) => INHERITED.map((name) => program.replaceAll('NAME', name))))('%s', (source) => {
    const { parsed, diagnostics } = check(source, its);
    const said = JSON.stringify([diagnostics, assess(parsed.script, source, its), repair(source, its)]);
    expect(said).not.toMatch(/native code|\[object|"rate":null/);
  });
});
