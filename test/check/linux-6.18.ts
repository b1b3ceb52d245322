import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../../src/check/check.ts';
import type { CTypes } from '../../src/core/ctype.ts';
import type { Finding } from '../../src/core/facts.ts';
import { parseListing } from '../fixtures/listing.ts';

const yes: Finding = { verdict: 'yes', why: 'tried' };
const no: Finding = { verdict: 'no', why: 'the kernel has none' };

const known = parseListing(readFileSync(fileURLToPath(new URL('../fixtures/tracepoints-6.18.txt', import.meta.url)), 'utf8'));

/** A kernel that has types, of which nothing is asked here. */
const types: CTypes = {
  named: () => undefined,
  members: () => [],
  enumerator: () => undefined,
  enumerators: () => [],
  function: () => undefined,
  names: () => [],
};

/** A virtual machine with Linux 6.18 and bpftrace 0.17 that attaches neither kprobes nor fentry, and has no processor counters and no kernel headers. */
export const machine: Machine = {
  facts: {
    format: 1,
    arch: 'x64',
    release: '6.18.0',
    bootId: '',
    bpftrace: { path: '/usr/bin/bpftrace', version: '0.17.0' },
    privilege: 'root',
    btf: true,
    tracefs: { state: 'mounted' },
    probeKinds: { tracepoint: yes, kprobe: no, kfunc: no, uprobe: yes, usdt: yes, software: yes, hardware: no, profile: yes, interval: yes, rawtracepoint: no },
  },
  tracepoints: {
    has: (category, name) => known.has(`${category}:${name}`),
    list: () => [...known.keys()],
    fields: (category, name) => known.get(`${category}:${name}`),
  },
  headers: { usable: (name) => (/^(?:linux\/(?:types|in|tcp|socket)|stdint|signal)\.h$/.test(name) ? 'unknown' : 'no') },
  types,
};
