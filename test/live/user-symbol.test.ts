/** What the rule says of uprobes and USDT probes, held against what bpftrace does with them on this machine. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { applyEdits } from '../../src/core/diagnostic.ts';
import { userSymbols } from '../../src/kernel/user-symbols.ts';
import { realHost } from '../../src/system/real.ts';
import { runs, scratch, scratchFile, whyNot } from './helpers.ts';
import { machineHere } from './pipeline.ts';

const here = await machineHere();
const cannot = whyNot('bpftrace', 'root', 'tracefs') ?? ('cannot' in here ? here.cannot : undefined);
const symbols = userSymbols(realHost());
const libc = symbols.find('libc') ?? '/lib/libc.so.6';
const cxx = symbols.find('libstdc++') ?? '/usr/lib/libstdc++.so.6';
const python = ['/usr/bin/python3', ...symbols.libraries('/usr/bin/python3')].find((path) => (symbols.usdt(path)?.length ?? 0) > 0);

const script = scratchFile('script');
writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 });
const damaged = scratchFile('damaged');
writeFileSync(damaged, Buffer.concat([Buffer.from([127, 69, 76, 70, 2, 1, 1, 0]), Buffer.alloc(60, 255)]), { mode: 0o755 });
const places = join(scratch, 'tools');
mkdirSync(places);
symlinkSync('/bin/bash', join(places, 'shell-one'));
symlinkSync('/bin/sh', join(places, 'shell-two'));

/** Attach points; whether they attach is asked of bpftrace. */
const POINTS: readonly string[] = [
  'uprobe:/bin/bash:readline',
  'uprobe:/bin/bash:main',
  'uprobe:/bin/bash:readlin',
  'uprobe:/bin/bash:Readline',
  'uprobe:/bin/bash:read*',
  'uprobe:/bin/bash:*line*',
  'uprobe:/bin/bash:r*l*e',
  'uprobe:/bin/bash:zz*',
  'uprobe:/bin/bash:malloc',
  'uprobe:/bin/bash:_start',
  'uprobe:/bin/bash:readlin[e]',
  'uprobe:/bin/bash:rl_readline_name',
  'uprobe:/bin/bash:12ab',
  'uprobe:"/bin/bash":"readline"',
  'uprobe:"/bin/bash":"readlin*"',
  'uretprobe:/bin/bash:readline',
  'uretprobe:/bin/bash:readlinex',
  'uretprobe:libc:malloc',
  'u:/bin/bash:readline',
  'uprobe:bash:readline',
  'uprobe:bash:nosuch',
  'uprobe:bahs:readline',
  'uprobe:/bin/bahs:readline',
  'uprobe:/usr/local/nowhere/bash:readline',
  'uprobe:./bash:readline',
  'uprobe:/usr/bin/:f',
  'uprobe:/etc/passwd:f',
  `uprobe:${script}:main`,
  `uprobe:${damaged}:main`,
  `uprobe:${places}/shell-*:main`,
  `uprobe:${places}/shell-*:readline`,
  `uprobe:${places}/shell-*:nosuch`,
  `uprobe:${places}/nosuch-*:main`,
  'uprobe:ba*sh:readline',
  'uprobe:libc:malloc',
  'uprobe:libc:malocx',
  'uprobe:libc:mall*',
  'uprobe:libc:environ',
  'uprobe:libc:memcpy',
  'uprobe:libc.so.6:malloc',
  'uprobe:libc.so:malloc',
  'uprobe:libc*:malloc',
  'uprobe:lib:malloc',
  'uprobe:libm:sin',
  'uprobe:libnosuch:f',
  'uprobe:c:malloc',
  `uprobe:${libc}:getaddrinfo`,
  `uprobe:${libc}:getadrinfo`,
  `uprobe:${dirname(libc)}/libc.so*:malloc`,
  `uprobe:${process.execPath}:uv_run`,
  `uprobe:${process.execPath}:uv_walk_away`,
  `uprobe:"${cxx}":__cxa_throw`,
  `uprobe:"${cxx}":__cxa_thrown`,
  'uprobe:/bin/bash',
  'uprobe:/bin/bash:',
  'uprobe::f',
  'uprobe:/bin/bash:cpp:readline',
  'uprobe:/bin/bash:a:b:c',
  'usdt:/bin/bash:a:b',
  'usdt:/bin/bash:a:*',
  'usdt:/bin/bash:',
  'usdt:/bin/bash',
  'usdt::a:b',
  'usdt:/nosuch:a:b',
  'usdt:libc:setjmp',
  'usdt:bash:a:b',
  `usdt:"${cxx}":libstdcxx:throw`,
  `usdt:"${cxx}":libstdcxx:thrown`,
  `usdt:"${cxx}":throw`,
  `usdt:"${cxx}":thrown`,
  `usdt:"${cxx}":*:throw`,
  `usdt:"${cxx}":thr*`,
  `usdt:"${cxx}":other:throw`,
  `usdt:"${cxx}":other:*`,
  `usdt:"${dirname(cxx)}/libstdc++*":throw`,
  ...(python === undefined ? [] : [`usdt:${python}:python:gc__start`, `usdt:${python}:gc__start`, `usdt:${python}:python:gc__begin`, `usdt:${python}:py*:gc*`]),
];

async function attaches(point: string): Promise<boolean> {
  const { status, stdout } = await runs(['bpftrace', '-e', `BEGIN { exit(); } ${point} { @ = count(); }`]);
  // BEGIN counts as one.
  return status === 0 && Number(/^Attaching (\d+) probe/m.exec(stdout)?.[1]) > 1;
}

describe.skipIf(cannot !== undefined)('user symbols, as bpftrace sees them', () => {
  if ('cannot' in here) return;
  const { machine } = here;
  it.each(POINTS)('%s', async (point) => {
    const { diagnostics } = check(`${point} { @ = count(); }`, machine);
    const codes = diagnostics.map(({ code }) => code);
    expect({ point, errors: diagnostics.some(({ severity }) => severity === 'error') }, codes.join()).toEqual({ point, errors: !(await attaches(point)) });
  });

  it.each(POINTS)('%s, mended', async (point) => {
    const source = `${point} { @ = count(); }`;
    const fix = check(source, machine).diagnostics.flatMap(({ fixes }) => fixes)[0];
    if (fix === undefined) return;
    const mended = applyEdits(source, fix.edits);
    // A usdt probe of a library that has none is first told to name the library's path.
    const rest = check(mended, machine).diagnostics.map(({ code }) => code);
    expect(rest).toEqual(rest.length === 0 ? [] : ['unknown-usdt']);
    if (rest.length === 0) expect(await attaches(mended.replace(/ \{.*/, '')), mended).toBe(true);
  });

  /** Only the run can tell, so nothing is said. */
  it.each(['uprobe:/proc/self/exe:main', 'uprobe:/bin/bash:readline+4', 'uprobe:/bin/bash:0x1234', 'uprobe:/bin/bash:$1', 'uprobe:$1:readline'])(
    '%s is left to the run',
    (point) => {
      expect(check(`${point} { @ = count(); }`, machine).diagnostics).toEqual([]);
    },
  );
});

describe.skipIf(cannot !== undefined)('functions and USDT probes, as bpftrace lists them', () => {
  it.each(['/bin/bash', '/bin/ls', libc, process.execPath, cxx].filter((path) => existsSync(path)))('%s', async (path) => {
    const { stdout } = await runs(['bpftrace', '-l', `uprobe:"${path}":*`]);
    // bpftrace leaves parts of functions out (.part.N): they cannot be traced in a kernel, so it takes them for that.
    const listed = stdout
      .split('\n')
      .filter((line) => line.startsWith('uprobe:'))
      .map((line) => line.slice(`uprobe:${path}:`.length));
    const ours = (symbols.functions(path) ?? []).filter((name) => !name.includes('.part.'));
    expect([...ours].sort()).toEqual(listed.sort());
  });
  it.each([cxx, python ?? cxx].filter((path) => existsSync(path)))('USDT of %s', async (path) => {
    const { stdout } = await runs(['bpftrace', '-l', `usdt:"${path}":*`]);
    const listed = stdout
      .split('\n')
      .filter((line) => line.startsWith('usdt:'))
      .map((line) => line.slice(`usdt:${path}:`.length));
    expect((symbols.usdt(path) ?? []).map(({ provider, name }) => `${provider}:${name}`).sort()).toEqual(listed.sort());
  });
});
