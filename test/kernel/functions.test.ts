import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { kernelFunctions } from '../../src/kernel/kernel-functions.ts';
import { fileLists } from '../../src/kernel/list-cache.ts';
import { SymbolList } from '../../src/kernel/symbol-list.ts';
import type { Host } from '../../src/system/host.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const KALLSYMS = `ffffffff81000000 T _stext
ffffffff81000010 T vfs_read
ffffffff81000020 t static_twice
ffffffff81000030 D jiffies
ffffffff81000040 t static_twice
ffffffff81000050 W weak_one
ffffffff81000060 t do_init_module
ffffffffc0000000 t btrfs_sync_file\t[btrfs]
ffffffffc0000010 d btrfs_data\t[btrfs]
ffffffff81000000 t __pfx_vfs_read
ffffffffc0000020 t bpf_prog_6deef7357e7b4530\t[bpf]
ffffffffc0000030 t ftrace_trampoline\t[__builtin__ftrace]
`;
const FILTER = `vfs_read
static_twice
__ftrace_invalid_address___12
btrfs_sync_file [btrfs]
schedule_idle
`;
const BLACKLIST = '0xffffffff81000000-0xffffffff81000010\tschedule_idle\n';

const TRACEFS = '/sys/kernel/tracing';
const PLACES = {
  kallsyms: '/proc/kallsyms',
  filter: `${TRACEFS}/available_filter_functions`,
  blacklist: '/sys/kernel/debug/kprobes/blacklist',
  boot: '/proc/sys/kernel/random/boot_id',
} as const;

function host(texts: { readonly [place in keyof typeof PLACES]?: string | null }): Host {
  return recordedHost({ files: Object.fromEntries(Object.entries(texts).map(([place, text]) => [PLACES[place as keyof typeof PLACES], text])) });
}

describe('the kernel’s functions', () => {
  const everything = { kallsyms: KALLSYMS, filter: FILTER, blacklist: BLACKLIST };
  const cases: readonly { readonly on: Parameters<typeof host>[0]; readonly name: string; readonly is: string }[] = [
    // has, traceable, traceable by kprobe, module
    { on: {}, name: 'vfs_read', is: 'unknown unknown unknown -' },
    { on: { kallsyms: null, filter: null }, name: 'vfs_read', is: 'unknown unknown unknown -' },
    { on: { kallsyms: '', filter: '' }, name: 'vfs_read', is: 'unknown unknown unknown -' },
    { on: { kallsyms: 'ffffffff81000030 D jiffies\n' }, name: 'jiffies', is: 'unknown unknown unknown -' },
    { on: { kallsyms: KALLSYMS }, name: 'vfs_read', is: 'yes unknown unknown -' },
    { on: { kallsyms: KALLSYMS }, name: 'vfs_rea', is: 'no no no -' },
    { on: { kallsyms: KALLSYMS.trimEnd() }, name: 'ftrace_trampoline', is: 'no no no -' },
    { on: { kallsyms: KALLSYMS }, name: '__pfx_vfs_read', is: 'no no no -' },
    { on: { filter: FILTER }, name: 'vfs_read', is: 'unknown yes yes -' },
    { on: { filter: FILTER }, name: 'nonesuch', is: 'unknown no no -' },
    { on: everything, name: 'vfs_read', is: 'yes yes yes -' },
    { on: everything, name: 'static_twice', is: 'yes yes yes -' },
    { on: everything, name: 'weak_one', is: 'yes no no -' },
    { on: everything, name: 'jiffies', is: 'no no no -' },
    { on: everything, name: 'btrfs_sync_file', is: 'yes yes yes btrfs' },
    { on: everything, name: 'btrfs_data', is: 'no no no -' },
    { on: everything, name: 'bpf_prog_6deef7357e7b4530', is: 'no no no -' },
    { on: everything, name: 'schedule_idle', is: 'no yes no -' },
    { on: everything, name: '__ftrace_invalid_address___12', is: 'no no no -' },
    { on: everything, name: 'btrfs_sync_file [btrfs]', is: 'no no no -' },
    { on: everything, name: '[btrfs]', is: 'no no no -' },
    { on: everything, name: 'T', is: 'no no no -' },
    { on: everything, name: 'ffffffff81000010', is: 'no no no -' },
    { on: everything, name: '', is: 'no no no -' },
    { on: everything, name: 'constructor', is: 'no no no -' },
    { on: everything, name: '读', is: 'no no no -' },
  ];
  for (const { on, name, is } of cases) {
    it(`${Object.keys(on).join(', ') || 'nothing to read'}: ${JSON.stringify(name)}`, () => {
      const functions = kernelFunctions(host(on), TRACEFS);
      // Again and again: the first look-ups read the text, the others an index.
      for (let i = 0; i < 12; i++) {
        expect([functions.has(name), functions.traceable(name), functions.traceable(name, 'kprobe'), functions.module(name) ?? '-'].join(' ')).toBe(is);
      }
    });
  }

  it('are listed once each', () => {
    const functions = kernelFunctions(host(everything), TRACEFS);
    expect(functions.names()).toEqual(['_stext', 'vfs_read', 'static_twice', 'weak_one', 'do_init_module', 'btrfs_sync_file']);
    expect(functions.list()).toEqual(['vfs_read', 'static_twice', 'btrfs_sync_file', 'schedule_idle']);
    const blind = kernelFunctions(host({}), undefined);
    expect([blind.names(), blind.list()]).toEqual([undefined, undefined]);
  });

  it('a compacted list says the same', () => {
    const compact = SymbolList.fromKallsyms(Buffer.from(KALLSYMS))?.compact() ?? Buffer.alloc(0);
    expect(Buffer.from(compact).toString()).toBe('_stext\nvfs_read\nstatic_twice\nstatic_twice\nweak_one\ndo_init_module\nbtrfs_sync_file\t[btrfs]\n');
    expect(SymbolList.fromLines(compact)?.module('btrfs_sync_file')).toBe('btrfs');
  });
});

describe('lists that are kept', () => {
  const place = mkdtempSync(join(tmpdir(), 'gt-lists-'));
  const directory = join(place, 'cache');
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  beforeEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Which files were read in answering. */
  function ask(text: string, names: readonly string[], boot = 'boot-1'): { readonly answers: readonly string[]; readonly reads: number } {
    const real = host({ kallsyms: text, boot });
    let reads = 0;
    const counting = {
      ...real,
      read(path: string) {
        if (path === PLACES.kallsyms) reads++;
        return real.read(path);
      },
    };
    const functions = kernelFunctions(counting, TRACEFS, fileLists(directory));
    return { answers: names.map((name) => functions.has(name)), reads };
  }

  it('are read from the kernel once a boot', () => {
    expect(ask(KALLSYMS, ['vfs_read', 'weak_one'])).toEqual({ answers: ['yes', 'yes'], reads: 1 });
    expect(statSync(join(directory, 'kallsyms')).mode & 0o777).toBe(0o600);
    expect(ask(KALLSYMS, ['vfs_read', 'weak_one'])).toEqual({ answers: ['yes', 'yes'], reads: 0 });
    expect(ask(KALLSYMS, ['vfs_read'], 'boot-2')).toEqual({ answers: ['yes'], reads: 1 });
    expect(readdirSync(directory)).toEqual(['kallsyms']);
  });

  it('never say no: a module may have been loaded since', () => {
    ask(KALLSYMS, ['vfs_read']);
    const more = `${KALLSYMS}ffffffffc0000000 t new_one\t[new]\n`;
    expect(ask(more, ['new_one', 'nonesuch'])).toEqual({ answers: ['yes', 'no'], reads: 1 });
    expect(ask(more, ['new_one'])).toEqual({ answers: ['yes'], reads: 0 });
  });

  const damage: Readonly<Record<string, (kept: Buffer) => Buffer>> = {
    empty: () => Buffer.alloc(0),
    'cut short': (kept) => kept.subarray(0, kept.length - 3),
    'another text': (kept) => Buffer.from(kept.toString().replace('vfs_read', 'vfs_writ')),
    'no list': () => Buffer.from('\n\n\n'),
  };
  for (const [name, damaged] of Object.entries(damage)) {
    it(`are read again where the file is damaged: ${name}`, () => {
      ask(KALLSYMS, ['vfs_read']);
      const path = join(directory, 'kallsyms');
      writeFileSync(path, damaged(readFileSync(path)));
      expect(ask(KALLSYMS, ['vfs_read'])).toEqual({ answers: ['yes'], reads: 1 });
      expect(ask(KALLSYMS, ['vfs_read'])).toEqual({ answers: ['yes'], reads: 0 });
    });
  }

  it('cost nothing but time where they cannot be kept', () => {
    const lists = fileLists('/proc/nowhere');
    const functions = kernelFunctions(host({ kallsyms: KALLSYMS, boot: 'b' }), TRACEFS, lists);
    expect([functions.has('vfs_read'), functions.has('nonesuch')]).toEqual(['yes', 'no']);
  });
});
