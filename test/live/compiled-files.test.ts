/** Programs in C, objects and modules of the user's own, as a user runs, builds, checks and keeps them; and what is wrong with them, told by this machine's clang, policy and kernel. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { noteOf } from '../../src/compiler/package.ts';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import { libbpf } from '../../src/engines/libbpf/library.ts';
import { tryLoad } from '../../src/engines/libbpf/trial.ts';
import { realHost } from '../../src/system/real.ts';
import { expectMessage, gpttrace, gpttraceCommand, gpttraceEnds, jsonLines, ROOT, Run, runs, scratch, scratchFile, until, whyNot } from './helpers.ts';

const missing = toolchainOf(realHost()).missing;
const here = await libbpf();
const why =
  whyNot('root', 'tracefs') ??
  (missing.length > 0
    ? `skipped: ${missing.join(', ')} not installed`
    : !here.ok
      ? `skipped: ${here.message.message}`
      : existsSync('/sys/kernel/btf/vmlinux')
        ? undefined
        : 'skipped: no BTF');
if (why !== undefined) console.log(why);

const HEAD = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\nchar LICENSE[] SEC("license") = "GPL";\n';
const AT_OPEN = 'SEC("tracepoint/syscalls/sys_enter_openat")\nint handle(struct trace_event_raw_sys_enter *ctx)\n{\n';
const OPENS = `${HEAD}
struct event {
  __u32 pid;
  char comm[16];
  char file[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

const volatile pid_t target_pid = 0;

${AT_OPEN}  pid_t pid = bpf_get_current_pid_tgid() >> 32;
  struct event *event;

  if (target_pid && pid != target_pid)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = pid;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user_str(event->file, sizeof(event->file), (void *)ctx->args[1]);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
`;
const DROP = `${HEAD}SEC("xdp")\nint drop(struct xdp_md *ctx)\n{\n  return ctx->data_end - ctx->data == 77 ? XDP_DROP : XDP_PASS;\n}\n`;

/** What the kernel refuses, the code it is told by, and the line of C it stands at. */
const REFUSED: readonly (readonly [string, string, string, string])[] = [
  [
    'null',
    `${HEAD}struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 16); __type(key, __u32); __type(value, __u64); } counts SEC(".maps");\n${AT_OPEN}  __u32 key = 1;\n  __u64 *value = bpf_map_lookup_elem(&counts, &key);\n  *value += 1;\n  return 0;\n}\n`,
    'verifier-null-check',
    '*value += 1;',
  ],
  ['bounds', `${HEAD}__u64 slots[16];\n${AT_OPEN}  int at = ctx->args[0];\n  slots[at] += 1;\n  return 0;\n}\n`, 'verifier-bounds', 'slots[at] += 1;'],
  [
    'stack',
    `${HEAD}${AT_OPEN}  char big[600];\n  bpf_probe_read_user_str(big, sizeof(big), (void *)ctx->args[1]);\n  bpf_trace_printk(big, sizeof(big));\n  return 0;\n}\n`,
    'bpf-stack',
    'int handle(struct trace_event_raw_sys_enter *ctx)',
  ],
  [
    'loop',
    `${HEAD}${AT_OPEN}  while (bpf_ktime_get_ns() != ctx->args[0])\n    ;\n  return 0;\n}\n`,
    'verifier-loop',
    'while (bpf_ktime_get_ns() != ctx->args[0])',
  ],
  [
    'context',
    `${HEAD}SEC("tracepoint/syscalls/sys_enter_openat")\nint handle(struct pt_regs *ctx)\n{\n  return ctx->r15;\n}\n`,
    'wrong-context',
    'return ctx->r15;',
  ],
  [
    'helper',
    `${HEAD}static long (*bpf_later)(void *x) = (void *)9999;\n${AT_OPEN}  return bpf_later(ctx);\n}\n`,
    'verifier-helper-missing',
    'return bpf_later(ctx);',
  ],
  [
    'tracepoint',
    `${HEAD}SEC("tracepoint/syscalls/sys_enter_opnat")\nint handle(void *ctx)\n{\n  return 0;\n}\n`,
    'unknown-tracepoint',
    'SEC("tracepoint/syscalls/sys_enter_opnat")',
  ],
  ['function', `${HEAD}SEC("fentry/no_such_function_at_all")\nint handle(void *ctx)\n{\n  return 0;\n}\n`, '', 'SEC("fentry/no_such_function_at_all")'],
  [
    'section',
    `${HEAD}SEC("tracepont/syscalls/sys_enter_openat")\nint handle(void *ctx)\n{\n  return 0;\n}\n`,
    'unknown-section',
    'SEC("tracepont/syscalls/sys_enter_openat")',
  ],
];

const place = join(scratch, 'own');
const file = (name: string): string => join(place, name);

interface Told {
  readonly type: string;
  readonly file: string;
  readonly code?: string;
  readonly exit?: number;
  readonly errors?: number;
  readonly verifierLog?: string;
  readonly diagnostics?: readonly {
    readonly code: string;
    readonly severity: string;
    readonly from?: { readonly line: number };
    readonly hints: readonly string[];
  }[];
}

/** Programs of ours that are in the kernel. */
function loadedPrograms(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fdinfo`).filter((name) => /^prog_type:/m.test(readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8'))).length;
  } catch {
    return 0;
  }
}

describe.skipIf(why !== undefined)('files of C', () => {
  beforeAll(async () => {
    mkdirSync(place);
    writeFileSync(file('opens.bpf.c'), OPENS);
    writeFileSync(file('drop.bpf.c'), DROP);
    for (const [name, source] of REFUSED) writeFileSync(file(`${name}.bpf.c`), source);
    await gpttraceEnds(['build', 'opens.bpf.c', '-o', 'carry.o'], { cwd: place });
  });

  it('C is run, narrowed to a process, ended by Ctrl-C, kept, exported and explained', async () => {
    const loop = new Run(['bash', '-c', 'while :; do : < /etc/hostname; sleep 0.05; done']);
    const run = gpttrace(['run', 'opens.bpf.c', '--yes', '--json', '--pid', String(loop.pid), '--html', 'opens.html'], { cwd: place });
    try {
      await until('a row is there', () => /"type":"row".*hostname/.test(run.stdout));
      expect(loadedPrograms(run.pid)).toBe(1);
      run.signal('SIGINT');
      const { status, stdout } = await run.end();
      expect(status).toBe(0);
      const rows = jsonLines(stdout).filter(({ type }) => type === 'row') as unknown as { readonly row: { readonly pid: number; readonly file: string } }[];
      expect(new Set(rows.map(({ row }) => row.pid))).toEqual(new Set([loop.pid]));
      const answer = jsonLines(stdout).find(({ type }) => type === 'answer') as unknown as { readonly records: number };
      expect(answer.records).toBe(rows.length);
    } finally {
      loop.killAll();
    }
    const page = readFileSync(file('opens.html'), 'utf8');
    expect(page).toContain('handle is a program that runs at each event of a tracepoint');
    expect(page).not.toContain('sudo bpftrace');
    const explained = await gpttraceEnds(['explain', 'last', '--lang', 'zh'], { cwd: place });
    expect([explained.status, explained.stdout]).toEqual([0, expect.stringContaining('handle 是在跟踪点每次触发时运行的程序')]);
    expect((await gpttraceEnds(['export', 'last', '-o', 'opens.json'], { cwd: place })).status).toBe(0);
    const again = await gpttraceEnds(['explain', 'opens.json'], { cwd: place });
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('a ring buffer, through which records come')]);
  });

  it('is built into one file, which runs as it came, also from standard input, and from nothing but that', async () => {
    const built = await gpttraceEnds(['build', 'opens.bpf.c', '--json'], { cwd: place });
    expect(JSON.parse(built.stdout)).toMatchObject({
      type: 'built',
      file: 'opens.bpf.o',
      safety: ['observe'],
      verified: true,
      attachPoints: ['tracepoint:syscalls:sys_enter_openat'],
    });
    const bytes = readFileSync(file('opens.bpf.o'));
    expect(noteOf(bytes)).toMatchObject({ title: 'opens', source: OPENS });
    const elsewhere = scratchFile('empty');
    mkdirSync(elsewhere);
    const carried = join(elsewhere, 'carried.o');
    copyFileSync(file('opens.bpf.o'), carried);
    const { status, stdout } = await runs([
      'bash',
      '-c',
      `"$@" < ${carried}`,
      'bash',
      ...gpttraceCommand('run', '-', '--yes', '--json', '--duration', '0.5', '--save', join(elsewhere, 'kept.o')),
    ]);
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toContainEqual(expect.objectContaining({ type: 'attached', probes: 1 }));
    expect(readFileSync(join(elsewhere, 'kept.o')).equals(bytes)).toBe(true);
    // What was built before gives way; what is somebody else's does not.
    expect((await gpttraceEnds(['build', 'opens.bpf.c'], { cwd: place })).status).toBe(0);
    writeFileSync(file('opens.bpf.o'), 'precious');
    const refused = await gpttraceEnds(['build', 'opens.bpf.c'], { cwd: place });
    expect(refused.status).toBe(10);
    expect(readFileSync(file('opens.bpf.o'), 'utf8')).toBe('precious');
  });

  it('is refused where it would do more than watch', async () => {
    for (const args of [
      ['run', 'drop.bpf.c', '--yes'],
      ['build', 'drop.bpf.c'],
    ]) {
      const { status, stderr, stdout } = await gpttraceEnds(args, { cwd: place });
      expect([status, stdout]).toEqual([6, '']);
      expectMessage(stderr, /drop\.bpf\.c:4:1: error: drop: it can drop or redirect packets \(XDP\)/);
      expect(stderr).toContain('--allow-unsafe');
    }
    const checked = await gpttraceEnds(['check', 'drop.bpf.c', '--allow-unsafe', '--sarif'], { cwd: place });
    expect(checked.status).toBe(0);
    expect(existsSync(file('drop.bpf.o'))).toBe(false);
  });

  it('a setting that the program does not have, or that does not fit, is refused before anybody is asked, and one that does is seen', async () => {
    const CONSTANTS = OPENS.replace('const volatile pid_t target_pid = 0;', 'const volatile __u32 mark = 0;\nconst volatile char word[8] = "";')
      .replace('  if (target_pid && pid != target_pid)\n    return 0;\n', '')
      .replace('event->pid = pid;', 'event->pid = mark;')
      .replace('bpf_get_current_comm(event->comm, sizeof(event->comm));', 'for (int at = 0; at < 8; at++)\n    event->comm[at] = word[at];');
    writeFileSync(file('constants.bpf.c'), CONSTANTS);
    for (const [setting, says] of [
      ['nothing=1', /"nothing=1" sets nothing of this program\n {2}it has the constants mark, word/],
      ['mark=-1', /mark takes a whole number from 0 to 4294967295/],
      ['word=too long', /word takes text of at most 7 bytes/],
      ['interface=lo', /"interface=lo" sets nothing of this program/],
    ] as const) {
      const { status, stdout, stderr } = await gpttraceEnds(['run', 'constants.bpf.c', '--yes', '--set', setting], { cwd: place });
      expect([setting, status, stdout]).toEqual([setting, 2, '']);
      expect(stderr).toMatch(says);
    }
    const loop = new Run(['bash', '-c', 'while :; do : < /etc/hostname; sleep 0.05; done']);
    try {
      const args = ['run', 'constants.bpf.c', '--yes', '--json', '--duration', '1', '--set', 'mark=4711', '--set', 'word=a b'];
      const { status, stdout } = await gpttraceEnds(args, { cwd: place });
      expect(status).toBe(0);
      expect(jsonLines(stdout).find(({ type }) => type === 'row')).toMatchObject({ row: { pid: 4711, comm: 'a b' } });
    } finally {
      loop.killAll();
    }
  });

  it('what a program reads of another tracepoint than its own is told by check, at its line', async () => {
    const wrong = OPENS.replace('tracepoint/syscalls/sys_enter_openat', 'tracepoint/sched/sched_switch');
    writeFileSync(file('another.bpf.c'), wrong);
    const { status, stdout } = await gpttraceEnds(['check', '--json', 'another.bpf.c'], { cwd: place });
    expect(status).toBe(4);
    const [told] = jsonLines(stdout) as unknown as Told[];
    const first = told?.diagnostics?.find(({ severity }) => severity === 'error');
    expect(first).toMatchObject({ code: 'wrong-context', hints: expect.arrayContaining(['the type of its argument: struct trace_event_raw_sched_switch']) });
    expect(wrong.split('\n')[(first?.from?.line ?? 0) - 1]).toContain('ctx->args[1]');
  });

  it('what was built is told as that by who changes text', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['fix', 'carry.o'], { cwd: place });
    expect([status, stdout]).toEqual([2, '']);
    expectMessage(stderr, /gpttrace fix changes the text of programs, and carry\.o is a compiled object/);
    expect(stderr).toContain('gpttrace build FILE.bpf.c');
  });

  it('all that clang refuses is told at once, each in its line', async () => {
    writeFileSync(file('errors.bpf.c'), `${HEAD}${AT_OPEN}  int a = undeclared;\n  ctx->nofield = 1;\n  return bpf_no_such_helper(a);\n}\n`);
    const { status, stderr } = await gpttraceEnds(['run', 'errors.bpf.c', '--yes'], { cwd: place });
    expect(status).toBe(4);
    for (const [line, column, what] of [
      [7, 11, 'undeclared'],
      [8, 8, 'nofield'],
      [9, 10, 'bpf_no_such_helper'],
    ] as const)
      expect(stderr).toMatch(new RegExp(`errors\\.bpf\\.c:${line}:${column}: error: .*${what}`));
    expectMessage(stderr, /errors\.bpf\.c does not compile: 3 errors/);
  });

  it('what the kernel refuses is told at its line of C, in words, with a way out', async () => {
    const { status, stdout } = await gpttraceEnds(['check', '--json', '--allow-unsafe', ...REFUSED.map(([name]) => `${name}.bpf.c`)], { cwd: place });
    expect(status).toBe(4);
    const told = jsonLines(stdout) as unknown as Told[];
    expect(told.map((one) => one.file)).toEqual(REFUSED.map(([name]) => `${name}.bpf.c`));
    for (const [index, [name, source, code, line]] of REFUSED.entries()) {
      const first = told[index]?.diagnostics?.find(({ severity }) => severity === 'error');
      // Of a function that is not there the kernel's list tells before libbpf does, where it can be read.
      if (code === '') expect(first?.code, name).toMatch(/^(?:unknown-kernel-function|no-attach-target)$/);
      else expect(first?.code, name).toBe(code);
      expect(source.split('\n')[(first?.from?.line ?? 0) - 1]?.trim(), name).toBe(line);
      expect(first?.hints.length, name).toBeGreaterThan(0);
      if (code.startsWith('verifier-')) expect(told[index]?.verifierLog, name).toMatch(/processed \d+ insns/);
    }
  });

  it('what clang and then the kernel refuse is mended where there is one way to, and told by the lines as they were', async () => {
    const source = (REFUSED.find(([name]) => name === 'null')?.[1] ?? '').replace('#include "vmlinux.h"\n', '');
    writeFileSync(file('twice.bpf.c'), source);
    const refused = await gpttraceEnds(['run', 'twice.bpf.c', '--yes'], { cwd: place });
    expect([refused.status, refused.stderr]).toEqual([4, expect.stringContaining('gpttrace fix twice.bpf.c')]);
    const { status, stdout } = await gpttraceEnds(['fix', '--json', '--write', 'twice.bpf.c'], { cwd: place });
    const told = JSON.parse(stdout) as { readonly changes: readonly { readonly code: string; readonly line: number }[]; readonly errors: number };
    const used = source.split('\n').indexOf('  *value += 1;') + 1;
    expect([status, told.errors, told.changes.map(({ code, line }) => [code, line])]).toEqual([
      0,
      0,
      [
        ['c-missing-include', 1],
        ['verifier-null-check', used],
      ],
    ]);
    expect(readFileSync(file('twice.bpf.c'), 'utf8')).toMatch(/^#include "vmlinux\.h"\n[\s\S]*if \(!value\) return 0;/);
  });

  it('damaged objects are refused one by one, and the process that tries them never dies of it', async () => {
    const whole = readFileSync(file('carry.o'));
    const damaged = Array.from({ length: 24 }, (_, round) => {
      const copy = Buffer.from(whole);
      for (let flip = 0; flip <= round % 6; flip++) copy[((round + 1) * 7919 + flip * 104_729) % copy.length] = [0, 0xff, 0x7f][round % 3] ?? 0;
      return copy;
    });
    const trials = await Promise.all(damaged.map((bytes) => tryLoad(bytes)));
    expect(trials.filter(({ kind }) => kind !== 'loads' && kind !== 'refused')).toEqual([]);
    writeFileSync(file('cut.o'), whole.subarray(0, 2000));
    copyFileSync('/bin/true', file('true.o'));
    const { status, stdout } = await gpttraceEnds(['check', '--json', 'cut.o', 'true.o', 'missing.o', 'carry.o'], { cwd: place });
    const told = jsonLines(stdout) as unknown as Told[];
    expect(told.map((one) => one.code ?? one.errors)).toEqual(['truncated-object', 'other-architecture', 'unreadable-file', 0]);
    expect(status).toBe(10);
  });

  it('a machine without a libbpf, and a user who is not root, are told so', async () => {
    const fake = scratchFile('lib');
    mkdirSync(fake);
    writeFileSync(join(fake, 'libbpf.so.1'), 'no library');
    const { status, stderr } = await gpttraceEnds(['run', 'opens.bpf.c', '--yes'], { cwd: place, env: { LD_LIBRARY_PATH: fake } });
    expect(status).toBe(7);
    expectMessage(stderr, /libbpf\.so\.1 is not usable here/);
    expect(stderr).toContain('install libbpf');
    if (whyNot('setpriv') !== undefined) return;
    const nobody = [
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      'env',
      `HOME=${scratch}/nobody`,
      `XDG_STATE_HOME=${scratch}/nobody`,
      `XDG_CACHE_HOME=${scratch}/nobody`,
    ];
    const ran = await new Run([...nobody, ...gpttraceCommand('run', `${ROOT}library/hello.bpf.c`, '--yes')]).end();
    expect(ran.status).toBe(7);
    expectMessage(ran.stderr, /needs to run as root/);
  });
});
