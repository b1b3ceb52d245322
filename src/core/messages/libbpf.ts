/** What is said where compiled programs cannot be loaded. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const libbpfMessages = {
  noKoffi: (said: string): Message => ({
    code: 'no-koffi',
    exit: Exit.notAble,
    message: `compiled programs cannot be loaded: the package koffi, through which libbpf is called, is not usable here: ${said}`,
    hints: ['install gpttrace again: npm install', 'ask for a bpftrace program: --as bpftrace'],
  }),
  noLibbpf: (said: string): Message => ({
    code: 'no-libbpf',
    exit: Exit.notAble,
    message: `compiled programs cannot be loaded: libbpf.so.1 is not usable here: ${said}`,
    hints: [
      'install libbpf 1.0 or later: apt install libbpf1, dnf install libbpf, pacman -S libbpf, zypper install libbpf1',
      'ask for a bpftrace program: --as bpftrace',
    ],
  }),
  otherByteOrder: (): Message => ({
    code: 'libbpf-other-machine',
    exit: Exit.notAble,
    message: `compiled programs are loaded on little-endian 64-bit machines only, and this one is ${process.arch}`,
    hints: ['ask for a bpftrace program: --as bpftrace'],
  }),
};
