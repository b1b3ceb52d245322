import { describe, expect, it } from 'vitest';
import type { Column, ColumnKind } from '../../src/core/program.ts';
import { type Known, PLACEHOLDER, redaction } from '../../src/explain/redact.ts';
import { cpuMilliseconds } from '../fixtures/cpu.ts';

const KNOWN: Known = { homes: ['/data/people/zoe'], users: ['zoe', 'li.wei', 'root'], hosts: ['falcon', 'db-7'] };
/** Not written as in the code that is tested: no key of this shape stands in a file. */
const key = (...parts: readonly string[]): string => parts.join('');

/** A text, what must not be left of it, and what must be. */
const TEXTS: readonly { readonly text: string; readonly gone?: readonly string[]; readonly stays?: readonly string[] }[] = [
  // Paths
  { text: 'read /home/ann/notes.txt twice', gone: ['ann', 'notes'], stays: ['read', 'twice'] },
  { text: '/root/.ssh/id_rsa', gone: ['ssh', 'id_rsa', 'root'] },
  { text: 'in /data/people/zoe/x, and /data/people/zoe', gone: ['people', 'zoe'], stays: [', and'] },
  { text: 'open "/home/ann/My Documents/tax 2025.pdf" now', gone: ['Documents', 'tax', '2025'], stays: ['now'] },
  { text: 'open /home/ann/My Documents/tax.pdf now', gone: ['Documents', 'tax'], stays: ['now'] },
  { text: 'cat /home/ann/My\\ Documents/tax.pdf', gone: ['Documents', 'tax'] },
  { text: '~/secret/plan.md and ~bob/x', gone: ['plan', 'bob'] },
  { text: 'C:\\Users\\Ann Smith\\Desktop\\plan.docx opened', gone: ['Ann', 'Smith', 'Desktop', 'plan'], stays: ['opened'] },
  { text: 'C:/Users/Ann/plan.docx', gone: ['Ann', 'plan'] },
  { text: '\\\\fileserver\\share\\plan.docx', gone: ['fileserver', 'plan'] },
  { text: '/Users/ann/Library/x', gone: ['ann', 'Library'] },
  { text: '谁在读取/home/安娜/文件.txt？', gone: ['安娜', '文件'], stays: ['谁在读取', '？'] },
  { text: '打开了 /客户/合同.pdf', gone: ['客户', '合同'] },
  { text: '/srv/clients/acme/contract.pdf', gone: ['acme', 'contract'] },
  { text: '/var/lib/docker/overlay2/ab/merged/home/ann/x', gone: ['ann'] },
  { text: '/proc/77/root/home/ann/x', gone: ['ann'] },
  { text: '/usr/lib/../../home/ann/x', gone: ['ann'] },
  {
    text: '/etc/passwd /usr/lib/libc.so.6 /proc/self/maps /dev/null /sys/kernel/tracing',
    stays: ['/etc/passwd /usr/lib/libc.so.6 /proc/self/maps /dev/null /sys/kernel/tracing'],
  },
  { text: 'TCP/IP and/or read/write, 5/s', stays: ['TCP/IP and/or read/write, 5/s'] },
  // Addresses
  { text: 'to 10.1.2.3:443', gone: ['10.1.2.3'], stays: [':443'] },
  { text: 'from 192.168.0.12/24.', gone: ['192.168'] },
  { text: '连接到10.1.2.3的进程', gone: ['10.1.2.3'], stays: ['连接到', '的进程'] },
  { text: '2001:db8::1', gone: ['2001', 'db8'] },
  { text: '连接2001:db8::1的次数', gone: ['db8'], stays: ['的次数'] },
  { text: '[2001:db8:0:0:1:2:3:4]:443', gone: ['db8'], stays: [']:443'] },
  { text: 'fe80::1ff:fe23:4567:890a%eth0: refused', gone: ['fe80', 'eth0'], stays: [': refused'] },
  { text: 'it was 2001:db8::2: the end', gone: ['db8'], stays: ['the end'] },
  { text: '::ffff:10.9.8.7', gone: ['10.9.8.7', 'ffff'] },
  { text: '64:ff9b::192.0.2.33', gone: ['ff9b', '192.0.2'] },
  {
    text: '::1 :: 127.0.0.1 127.9.9.9 0.0.0.0 ::ffff:127.0.0.1 0:0:0:0:0:0:0:1',
    stays: ['::1 :: 127.0.0.1 127.9.9.9 0.0.0.0 ::ffff:127.0.0.1 0:0:0:0:0:0:0:1'],
  },
  { text: 'at 12:34:56 tracepoint:syscalls:sys_enter_openat std::vector', stays: ['at 12:34:56 tracepoint:syscalls:sys_enter_openat std::vector'] },
  { text: 'MAC 52:54:00:12:34:56, 52-54-00-12-34-57, 5254.0012.3458', gone: ['52:54', '52-54', '5254'] },
  { text: 'ip-10-0-3-17.eu-west-1.compute.internal', gone: ['10-0-3', 'eu-west'] },
  { text: '300.1.2.3 5.15.0', stays: ['300.1.2.3 5.15.0'] },
  // Names
  { text: 'mail ann.lee+x@example.co.jp now', gone: ['ann', 'example'], stays: ['mail', 'now'] },
  { text: 'ann@laptop, git@code.acme.io:team/secret.git', gone: ['ann', 'laptop', 'acme', 'team'] },
  { text: '写给 王@例子.中国 的', gone: ['例子'] },
  { text: 'getty@tty1.service', stays: ['getty@tty1.service'] },
  { text: 'db.acme.com, www.例え.jp, nas.local, falcon, DB-7', gone: ['acme', '例え', 'nas', 'falcon', 'DB-7'] },
  { text: 'libc.so, main.rs, args.filename, e.g. this, localhost', stays: ['libc.so, main.rs, args.filename, e.g. this, localhost'] },
  { text: "zoe's files; li.wei; Zoe; zoetrope; root", gone: ["zoe's", 'li.wei', 'Zoe'], stays: ['zoetrope', 'root'] },
  // Secrets
  { text: `key ${key('AK', 'IA', 'IOSFODNN7EXAMPLE')} end`, gone: ['IOSFODNN7'], stays: ['key', 'end'] },
  { text: key('gh', 'p_', 'abcdefghij0123456789ABCDEFGHIJ012345'), gone: ['abcdefghij'] },
  { text: key('sk', '-proj-', 'abcDEF123456abcDEF123456'), gone: ['abcDEF'] },
  { text: key('eyJ', 'hbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxIn0.', 'abc-DEF_123'), gone: ['hbGci', 'abc-DEF'] },
  { text: 'mysql -h x --password=hunter2 -e 1', gone: ['hunter2'] },
  { text: 'tool --token hunter2 --verbose', gone: ['hunter2'], stays: ['--verbose'] },
  { text: 'DB_PASSWORD="correct horse battery" run', gone: ['correct', 'horse', 'battery'], stays: ['run'] },
  { text: 'the password is hunter2', gone: ['hunter2'] },
  { text: 'Authorization: Bearer abc.def-123', gone: ['abc.def'] },
  { text: '密码：hunter2，然后', gone: ['hunter2'], stays: ['然后'] },
  { text: 'パスワードは hunter2', gone: ['hunter2'] },
  { text: 'curl -u ann:hunter2 x', gone: ['hunter2'] },
  { text: 'postgres://ann:hunter2@db/x', gone: ['ann', 'hunter2', 'db/x'] },
  { text: 'GET https://api.acme.com/v1?token=abc&user=ann.', gone: ['acme', 'abc', 'ann'], stays: ['GET'] },
  { text: 'http://localhost:8080/health http://localhost/?k=v', gone: ['k=v'], stays: ['http://localhost:8080/health'] },
  { text: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNza\n-----END OPENSSH PRIVATE KEY----- ok', gone: ['b3Blbn'], stays: ['ok'] },
  { text: 'aB3dE5fG7hI9jK1lM3nO5p and 0123456789abcdef0123456789abcdef', gone: ['aB3dE5', '0123456789abcdef'] },
  { text: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', gone: ['3f2504e0'] },
  { text: 'tracepoint:syscalls:sys_enter_openat2 internationalization', stays: ['tracepoint:syscalls:sys_enter_openat2 internationalization'] },
  { text: 'at 0xffffffff81234567', gone: ['ffff'] },
];

describe('text', () => {
  it.each(TEXTS)('$text', ({ text, gone = [], stays = [] }) => {
    const { text: redact, restore } = redaction(KNOWN);
    const said = redact(text);
    for (const part of gone) expect(said).not.toContain(part);
    for (const part of stays) expect(said).toContain(part);
    expect(restore(said)).toBe(text);
    expect(redact(text)).toBe(said);
  });

  it('gives the same value the same placeholder, and each value its own', () => {
    const { text } = redaction();
    const first = text('10.0.0.1 /home/ann/x 10.0.0.2 10.0.0.1');
    expect(first).toBe('<address-2> <path-1> <address-3> <address-2>');
    expect(text('/home/ann/x')).toBe('<path-1>');
  });

  it('tells nothing of what it stands for', () => {
    const one = redaction().text('/home/a/b 10.0.0.1');
    const other = redaction().text(`/home/${'long'.repeat(50)}/b 203.0.113.77`);
    expect(one).toBe(other);
  });

  it('is not confused by what looks like a placeholder', () => {
    const { text, restore, behind } = redaction();
    const said = text('echo <path-1> <path-2> /home/ann/x');
    expect(said.match(PLACEHOLDER)).toHaveLength(3);
    expect(restore(said)).toBe('echo <path-1> <path-2> /home/ann/x');
    const path = said.match(/<path-\d+>/)?.[0] ?? '';
    expect(behind(path)).toBe('/home/ann/x');
    expect(restore('<path-99> <nothing-1>')).toBe('<path-99> <nothing-1>');
  });

  it('puts back once: a value that looks like a placeholder is not put back again', () => {
    const { text, restore } = redaction();
    const said = text('<text-2> /home/ann/x');
    expect(restore(said)).toBe('<text-2> /home/ann/x');
  });

  it('reads a long text in no time', () => {
    const took = cpuMilliseconds(() => {
      for (const piece of ['a:', '/a', 'a.', '@a', '0:', ' /', '-a', 'Aa1', '\\a ', '<a-']) redaction(KNOWN).text(piece.repeat(4_000));
    });
    expect(took).toBeLessThan(20_000);
  });
});

function column(kind: ColumnKind, name: string = kind): Column {
  return { name, kind, type: 'string' };
}

const CELLS: readonly { readonly column: Column; readonly value: string | number; readonly shown?: string; readonly says: string | RegExp }[] = [
  { column: column('process'), value: 'zoe', says: 'zoe' },
  { column: column('process'), value: 'postgres', says: 'postgres' },
  { column: column('process'), value: '10.1.2.3', says: '<address-1>' },
  { column: column('process'), value: '<path-1>', says: '<text-1>' },
  { column: column('file'), value: '/etc/passwd', says: '/etc/passwd' },
  { column: column('file'), value: '/usr/share/zoe/x', says: '/usr/share/<user-1>/x' },
  { column: column('file'), value: 'contract acme.pdf', says: '<path-1>' },
  { column: column('file'), value: 'libssl.so.3', says: 'libssl.so.3' },
  { column: column('file'), value: '/tmp/acme.sql', says: '<path-1>' },
  { column: column('file'), value: 'socket:[1234]', says: 'socket:[1234]' },
  { column: column('directory'), value: '/home/ann', says: '<path-1>' },
  { column: column('address'), value: '203.0.113.9', says: '<address-1>' },
  { column: column('address'), value: '127.0.0.1', says: '127.0.0.1' },
  { column: column('address'), value: '::', says: '::' },
  { column: column('user'), value: 1000, shown: 'ann', says: '<user-1>' },
  { column: column('user'), value: 0, shown: 'root', says: 'root' },
  { column: column('user'), value: 33, shown: 'www-data', says: 'www-data' },
  { column: column('group'), value: 1000, shown: 'ann', says: '<group-1>' },
  { column: column('group'), value: 27, shown: 'sudo', says: 'sudo' },
  { column: column('container'), value: 4123, shown: 'acme-web (docker 0123456789ab)', says: '<container-1>' },
  { column: column('container'), value: 4123, shown: '4123', says: '4123' },
  { column: column('plain', 'command'), value: 'mysql -pX --host acme', says: 'mysql <arguments-1>' },
  { column: column('plain', 'command'), value: '/home/ann/run me', says: '<path-1> <arguments-2>' },
  { column: column('plain', 'command'), value: 'SECRET=1 make', says: '<arguments-1>' },
  { column: column('plain', 'host'), value: 'db', says: '<host-1>' },
  { column: column('plain', 'host'), value: 'localhost', says: 'localhost' },
  { column: column('plain', 'whatever'), value: 'GET /index HTTP', says: 'GET <arguments-1>' },
  { column: column('plain', 'function'), value: 'vfs_read', says: 'vfs_read' },
  { column: column('plain', 'query'), value: 'select name from people', says: '<text-1>' },
  { column: column('stack'), value: 's', shown: '_ZN4core3ops8function6FnOnce9call_once17h1a2b3c4d5e6f7a8bE < main', says: /^_ZN4core.* < main$/ },
  { column: column('stack'), value: 's', shown: 'f < /home/ann/bin/app < 0x7f0012345678', says: 'f < <path-1> < <pointer-2>' },
];

describe('cell', () => {
  it.each(CELLS)('$column.name $value', ({ column, value, shown = String(value), says }) => {
    const { cell, restore } = redaction(KNOWN);
    const said = cell(value, shown, column);
    if (typeof says === 'string') expect(said).toBe(says);
    else expect(said).toMatch(says);
    expect(restore(said)).toBe(shown);
  });
});
