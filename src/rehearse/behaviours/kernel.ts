import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

/** System calls that only perl makes for us, by number (the kernel's tables: x86's syscall_64.tbl, asm-generic/unistd.h). */
const NUMBERS: Readonly<Record<string, { readonly bpf: number; readonly ptrace: number }>> = {
  x64: { bpf: 321, ptrace: 101 },
  arm64: { bpf: 280, ptrace: 117 },
};
const OPEN_FILES = 64;
const COMPETE_MS = 1500;

/** Runs a command to its end; a machine that does not have it, or where it fails, cannot do the behaviour. */
function command({ cannot }: BehaviourContext, program: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) cannot(`cannot run ${program}: ${error?.message ?? stderr.trim()}`);
}

/** A program of perl's that is given the count, and dies where it cannot do what it should. */
function perl(context: BehaviourContext, program: string): void {
  command(context, 'perl', ['-e', program, String(context.count)]);
}

function numbers({ cannot }: BehaviourContext): { readonly bpf: number; readonly ptrace: number } {
  return NUMBERS[process.arch] ?? cannot(`the numbers of system calls on ${process.arch} are not known`);
}

function script(dir: string, name: string, body: string): string {
  const path = `${dir}/${name}`;
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}

/** Where the one hierarchy of control groups is mounted (cgroup v2). */
function cgroupRoot({ cannot }: BehaviourContext): string {
  const mount = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, , type]) => type === 'cgroup2');
  return mount?.[1] ?? cannot('no cgroup2 is mounted');
}

export const kernelBehaviours: readonly Behaviour[] = [
  {
    name: 'file-limit',
    does: 'opens a file although it may have no more open ones (EMFILE)',
    run(context) {
      command(context, 'prlimit', ['--pid', String(process.pid), `--nofile=${OPEN_FILES}:`]);
      const opened: number[] = [];
      for (let failed = 0; failed < context.count; ) {
        try {
          opened.push(openSync('/dev/null', 'r'));
        } catch {
          failed++;
          context.pace();
        }
      }
      for (const fd of opened) closeSync(fd);
    },
  },
  {
    name: 'size-limit',
    does: 'starts a program (gt-writer) that writes a file beyond the size it may have (SIGXFSZ)',
    run({ count, dir, pace }) {
      const writer = script(dir, 'gt-writer', `ulimit -c 0\nulimit -f 1\nprintf '%9000s' x > ${dir}/needle.txt`);
      for (let i = 0; i < count; i++) {
        spawnSync(writer, { stdio: 'ignore' });
        pace();
      }
    },
  },
  {
    name: 'umask-second',
    does: 'calls umask, as fast as it can, and waits three seconds',
    async run({ count }) {
      const mask = process.umask();
      for (let i = 0; i < count; i++) process.umask(mask);
      await sleep(3000);
    },
  },
  {
    name: 'netns',
    does: 'runs "unshare --net true": a network namespace that is gone with it',
    async run(context) {
      for (let i = 0; i < context.count; i++) {
        command(context, 'unshare', ['--net', 'true']);
        context.pace();
      }
      // The kernel takes its time to clean up.
      await sleep(1000);
    },
  },
  {
    name: 'rename-self',
    does: 'changes its name to gt-renamed and back',
    run({ count, pace }) {
      const own = readFileSync('/proc/self/comm', 'utf8').trim();
      for (let i = 0; i < count; i++) {
        writeFileSync('/proc/self/comm', 'gt-renamed');
        writeFileSync('/proc/self/comm', own);
        pace();
      }
    },
  },
  {
    name: 'nice',
    does: 'sets its nice value to 7 and back to 0 in turn',
    run({ count, pace, cannot }) {
      if (process.getuid?.() !== 0) cannot('only root takes a nice value back');
      for (let i = 0; i < count; i++) {
        setPriority(i % 2 === 0 ? 7 : 0);
        pace();
      }
      setPriority(0);
    },
  },
  {
    name: 'exec-missing',
    does: 'tries to run a program (needle-program) that is not there',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++) {
        spawnSync(`${dir}/needle-program`);
        pace();
      }
    },
  },
  {
    name: 'sync',
    does: 'runs "sync", which makes the system call of that name, and "sync --file-system" and "sync FILE", which make others',
    run(context) {
      const file = `${context.dir}/needle.txt`;
      writeFileSync(file, 'x');
      for (let i = 0; i < context.count; i++) {
        command(context, 'sync', []);
        command(context, 'sync', ['--file-system', file]);
        command(context, 'sync', [file]);
      }
    },
  },
  {
    name: 'bpf-load',
    does: 'loads the smallest BPF program there is, a socket filter called gt_needle (in perl, as gt-bpf)',
    run(context) {
      // r0 = 0; exit. Of union bpf_attr: the type, the number of instructions, where they are, the licence; the log; a version, flags and the name.
      perl(
        context,
        `$0 = "gt-bpf"; my $code = pack("CCsl CCsl", 0xb7, 0, 0, 0, 0x95, 0, 0, 0);
         my $attr = pack("LLPP LLQ LL a16", 1, 2, $code, "GPL\\0", 0, 0, 0, 0, 0, "gt_needle") . "\\0" x 72;
         for (1 .. $ARGV[0]) { my $fd = syscall(${numbers(context).bpf}, 5, $attr, 64); die $! if $fd < 0; open(my $f, "<&=", $fd); close($f); }`,
      );
    },
  },
  {
    name: 'ptrace',
    does: 'attaches to a child of its own and detaches from it again (in perl, as gt-ptrace)',
    run(context) {
      const { ptrace } = numbers(context);
      perl(
        context,
        `$0 = "gt-ptrace"; my $pid = fork() // die $!; if (!$pid) { sleep 60; exit; }
         for (1 .. $ARGV[0]) {
           syscall(${ptrace}, 16, $pid, 0, 0) == 0 or die $!; waitpid($pid, 0); syscall(${ptrace}, 17, $pid, 0, 0) == 0 or die $!;
         }
         kill("KILL", $pid); waitpid($pid, 0);`,
      );
    },
  },
  {
    name: 'cgroup',
    does: 'makes a control group (gt-needle), moves into it and out again, and removes it',
    run(context) {
      const root = cgroupRoot(context);
      const before = readFileSync('/proc/self/cgroup', 'utf8').match(/^0::(.*)$/m)?.[1] ?? '/';
      const group = `${root}/gt-needle`;
      for (let i = 0; i < context.count; i++) {
        if (!existsSync(group)) {
          try {
            mkdirSync(group);
          } catch (error) {
            context.cannot(`cannot make a control group: ${String(error)}`);
          }
        }
        writeFileSync(`${group}/cgroup.procs`, String(process.pid));
        writeFileSync(`${root}${before}/cgroup.procs`, String(process.pid));
        rmdirSync(group);
        context.pace();
      }
    },
  },
  {
    name: 'rename-race',
    does: 'starts four processes that rename files of one directory at once: each waits for its lock, held by another',
    async run({ count, dir }) {
      const racer = `const { renameSync, writeFileSync } = require('node:fs');
        const [dir, id, count] = process.argv.slice(1);
        writeFileSync('/proc/self/comm', 'gt-racer');
        writeFileSync(\`\${dir}/\${id}-0\`, '');
        for (let i = 0; i < Number(count); i++) renameSync(\`\${dir}/\${id}-\${i % 2}\`, \`\${dir}/\${id}-\${(i + 1) % 2}\`);`;
      const racers = Array.from({ length: 4 }, (_, id) => spawn(process.execPath, ['-e', racer, dir, String(id), String(count)], { stdio: 'ignore' }));
      await Promise.all(racers.map((child) => new Promise((resolve) => child.once('close', resolve))));
    },
  },
  {
    name: 'kvm',
    does: 'lets a virtual machine (of perl, as gt-kvm) write to a port, which takes it out of guest mode; with ARG "exits" where the processor runs it only',
    run(context) {
      if (process.arch !== 'x64') context.cannot('a virtual machine for x86 only');
      if (!existsSync('/dev/kvm')) context.cannot('no /dev/kvm');
      const tellsExits = ['kvm_intel', 'kvm_amd'].some((name) => existsSync(`/sys/module/${name}`));
      if (context.args.includes('exits') && !tellsExits) context.cannot('KVM does not use the processor here, and says nothing of exits');
      // The requests are those of linux/kvm.h. The guest is in real mode: "out 0x10, al" as often as wanted, then "hlt"; 9 is mmap, 0 read.
      perl(
        context,
        `$0 = "gt-kvm"; my $n = $ARGV[0];
         open(my $kvm, "+<", "/dev/kvm") or die $!;
         open(my $vm, "+<&=", ioctl($kvm, 0xae01, 0) + 0 || die $!);
         my $memory = syscall(9, 0, 0x1000, 3, 0x21, -1, 0); die $! if $memory < 0;
         pipe(my $out, my $in); syswrite($in, "\\xe6\\x10" x $n . "\\xf4"); syscall(0, fileno($out), $memory, 2 * $n + 1);
         ioctl($vm, 0x4020ae46, pack("LLQQQ", 0, 0, 0x1000, 0x1000, $memory)) or die $!;
         open(my $cpu, "+<&=", ioctl($vm, 0xae41, 0) + 0 || die $!);
         my $special = "\\0" x 312; ioctl($cpu, 0x8138ae83, $special) or die $!;
         substr($special, 0, 8) = pack("Q", 0); substr($special, 12, 2) = pack("S", 0); ioctl($cpu, 0x4138ae84, $special) or die $!;
         ioctl($cpu, 0x4090ae82, pack("Q16 QQ", (0) x 16, 0x1000, 2)) or die $!;
         for (0 .. $n) { ioctl($cpu, 0xae80, 0) or die $!; }`,
      );
    },
  },
  {
    name: 'compete',
    does: `starts a program (gt-spin) that wants all of the first processor for ${COMPETE_MS} ms; COUNT of them share it`,
    async run({ count, dir, cannot }) {
      const path = script(dir, 'gt-spin', 'while :; do :; done');
      const children = Array.from({ length: count }, () => spawn('taskset', ['-c', '0', path], { stdio: 'ignore' }));
      for (const child of children) child.once('error', () => undefined);
      if (children.some(({ pid }) => pid === undefined)) cannot('cannot run taskset');
      await sleep(COMPETE_MS);
      for (const child of children) child.kill('SIGKILL');
    },
  },
];
