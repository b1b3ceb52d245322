import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../../src/ask.ts';
import { Exit } from '../../src/core/exit.ts';
import { treeHost } from '../../src/system/tree.ts';
import { lineEnd } from '../fixtures/line-end.ts';

const FILES: Readonly<Record<string, string>> = {
  '/usr/bin/bpftrace': '',
  '/usr/bin/clang': '',
  '/usr/sbin/bpftool': '',
  '/usr/include/bpf/bpf_helpers.h': '',
  '/proc/sys/kernel/random/boot_id': 'b007\n',
  '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
  '/sys/kernel/tracing/available_events': 'a:b\n',
  '/sys/kernel/btf/vmlinux': 'types',
  '/sys/kernel/tracing/events/a/b/format': 'name: b\n',
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gpttrace-interrupted-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o755);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

it.each(['bpftool', 'clang'])('Ctrl-C while %s runs is an end, and no mistake of ours', async (tool) => {
  const stop = new AbortController();
  const ran: string[] = [];
  const host = treeHost({
    root,
    arch: 'x64',
    release: '6.1.0-test',
    uid: 0,
    env: { XDG_CACHE_HOME: join(root, 'cache') },
    run: (command) => {
      ran.push(command);
      if (command.endsWith(tool)) stop.abort('interrupted');
      const stdout = command.endsWith('bpftrace') ? 'bpftrace v0.17.1\n' : command.endsWith('bpftool') ? '#endif /* __VMLINUX_H__ */\n' : '';
      return Promise.resolve({ status: 0, signal: null, stdout, stderr: '' });
    },
  });
  const source = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\nSEC("tracepoint/a/b")\nint handle(void *ctx) { return 0; }\n';
  const around = { host, decide: () => Promise.reject(new Error('nobody is asked')), stop: stop.signal, kill: new AbortController().signal };
  const { exit, problem } = await lineEnd(ask({ program: { path: 'x.bpf.c', language: 'c', source } }, around));
  expect(problem).toBeUndefined();
  expect(exit).toBe(Exit.interrupted);
  expect(ran.at(-1)).toMatch(new RegExp(`${tool}$`));
});
