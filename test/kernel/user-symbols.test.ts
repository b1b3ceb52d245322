import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserSymbols } from '../../src/kernel/symbols.ts';
import { userSymbols } from '../../src/kernel/user-symbols.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { dynamicSections, type Form, linkerCacheFile, makeElf, noteSection, symbolSections, usdtNote, Writer } from './elf-maker.ts';

const LE64: Form = { wide: true, little: true };
const FORMS: readonly (readonly [string, Form])[] = [
  ['64 bit, little endian', LE64],
  ['64 bit, big endian', { wide: true, little: false }],
  ['32 bit, little endian', { wide: false, little: true }],
  ['32 bit, big endian', { wide: false, little: false }],
];

function machine(binaries: Readonly<Record<string, Buffer>>, files: Readonly<Record<string, string | null>> = {}): UserSymbols {
  const encoded = Object.fromEntries(Object.entries(binaries).map(([path, bytes]) => [path, bytes.toString('base64')]));
  return userSymbols(recordedHost({ files, binaries: encoded, env: { PATH: '/opt/bin:/usr/bin' } }));
}

function program(form: Form, more: { readonly stripped?: boolean; readonly sections?: Parameters<typeof makeElf>[1] } = {}): Buffer {
  const exported = symbolSections(form, [{ name: 'exported' }, { name: 'imported', value: 0 }], 1, true);
  const all = symbolSections(
    form,
    [{ name: 'main' }, { name: 'exported' }, { name: 'chosen', type: 10 }, { name: 'a_variable', type: 1 }, { name: 'größe' }, { name: '' }],
    3,
  );
  const notes = noteSection(form, '.note.stapsdt', [
    { owner: 'other', type: 3, data: Buffer.from('xyz') },
    usdtNote(form, 'app', 'begin', '8@%rdi -4@16(%rsp)'),
    usdtNote(form, 'app', 'begin', '8@%rax'),
    usdtNote(form, 'app', 'arm', '8@[sp, 16] 4@x1'),
    usdtNote(form, 'app', 'end', ''),
    usdtNote(form, '', 'nameless', ''),
  ]);
  return makeElf(form, [...exported, ...(more.stripped === true ? [] : all), notes, ...(more.sections ?? [])]);
}

describe.each(FORMS)('a file of %s', (_, form) => {
  const symbols = machine({ '/usr/bin/app': program(form), '/usr/bin/stripped': program(form, { stripped: true }) });
  it('tells the functions that are defined in it', () => {
    expect([...(symbols.functions('/usr/bin/app') ?? [])].sort()).toEqual(['chosen', 'exported', 'größe', 'main']);
    expect(symbols.extent('/usr/bin/app')).toBe('all');
  });
  it('tells that the names of others have been stripped off', () => {
    expect(symbols.functions('/usr/bin/stripped')).toEqual(['exported']);
    expect(symbols.extent('/usr/bin/stripped')).toBe('exported');
  });
  it('tells its USDT probes', () => {
    expect(symbols.usdt('/usr/bin/app')).toEqual([
      { provider: 'app', name: 'begin', arguments: 1 },
      { provider: 'app', name: 'arm', arguments: 2 },
      { provider: 'app', name: 'end', arguments: 0 },
    ]);
  });
  it('is linked to libraries, which are linked to others', () => {
    const linked = (needed: string[], paths: string[] = []): Buffer => makeElf(form, dynamicSections(form, needed, paths, 1));
    const tree = machine({
      '/opt/app/bin/app': linked(['liba.so.1', 'libmissing.so'], ['$ORIGIN/../lib']),
      '/opt/app/lib/liba.so.1': linked(['libb.so', 'libcached.so.2']),
      '/usr/lib/libb.so': linked(['liba.so.1', 'libcached.so.2']),
      '/far/libcached.so.2': linked([]),
      '/etc/ld.so.cache': linkerCacheFile([['libcached.so.2', '/far/libcached.so.2']]),
    });
    expect(tree.libraries('/opt/app/bin/app')).toEqual(['/opt/app/lib/liba.so.1', '/usr/lib/libb.so', '/far/libcached.so.2']);
    expect(tree.libraries('/far/libcached.so.2')).toEqual([]);
  });
});

describe('symbols that stand in a file of their own', () => {
  const debug = makeElf(LE64, symbolSections(LE64, [{ name: 'inner' }], 1));
  const id = noteSection(LE64, '.note.gnu.build-id', [{ owner: 'GNU', type: 3, data: Buffer.from('abcdef0123', 'hex') }]);
  const link = { name: '.gnu_debuglink', type: 1, data: new Writer(LE64).text('app.debug').pad(4).number(0, 4).bytes };
  const stripped = (sections: Parameters<typeof makeElf>[1]): Buffer => program(LE64, { stripped: true, sections });
  it.each([
    ['by build id', id, '/usr/lib/debug/.build-id/ab/cdef0123.debug'],
    ['beside it', link, '/opt/app.debug'],
    ['in .debug', link, '/opt/.debug/app.debug'],
    ['below /usr/lib/debug', link, '/usr/lib/debug/opt/app.debug'],
  ])('%s', (_, section, place) => {
    const symbols = machine({ '/opt/app': stripped([section]), [place]: debug });
    expect([...(symbols.functions('/opt/app') ?? [])].sort()).toEqual(['exported', 'inner']);
    expect(symbols.extent('/opt/app')).toBe('all');
  });
  it('but not where that file is the stripped one itself, or out of place', () => {
    const own = { ...link, data: new Writer(LE64).text('app').pad(4).number(0, 4).bytes };
    const out = { ...link, data: new Writer(LE64).text('../../etc/app.debug').pad(4).number(0, 4).bytes };
    const symbols = machine({ '/opt/app': stripped([own]), '/opt/b': stripped([out]), '/etc/app.debug': debug });
    expect(symbols.functions('/opt/app')).toEqual(['exported']);
    expect(symbols.functions('/opt/b')).toEqual(['exported']);
  });
  it('are more than can be told where they are compressed, or inlined', () => {
    const symbols = machine({
      '/opt/fedora': stripped([{ name: '.gnu_debugdata', type: 1, data: Buffer.from('xz') }]),
      '/opt/debug': program(LE64, { sections: [{ name: '.debug_info', type: 1, data: Buffer.from('dwarf') }] }),
    });
    expect(symbols.extent('/opt/fedora')).toBe('some');
    expect(symbols.extent('/opt/debug')).toBe('not-inlined');
  });
});

describe('a damaged file', () => {
  const whole = program(LE64);
  const shoff = Number(whole.readBigUInt64LE(40));
  const change = (at: number, ...bytes: number[]): Buffer => {
    const copy = Buffer.from(whole);
    copy.set(bytes, at);
    return copy;
  };
  const huge = [255, 255, 255, 255, 255, 255, 255, 127];
  it.each([
    ['empty', Buffer.alloc(0)],
    ['only the magic number', whole.subarray(0, 4)],
    ['cut within the header', whole.subarray(0, 40)],
    ['no such width', change(4, 3)],
    ['no such byte order', change(5, 0)],
    ['text', Buffer.from('#!/bin/sh\necho this is long enough to hold a header of an ELF file, but none\n')],
  ])('%s: no ELF file', (_, bytes) => {
    const symbols = machine({ '/x': bytes });
    expect(symbols.functions('/x')).toBeUndefined();
    expect(symbols.usdt('/x')).toBeUndefined();
    expect(symbols.libraries('/x')).toEqual([]);
    expect(symbols.find('/x')).toBeUndefined();
  });
  it.each([
    ['sections far behind its end', change(40, ...huge)],
    ['cut before the sections', whole.subarray(0, shoff)],
    ['headers of another size', change(58, 7, 0)],
    ['no sections', change(60, 0, 0)],
  ])('%s: no functions', (_, bytes) => expect(machine({ '/x': bytes }).functions('/x')).toEqual([]));
  it.each([
    ['a table that is larger than the file', change(shoff + 64 + 32, ...huge)],
    ['a table that lies elsewhere', change(shoff + 64 + 24, ...huge)],
    ['strings that are not there', change(shoff + 64 + 40, 200, 0, 0, 0)],
    ['entries of another size', change(shoff + 64 + 56, 3)],
  ])('%s: not all functions, and it says so', (_, bytes) => {
    const symbols = machine({ '/x': bytes });
    expect(symbols.functions('/x')).toContain('main');
    expect(symbols.extent('/x')).toBe('some');
  });
  it('says so as well where names go on without end', () => {
    const text = Buffer.alloc(600_000, 'a');
    const table = Buffer.concat([
      Buffer.alloc(24),
      ...Array<Buffer>(2_000).fill(new Writer(LE64).number(0, 4).number(0x12, 1).number(0, 1).number(1, 2).word(1).word(1).bytes),
    ]);
    const bytes = makeElf(LE64, [
      { name: '.symtab', type: 2, data: table, link: 2, entrySize: 24 },
      { name: '.strtab', type: 3, data: text },
    ]);
    expect(machine({ '/x': bytes }).extent('/x')).toBe('some');
  });
  it('never throws, hangs or takes more memory than the file, whatever is changed in it', () => {
    const seeds = [whole, program({ wide: false, little: false }), makeElf(LE64, dynamicSections(LE64, ['liba.so'], ['$ORIGIN'], 1))];
    const real = ['/bin/true', '/usr/bin/true', process.execPath].find((path) => existsSync(path) && readFileSync(path).length < 1_000_000);
    if (real !== undefined) seeds.push(readFileSync(real));
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.oneof(fc.nat(200), fc.nat()), fc.oneof(fc.constant(255), fc.nat(255))), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.option(fc.nat(), { nil: undefined }),
        (seed, changes, fromEnd, cut) => {
          const bytes = Buffer.from(seed);
          for (const [at, value] of changes) bytes[fromEnd ? bytes.length - 1 - (at % bytes.length) : at % bytes.length] = value;
          const symbols = machine({ '/x': cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length) });
          const names = symbols.functions('/x');
          expect(names === undefined).toBe(symbols.extent('/x') === undefined);
          symbols.usdt('/x');
          symbols.libraries('/x');
          symbols.find('/x');
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('where a target is found', () => {
  const elf = program(LE64);
  const symbols = machine(
    {
      '/opt/bin/tool': elf,
      '/usr/bin/tool': elf,
      '/usr/bin/other-tool': elf,
      '/usr/sbin/daemon': elf,
      '/lib/libc.so.6': elf,
      '/lib32/libc.so.6': elf,
      '/lib/libssl.so.3': elf,
      '/usr/bin/object.o': makeElf(LE64, [], 1),
      '/etc/ld.so.cache': linkerCacheFile([
        ['libc.so.6', '/lib32/libc.so.6', 0x3],
        ['libcrypt.so.1', '/lib/libcrypt.so.1'],
        ['libc.so.6', '/lib/libc.so.6'],
        ['libssl.so.3', '/lib/libssl.so.3'],
      ]),
    },
    { '/usr/bin/script': '#!/usr/bin/env python3 -u\n', '/usr/bin/shell': '#! /bin/sh\n', '/usr/bin/text': 'text', '/usr/bin/secret': null },
  );
  it.each([
    ['/usr/bin/tool', '/usr/bin/tool'],
    ['tool', '/opt/bin/tool'],
    ['daemon', '/usr/sbin/daemon'],
    ['libc', '/lib/libc.so.6'],
    ['libc.so.6', '/lib/libc.so.6'],
    ['libssl', '/lib/libssl.so.3'],
    ['secret', '/usr/bin/secret'],
    ['ssl', undefined],
    ['lib', undefined],
    ['', undefined],
    ['script', undefined],
    ['/usr/bin/text', undefined],
    ['/usr/bin/object.o', undefined],
    ['/usr/bin', undefined],
    ['/nowhere', undefined],
  ])('%s', (target, path) => expect(symbols.find(target)).toBe(path));
  it('a library has to be named by its path for a USDT probe', () => expect(symbols.find('libc', 'usdt')).toBeUndefined());
  it('patterns stand for all that match', () => {
    expect(symbols.findAll('/usr/bin/*tool')).toEqual(['/usr/bin/other-tool', '/usr/bin/tool']);
    expect(symbols.findAll('*tool')).toEqual(['/opt/bin/tool', '/usr/bin/other-tool', '/usr/bin/tool']);
    expect(symbols.findAll('/*/bin/t??l*')).toEqual(['/opt/bin/tool', '/usr/bin/tool']);
    expect(symbols.findAll('/usr/bin/[a-o]*-tool')).toEqual(['/usr/bin/other-tool']);
    expect(symbols.findAll('/usr/bin/[!a-o]*-tool*')).toEqual([]);
    expect(symbols.findAll('/usr/bin/[z-a]*')).toEqual([]);
    expect(symbols.findAll('libc*')).toEqual([]);
  });
  it('scripts are told apart', () => {
    expect(symbols.file('/usr/bin/script')).toEqual({ interpreter: 'python3' });
    expect(symbols.file('/usr/bin/shell')).toEqual({ interpreter: '/bin/sh' });
    expect(symbols.file('/usr/bin/text')).toBe('other');
    expect(symbols.file('/nowhere')).toBe('missing');
  });
  it('what may have been meant', () => {
    expect(symbols.around('/opt/bin/other-tool')).toEqual(['/opt/bin/tool', '/usr/bin/other-tool']);
    expect(symbols.around('/x/libssl.so.3')).toContain('/lib/libssl.so.3');
    expect(symbols.around('libsl')).toEqual(expect.arrayContaining(['libssl', 'libc', 'tool', 'daemon']));
  });
});

describe('a damaged linker cache', () => {
  const whole = linkerCacheFile([['libc.so.6', '/lib/libc.so.6']]);
  const old = Buffer.concat([Buffer.from('ld.so-1.7.0\0'), new Writer(LE64).number(1, 4).bytes, Buffer.alloc(16), whole]);
  const find = (cache: Buffer): string | undefined => machine({ '/etc/ld.so.cache': cache }).find('libc');
  it('is read where it is whole, behind the old format too', () => {
    expect(find(whole)).toBe('/lib/libc.so.6');
    expect(find(old)).toBe('/lib/libc.so.6');
  });
  it.each([
    ['cut', whole.subarray(0, 50)],
    ['with too many entries', Buffer.concat([whole.subarray(0, 20), Buffer.alloc(4, 255), whole.subarray(24)])],
    ['with names behind its end', Buffer.concat([whole.subarray(0, 52), Buffer.alloc(8, 255), whole.subarray(60)])],
    ['of another kind', Buffer.from('something else, which is long enough to be one of them')],
  ])('%s: knows nothing', (_, cache) => expect(find(cache)).toBeUndefined());
});
