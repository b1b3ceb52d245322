/** What sockets, packets and interfaces do beside carrying data. */
import { fork, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer, get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = '19292';
const TICK_MS = 20;
const WAIT_MS = 20;
const DATAGRAM_BYTES = 2000;
/** The ends of a pair of interfaces, in a network that is set aside for tests (RFC 5737). */
const [NEAR, FAR] = ['gt-near', 'gt-far'];
const NETWORK = '198.51.100';

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function ip(...args: string[]): boolean {
  return spawnSync('ip', args, { stdio: 'ignore' }).status === 0;
}

/** A pair of interfaces for as long as `act` takes; nobody answers at the other end. */
async function withPair({ cannot }: BehaviourContext, act: () => Promise<void>): Promise<void> {
  if (!ip('link', 'add', NEAR, 'type', 'veth', 'peer', 'name', FAR)) cannot('no pair of interfaces can be made (ip, root and veth are needed)');
  try {
    ip('link', 'set', FAR, 'up');
    ip('link', 'set', NEAR, 'up');
    if (!ip('address', 'add', `${NETWORK}.1/24`, 'dev', NEAR)) cannot('an interface was given no address');
    await act();
  } finally {
    ip('link', 'delete', NEAR);
  }
}

async function sendEach(count: number, pace: () => void, to: (i: number) => string): Promise<void> {
  const socket = createSocket('udp4');
  for (let i = 0; i < count; i++, pace()) await new Promise<void>((resolve) => socket.send(Buffer.alloc(64), 9, to(i), () => resolve()));
  socket.close();
}

async function fdpass({ count, pace }: BehaviourContext): Promise<void> {
  const child = fork(process.argv[1] ?? '', ['fdtake', String(count)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const server = createServer();
  server.listen(0, HOST);
  await once(server, 'listening');
  await once(child, 'message');
  const ended = once(child, 'close');
  for (let i = 0; i < count; i++, pace()) {
    child.send('take', server);
    await once(child, 'message');
  }
  server.close();
  await ended;
}

async function fdtake({ count }: BehaviourContext): Promise<void> {
  process.send?.('ready');
  for (let i = 0; i < count; i++) {
    const [, handle] = (await once(process, 'message')) as [unknown, { close(): void }];
    handle.close();
    process.send?.('taken');
  }
  process.disconnect();
}

export const packetBehaviours: readonly Behaviour[] = [
  {
    name: 'bind',
    does: `binds a TCP socket to port ARG (${DEFAULT_PORT}) of the loopback`,
    async run({ count, args, pace, cannot }) {
      for (let i = 0; i < count; i++, pace()) {
        const server = createServer();
        server.listen(Number(args[0] ?? DEFAULT_PORT), HOST);
        await once(server, 'listening').catch(() => cannot('the port is in use'));
        server.close();
        await once(server, 'close');
      }
    },
  },
  {
    name: 'sockopt',
    does: 'switches TCP_NODELAY on and off again',
    async run({ count, pace }) {
      const server = createServer();
      server.listen(0, HOST);
      await once(server, 'listening');
      const socket = connect((server.address() as AddressInfo).port, HOST);
      await once(socket, 'connect');
      for (let i = 0; i < count; i++, pace()) {
        socket.setNoDelay(true);
        socket.setNoDelay(false);
      }
      socket.destroy();
      server.close();
    },
  },
  {
    name: 'acceptwait',
    does: `has a connection wait ${WAIT_MS} ms for its server to accept it`,
    async run({ count }) {
      const server = createServer((socket) => socket.destroy());
      server.listen(0, HOST);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      for (let i = 0; i < count; i++) {
        const accepted = once(server, 'connection');
        const client = connect(port, HOST).on('error', () => {});
        await new Promise<void>((resolve) => process.nextTick(resolve));
        block(WAIT_MS);
        await accepted;
        client.destroy();
      }
      server.close();
    },
  },
  {
    name: 'http',
    does: 'asks itself for the page /gt-needle, which is not there (404)',
    async run({ count, pace }) {
      const server = createHttpServer((_, response) => response.writeHead(404).end('none'));
      server.listen(0, HOST);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      for (let i = 0; i < count; i++, pace()) {
        await new Promise<void>((resolve, reject) => {
          get({ host: HOST, port, path: '/gt-needle', agent: false }, (response) => response.resume().on('end', resolve)).on('error', reject);
        });
      }
      server.close();
    },
  },
  {
    name: 'netlink',
    does: 'asks the kernel for its interfaces and their addresses over netlink: two requests',
    run({ count, pace }) {
      for (let i = 0; i < count; i++, pace()) networkInterfaces();
    },
  },
  {
    name: 'tick',
    does: `waits ${TICK_MS} ms in epoll for a timer`,
    async run({ count }) {
      for (let i = 0; i < count; i++) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    },
  },
  { name: 'fdpass', does: 'passes an open socket to gt-fdtake', run: fdpass },
  { name: 'fdtake', does: 'takes an open socket; the child of "fdpass"', run: fdtake },
  {
    name: 'neighbours',
    does: `sends a datagram to a neighbour that is not there (${NETWORK}.10 and on, at most 200), then waits ARG ms (0): ARP gives up after three seconds`,
    run: (context) =>
      withPair(context, async () => {
        await sendEach(Math.min(context.count, 200), context.pace, (i) => `${NETWORK}.${10 + i}`);
        await new Promise((resolve) => setTimeout(resolve, Number(context.args[0] ?? 0)));
      }),
  },
  {
    name: 'shaped',
    does: 'sends a datagram through an interface that holds packets back',
    run: (context) =>
      withPair(context, async () => {
        ip('neighbour', 'add', `${NETWORK}.2`, 'lladdr', '02:00:00:00:00:02', 'dev', NEAR);
        const shape = ['qdisc', 'add', 'dev', NEAR, 'root', 'tbf', 'rate', '20mbit', 'burst', '3000', 'limit', '1000000'];
        if (spawnSync('tc', shape, { stdio: 'ignore' }).status !== 0) context.cannot('the interface cannot be shaped (tc and sch_tbf are needed)');
        await sendEach(context.count, context.pace, () => `${NETWORK}.2`);
      }),
  },
  {
    name: 'udpflood',
    does: `sends a datagram of ${DATAGRAM_BYTES} bytes to port ARG (${DEFAULT_PORT}) of its own, which has room for two and is not read`,
    async run({ count, args, pace, cannot }) {
      const receiver = createSocket({ type: 'udp4', recvBufferSize: 1 });
      receiver.bind(Number(args[0] ?? DEFAULT_PORT), HOST);
      await once(receiver, 'listening').catch(() => cannot('the port is in use'));
      const sender = createSocket('udp4');
      sender.connect(Number(args[0] ?? DEFAULT_PORT), HOST);
      await once(sender, 'connect');
      for (let i = 0; i < count; i++, pace()) sender.send(Buffer.alloc(DATAGRAM_BYTES));
      await new Promise((resolve) => setTimeout(resolve, 50));
      sender.close();
      receiver.close();
    },
  },
];
