import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../src/check/check.ts';
import { applyEdits } from '../../src/core/diagnostic.ts';
import type { Finding, KernelFacts } from '../../src/core/facts.ts';
import type { Extent, UserSymbols } from '../../src/kernel/symbols.ts';
import { unknownTracepoints } from '../../src/kernel/tracepoints.ts';

interface File {
  readonly functions?: readonly string[];
  readonly extent?: Extent;
  readonly usdt?: readonly string[];
  readonly libraries?: readonly string[];
}

const FILES: Readonly<Record<string, File>> = {
  '/usr/bin/bash': { functions: ['main', 'readline', 'read_builtin', 'rl_bind_key'], extent: 'exported', libraries: ['/lib/libtinfo.so.6', '/lib/libc.so.6'] },
  '/usr/bin/tool': { functions: [], extent: 'exported', libraries: ['/lib/libone.so', '/lib/libtwo.so', '/lib/libc.so.6'] },
  '/usr/bin/own': { functions: ['main', 'work'], extent: 'not-inlined' },
  '/usr/bin/fedora': { functions: ['main'], extent: 'some' },
  '/usr/bin/python3': { functions: ['main'], extent: 'all', libraries: ['/lib/libpython3.so.1'] },
  '/usr/bin/secret': {},
  '/opt/engine': { functions: ['_ZN6engine5startEi', 'main'], extent: 'all' },
  '/lib/libc.so.6': { functions: ['malloc', 'free', 'getaddrinfo'], extent: 'exported', usdt: [] },
  '/lib/libone.so': { functions: ['shared', 'only_one'], extent: 'exported' },
  '/lib/libtwo.so': { functions: ['shared'], extent: 'exported' },
  '/lib/libtinfo.so.6': { functions: ['tputs'], extent: 'exported' },
  '/lib/libpython3.so.1': { functions: [], extent: 'exported', usdt: ['python:gc__start', 'python:gc__done', 'other:gc__done'] },
};
const NAMES: Readonly<Record<string, string>> = { bash: '/usr/bin/bash', tool: '/usr/bin/tool', libc: '/lib/libc.so.6', 'libc.so.6': '/lib/libc.so.6' };

const symbols: UserSymbols = {
  find: (target, kind) => (Object.hasOwn(FILES, target) ? target : kind === 'usdt' && target.startsWith('lib') ? undefined : NAMES[target]),
  findAll: (pattern) =>
    pattern === '/many/*'
      ? undefined
      : pattern.startsWith('/usr/bin/')
        ? ['/usr/bin/bash', '/usr/bin/tool']
        : pattern === 'ba*'
          ? ['/usr/bin/bash', '/bin/bash']
          : [],
  file: (path) => (path === '/usr/bin/npm' ? { interpreter: '/usr/bin/node' } : path === '/etc/passwd' ? 'other' : 'missing'),
  around: (target) => (target.includes('/') ? ['/usr/bin/bash', '/usr/bin/tool'] : ['bash', 'tool', 'libc']),
  functions: (path) => FILES[path]?.functions,
  extent: (path) => FILES[path]?.extent,
  usdt(path) {
    if (FILES[path]?.functions === undefined) return undefined;
    return (FILES[path]?.usdt ?? []).map((text) => ({ provider: text.split(':')[0] ?? '', name: text.split(':')[1] ?? '', arguments: 1 }));
  },
  libraries: (path) => FILES[path]?.libraries ?? [],
};

function machine(version: string | null = '0.17.0', without = false): Machine {
  const yes: Finding = { verdict: 'yes', why: '' };
  const kinds = ['tracepoint', 'kprobe', 'kfunc', 'uprobe', 'usdt', 'software', 'hardware', 'profile', 'interval', 'rawtracepoint'];
  const facts: KernelFacts = {
    format: 1,
    arch: 'x64',
    release: '6.1.0',
    bootId: '',
    privilege: 'root',
    btf: true,
    tracefs: { state: 'mounted' },
    probeKinds: Object.fromEntries(kinds.map((kind) => [kind, yes])) as KernelFacts['probeKinds'],
    ...(version === null ? {} : { bpftrace: { path: '/usr/bin/bpftrace', version } }),
  };
  return { facts, tracepoints: unknownTracepoints, ...(without ? {} : { symbols }) };
}

const BODY = '{ @ = count(); }';

describe('is there, or cannot be told', () => {
  it.each([
    ['uprobe:/usr/bin/bash:readline'],
    ['uprobe:bash:readline'],
    ['uprobe:libc:malloc'],
    ['uretprobe:bash:read*'],
    ['uprobe:bash:*_builtin'],
    ['uprobe:"/usr/bin/bash":"read*"'],
    ['uprobe:/usr/bin/*:readline'],
    ['uprobe:/many/*:whatever'],
    ['uprobe:bash:0x4a3f'],
    ['uprobe:bash:readline+4'],
    ['uprobe:$1:readline'],
    ['uprobe:bash:$1'],
    ['uprobe:"$1":whatever'],
    ['uprobe:/usr/bin/secret:whatever'],
    ['uprobe:/usr/bin/fedora:whatever'],
    ['uprobe:/proc/self/exe:whatever'],
    ['uprobe:/opt/app.apk!/lib/libx.so:whatever'],
    ['usdt:/usr/bin/secret:a:b'],
    ['usdt:/lib/libpython3.so.1:python:gc__start'],
    ['usdt:/lib/libpython3.so.1:gc__start'],
    ['usdt:/lib/libpython3.so.1:*:gc__done'],
    ['usdt:/lib/libpython3.so.1:gc__*'],
    // bpftrace 0.17 compares demangled names too: engine::start(int).
    ['uprobe:/opt/engine:"engine::start"'],
    ['uprobe:/opt/engine:*start*'],
  ])('%s', (point) => expect(check(`${point} ${BODY}`, machine()).diagnostics).toEqual([]));
  it.each([
    ['uprobe:/opt/engine:cpp:"engine::start"', '0.19.0'],
    ['uprobe:/usr/bin/own:inlined', '0.21.0'],
    ['uprobe:/usr/bin/own:inlined', null],
    ['uprobe:libc.so.6:malloc', '0.24.0'],
    ['uprobe:/usr/bin/own@file.c:10', '0.26.0'],
  ])('%s with bpftrace %s', (point, version) => expect(check(`${point} ${BODY}`, machine(version)).diagnostics).toEqual([]));
  it('a machine whose files are not known', () => expect(check(`uprobe:/nowhere:nothing ${BODY}`, machine('0.17.0', true)).diagnostics).toEqual([]));
});

/** `mended` is what the first fix makes of the attach point; `unasked` whether that may be done without asking. */
const WRONG: readonly {
  readonly point: string;
  readonly code: string;
  readonly at?: string;
  readonly says?: RegExp;
  readonly mended?: string;
  readonly unasked?: boolean;
  readonly version?: string;
}[] = [
  {
    point: 'uprobe:bash:readlnie',
    code: 'unknown-symbol',
    at: 'readlnie',
    says: /\/usr\/bin\/bash has no function readlnie.*did you mean readline/s,
    mended: 'uprobe:bash:readline',
  },
  { point: 'uprobe:bash:RL_BindKey', code: 'unknown-symbol', mended: 'uprobe:bash:rl_bind_key', unasked: true },
  { point: 'uprobe:bash:Readline+8', code: 'unknown-symbol', mended: 'uprobe:bash:"readline+8"', unasked: true },
  {
    point: 'uprobe:bash:malloc',
    code: 'unknown-symbol',
    says: /\/lib\/libc.so.6, which it is linked to, has one/,
    mended: 'uprobe:libc:malloc',
    unasked: true,
  },
  { point: 'uretprobe:/usr/bin/bash:tputs', code: 'unknown-symbol', mended: 'uretprobe:/lib/libtinfo.so.6:tputs', unasked: true },
  { point: 'uprobe:tool:shared', code: 'unknown-symbol', says: /libone.so, which.*libtwo.so, which/s, mended: 'uprobe:/lib/libone.so:shared', unasked: false },
  { point: 'uprobe:tool:inner', code: 'unknown-symbol', says: /stripped off \(it exports none\)/ },
  { point: 'uprobe:bash:nothing_like_it', code: 'unknown-symbol', says: /stripped off \(only the 4 that it exports/ },
  { point: 'uprobe:/usr/bin/own:nothing_like_it', code: 'unknown-symbol', says: /gpttrace probes 'uprobe:\/usr\/bin\/own:\*'/ },
  { point: 'uprobe:bash:zz*', code: 'unknown-symbol', says: /no function that matches zz\*/ },
  { point: 'uprobe:bash:readlin[e]', code: 'unknown-symbol', says: /\* is the only wildcard/ },
  { point: 'uprobe:/usr/bin/*:nosuch', code: 'unknown-symbol', says: /\/usr\/bin\/\* has no function nosuch/ },
  { point: 'uprobe:/opt/engine:stop', code: 'unknown-symbol' },
  { point: 'uprobe:/opt/engine:"engine::start"', code: 'unknown-symbol', version: '0.20.0' },
  { point: 'uprobe:/opt/engine:cpp:other', code: 'unknown-symbol', version: '0.20.0' },
  { point: 'uprobe:/usr/bin/own:inlined', code: 'unknown-symbol', version: '0.25.0' },
  {
    point: 'uprobe:bahs:readline',
    code: 'unknown-target',
    at: 'bahs',
    says: /no program or library "bahs" on PATH.*did you mean bash/s,
    mended: 'uprobe:bash:readline',
    unasked: false,
  },
  { point: 'uprobe:/usr/local/bin/bash:readline', code: 'unknown-target', says: /there is no file/, mended: 'uprobe:/usr/bin/bash:readline', unasked: true },
  { point: 'uprobe:/usr/bin/bahs:readline', code: 'unknown-target', mended: 'uprobe:/usr/bin/bash:readline', unasked: false },
  { point: 'uprobe:/usr/bin/npm:main', code: 'unknown-target', says: /is a script.*\/usr\/bin\/node runs it/s },
  { point: 'uprobe:/etc/passwd:main', code: 'unknown-target', says: /neither a program nor a library/ },
  { point: 'uprobe:/opt/no*:main', code: 'unknown-target', says: /no program or library matches/ },
  { point: 'uprobe:ba*:main', code: 'unknown-target', says: /takes none of them/, mended: 'uprobe:/usr/bin/ba*:main', unasked: false },
  { point: 'uprobe:libc.so.6:malloc', code: 'unknown-target', says: /bpftrace 0.17.0 does not find libc.so.6/, mended: 'uprobe:libc:malloc', unasked: true },
  { point: 'usdt:libc:setjmp', code: 'unknown-target', says: /needs the path/, mended: 'usdt:/lib/libc.so.6:setjmp', unasked: true },
  { point: 'uprobe:bash', code: 'malformed-user-probe', says: /uprobe:FILE:FUNCTION/ },
  { point: 'uprobe:bash:', code: 'malformed-user-probe' },
  { point: 'uretprobe::f', code: 'malformed-user-probe' },
  { point: 'uprobe:bash:cpp:readline', code: 'malformed-user-probe' },
  { point: 'uprobe:bash:rust:main', code: 'malformed-user-probe', version: '0.20.0' },
  { point: 'usdt:bash', code: 'malformed-user-probe', says: /usdt:FILE:PROVIDER:NAME/ },
  { point: 'usdt:bash:a:b', code: 'unknown-usdt', says: /bash has no USDT probes.*built without/s },
  { point: 'usdt:/lib/libpython3.so.1:python:gc__begin', code: 'unknown-usdt', at: 'python:gc__begin', says: /did you mean/ },
  { point: 'usdt:/lib/libpython3.so.1:zzzzzzzzzzz', code: 'unknown-usdt', says: /it has: gc__start/ },
  { point: 'usdt:/lib/libpython3.so.1:gc__done', code: 'ambiguous-usdt', says: /say which: python:gc__done, other:gc__done/ },
  { point: 'usdt:/usr/bin/python3:python:gc__start', code: 'unknown-usdt', mended: 'usdt:/lib/libpython3.so.1:python:gc__start', unasked: true },
];

describe('is not there', () => {
  it.each(WRONG)('$point ($version)', ({ point, code, at, says, mended, unasked, version }) => {
    const source = `${point} ${BODY}`;
    const { diagnostics } = check(source, machine(version));
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.severity])).toEqual([[code, 'error']]);
    const [found] = diagnostics;
    if (found === undefined) return;
    if (at !== undefined) expect(source.slice(found.span?.start, found.span?.end)).toBe(at);
    if (says !== undefined) expect([found.message, ...found.hints].join('\n')).toMatch(says);
    const [fix] = found.fixes;
    expect(fix === undefined ? undefined : applyEdits(source, fix.edits)).toBe(
      mended === undefined ? fix && applyEdits(source, fix.edits) : `${mended} ${BODY}`,
    );
    if (unasked !== undefined) expect(fix?.automatic ?? false).toBe(unasked);
  });
  it('moves a probe to a library only with a word on what else is then seen', () => {
    const [found] = check(`uprobe:bash:malloc ${BODY}`, machine()).diagnostics;
    expect(found?.fixes[0]?.changes).toBe('every process that uses /lib/libc.so.6 is watched, not only bash');
  });
});

describe('what bpftrace leaves out without a word', () => {
  const severities = (source: string, version?: string): string[] => check(source, machine(version)).diagnostics.map(({ severity }) => severity);
  it('is a warning as long as another probe is attached', () => {
    expect(severities(`uprobe:bash:nosuch, uprobe:bash:readline ${BODY}`)).toEqual(['warning']);
    expect(severities(`uprobe:bash:nosuch ${BODY} profile:hz:99 ${BODY}`)).toEqual(['warning']);
    expect(severities(`uprobe:bash:nosuch ${BODY} uprobe:/usr/bin/fedora:who_knows ${BODY}`)).toEqual(['warning']);
    expect(check(`uprobe:bash:nosuch, uprobe:bash:readline ${BODY}`, machine()).diagnostics[0]?.message).toMatch(/this probe never fires/);
  });
  it('even where the others see nothing', () => {
    expect(severities(`BEGIN { } uprobe:bash:nosuch ${BODY}`)).toEqual(['warning']);
    expect(severities(`uprobe:bash:nosuch ${BODY} interval:s:1 { exit(); }`)).toEqual(['warning']);
  });
  it('is an error where nothing is left to attach', () => {
    expect(severities(`uprobe:bash:nosuch ${BODY} uprobe:bash:neither ${BODY}`)).toEqual(['error', 'error']);
  });
  it('is an error to bpftrace 0.24 and later, unless the program says otherwise', () => {
    const source = `uprobe:bash:nosuch, uprobe:bash:readline ${BODY}`;
    expect(severities(source, '0.24.0')).toEqual(['error']);
    expect(severities(`config = { missing_probes = "warn" } ${source}`, '0.24.0')).toEqual(['warning']);
  });
  it('but a file that is missing never is', () => expect(severities(`uprobe:/nowhere:f, uprobe:bash:readline ${BODY}`)).toEqual(['error']));
});
