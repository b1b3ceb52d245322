/** What programs do above the kernel: a shell, the C library, TLS, Python. */
import { spawn, spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const TLS_REQUEST_BYTES = 1000;
const TLS_REPLY_BYTES = 500;
const BLOCK_BYTES = 1_500_000;
const PYTHON = '/usr/bin/python3';
/** Time for a shell to begin, and between two lines. */
const SHELL_STARTS_MS = 500;
const LINE_MS = 150;

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Each round types one command that ends with 0, one that ends with 1, and a program that ends with 42, which the line does not say. */
async function bash({ count, cannot }: BehaviourContext): Promise<void> {
  const terminal = spawn('script', ['-qec', '/bin/bash --norc --noprofile -i', '/dev/null'], {
    env: { ...process.env, HISTFILE: '' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const failed = new Promise<boolean>((resolve) => terminal.once('error', () => resolve(true)));
  const ended = once(terminal, 'close').then(() => false);
  if (await Promise.race([failed, waited(SHELL_STARTS_MS).then(() => false)])) cannot('script (bsdutils) is missing');
  for (let i = 0; i < count; i++) {
    for (const line of ['true gt-needle', 'false gt-needle', '/bin/sh -c "exit $((6*7))" gt-needle']) {
      terminal.stdin.write(`${line}\n`);
      await waited(LINE_MS);
    }
  }
  terminal.stdin.end('exit 5\n');
  await ended;
}

/** The server is this process, with OpenSSL built in; the clients are the command `openssl`, which loads libssl. */
async function tls({ count, dir, cannot }: BehaviourContext): Promise<void> {
  const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'certificate.pem')];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-subj', '/CN=localhost'], {
    stdio: 'ignore',
  });
  if (made.status !== 0) cannot('openssl is missing');
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
    let got = 0;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      got += chunk.length;
      if (got === TLS_REQUEST_BYTES) socket.end(Buffer.alloc(TLS_REPLY_BYTES, 'b'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (let i = 0; i < count; i++) {
    const client = spawn('openssl', ['s_client', '-quiet', '-connect', `127.0.0.1:${port}`], { stdio: ['pipe', 'ignore', 'ignore'] });
    client.stdin.on('error', () => {});
    client.stdin.write(Buffer.alloc(TLS_REQUEST_BYTES, 'a'));
    await once(client, 'close');
  }
  server.close();
}

function python(statement: string): Behaviour['run'] {
  return ({ count, cannot }) => {
    if (!existsSync(PYTHON)) cannot(`${PYTHON} is missing`);
    const { status } = spawnSync(PYTHON, ['-I', '-c', statement, String(count)], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) cannot(`${PYTHON} failed`);
  };
}

export const userlandBehaviours: readonly Behaviour[] = [
  { name: 'bash', does: 'types three commands into a shell on a terminal: true, false, and a program that ends with 42', run: bash },
  { name: 'tls', does: `sends ${TLS_REQUEST_BYTES} bytes to itself over TLS by the command openssl, and ${TLS_REPLY_BYTES} back`, run: tls },
  {
    name: 'resolve',
    does: 'asks the C library for the address of localhost',
    async run({ count, pace }) {
      for (let i = 0; i < count; i++, pace()) await lookup('localhost');
    },
  },
  {
    name: 'getenv',
    does: 'asks for an environment variable (GT_NEEDLE)',
    run({ count, pace }) {
      const { env } = process;
      for (let i = 0; i < count; i++, pace()) void env.GT_NEEDLE;
    },
  },
  {
    name: 'dlopen',
    does: 'loads a shared library that is not there (gt-needle.so)',
    run({ count, dir, pace }) {
      for (let i = 0; i < count; i++, pace()) {
        try {
          process.dlopen({ exports: {} }, `${dir}/gt-needle.so`);
        } catch {
          // It is not there: that it was asked for is what counts.
        }
      }
    },
  },
  {
    name: 'malloc',
    does: `allocates ${BLOCK_BYTES} bytes with malloc and keeps them`,
    run({ count, pace }) {
      const kept: Buffer[] = [];
      for (let i = 0; i < count; i++, pace()) kept.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
      if (kept.length !== count) throw new Error('a block was lost');
    },
  },
  { name: 'python-gc', does: 'has Python collect its garbage', run: python('import gc, sys\ngc.disable()\nfor i in range(int(sys.argv[1])): gc.collect()') },
  {
    name: 'python-import',
    does: 'has Python import a module it has never seen (colorsys)',
    run: python('import sys\nfor i in range(int(sys.argv[1])):\n  sys.modules.pop("colorsys", None)\n  import colorsys'),
  },
];
