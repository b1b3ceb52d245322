/** What is said where compiled programs cannot be loaded. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const libbpfMessages = {
  noKoffi: (said: string): Message => ({
    code: 'no-koffi',
    exit: Exit.notAble,
    message: `compiled programs cannot be loaded: the package koffi, through which libbpf is called, is not usable here: ${said}`,
    hints: ['install gpttrace again: npm install', 'bpftrace programs need none of it: a question without --engine libbpf'],
  }),
  noLibbpf: (said: string): Message => ({
    code: 'no-libbpf',
    exit: Exit.notAble,
    message: `compiled programs cannot be loaded: libbpf.so.1 is not usable here: ${said}`,
    hints: [
      'install libbpf 1.0 or later: apt install libbpf1, dnf install libbpf, pacman -S libbpf, zypper install libbpf1',
      'bpftrace programs need none of it: a question without --engine libbpf',
    ],
  }),
  objectNeedsKernelTypes: (file: string): Message => ({
    code: 'no-kernel-btf',
    exit: Exit.notAble,
    message: `${file} is adapted to the types of the kernel it is loaded into, and this kernel does not describe them (there is no /sys/kernel/btf/vmlinux)`,
    hints: ['a kernel built with CONFIG_DEBUG_INFO_BTF has it: those of Debian 11, Ubuntu 20.10, Fedora 31 and RHEL 8.2 on do'],
  }),
  otherByteOrder: (): Message => ({
    code: 'libbpf-other-machine',
    exit: Exit.notAble,
    message: `compiled programs are loaded on little-endian 64-bit machines only, and this one is ${process.arch}`,
    hints: ['bpftrace programs need none of it: a question without --engine libbpf'],
  }),
};
