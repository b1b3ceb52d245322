import { spawn } from 'node:child_process';
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = '19191';
const REQUEST_BYTES = 1000;
const REPLY_BYTES = 500;
const DATAGRAM_BYTES = 64;
/** A lost SYN is sent again after one second, and again two seconds later. */
const ONE_RETRANSMISSION_MS = 1500;
const BACKLOG = 1;
const DNS_PORT = 53;
/** A query for the IPv4 address of example.com (RFC 1035, 4.1). */
const DNS_QUERY = Buffer.from('\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01', 'latin1');

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function received(socket: Socket, bytes: number): Promise<void> {
  for (let got = 0; got < bytes; ) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    got += chunk.length;
  }
}

async function listen(server: Server, port: number, backlog?: number): Promise<number> {
  server.listen({ host: HOST, port, backlog });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function bind(): Promise<{ socket: DatagramSocket; port: number }> {
  const socket = createSocket('udp4');
  socket.bind(0, HOST);
  await once(socket, 'listening');
  return { socket, port: socket.address().port };
}

/** A port nobody listens on: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0);
  server.close();
  await once(server, 'close');
  return port;
}

/** A connection that is expected to fail; resolves once it has. */
async function failed(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.on('error', () => {});
    socket.once('close', () => resolve());
  });
}

async function datagram(socket: DatagramSocket, port: number): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.send(Buffer.alloc(DATAGRAM_BYTES), port, HOST, () => resolve());
  });
}

async function tcp({ count, args, pace, cannot }: BehaviourContext): Promise<void> {
  const port = args[0] ?? DEFAULT_PORT;
  const server = spawn(process.execPath, [process.argv[1] ?? '', 'tcpserver', String(count), port], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'close');
  const ready = await Promise.race([once(server.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!ready) cannot(`port ${port} is in use`);
  for (let i = 0; i < count; i++) {
    const socket = connect({ host: HOST, port: Number(port) });
    await once(socket, 'connect');
    socket.write(Buffer.alloc(REQUEST_BYTES));
    await received(socket, REPLY_BYTES);
    socket.end();
    await once(socket, 'close');
    pace();
  }
  await ended;
}

async function tcpserver({ count, args, cannot }: BehaviourContext): Promise<void> {
  const server = createServer();
  await listen(server, Number(args[0] ?? DEFAULT_PORT)).catch(() => cannot('the port is in use'));
  let served = 0;
  server.on('connection', (socket) => {
    void received(socket, REQUEST_BYTES).then(() => socket.write(Buffer.alloc(REPLY_BYTES)));
    socket.once('close', () => {
      served++;
      if (served === count) server.close();
    });
  });
  process.stdout.write('ready\n');
  await once(server, 'close');
}

/** The event loop does not turn while this blocks, so the listener accepts nobody and its full queue makes the kernel drop every further SYN. */
async function retransmit({ count }: BehaviourContext): Promise<void> {
  const server = createServer();
  const port = await listen(server, 0, BACKLOG);
  const sockets = Array.from({ length: count + BACKLOG + 1 }, () => connect({ host: HOST, port }).on('error', () => {}));
  await new Promise<void>((resolve) => process.nextTick(resolve));
  block(ONE_RETRANSMISSION_MS);
  for (const socket of sockets) socket.destroy();
  server.close();
}

export const networkBehaviours: readonly Behaviour[] = [
  { name: 'tcp', does: `connects to port ARG (${DEFAULT_PORT}) of gt-tcpserver, sends ${REQUEST_BYTES} bytes, receives ${REPLY_BYTES}`, run: tcp },
  { name: 'tcpserver', does: 'accepts a connection on port ARG and answers; the child of "tcp"', run: tcpserver },
  { name: 'retransmit', does: 'sends a SYN that is dropped, and again a second later', run: retransmit },
  {
    name: 'refused',
    does: 'connects to a TCP port nobody listens on: answered by a reset',
    async run({ count, pace }) {
      const port = await closedPort();
      for (let i = 0; i < count; i++, pace()) await failed(connect({ host: HOST, port }));
    },
  },
  {
    name: 'udp',
    does: `sends a datagram of ${DATAGRAM_BYTES} bytes to itself and receives it`,
    async run({ count, pace }) {
      const receiver = await bind();
      const sender = createSocket('udp4');
      for (let i = 0; i < count; i++, pace()) {
        const arrived = once(receiver.socket, 'message');
        await datagram(sender, receiver.port);
        await arrived;
      }
      sender.close();
      receiver.socket.close();
    },
  },
  {
    name: 'udpdrop',
    does: 'sends a datagram to a port nobody listens on: dropped by the kernel',
    async run({ count, pace }) {
      const { socket, port } = await bind();
      socket.close();
      const sender = createSocket('udp4');
      for (let i = 0; i < count; i++, pace()) await datagram(sender, port);
      sender.close();
    },
  },
  {
    name: 'dns',
    does: `sends a DNS query (${DNS_QUERY.length} bytes) to port ${DNS_PORT} of this machine, whether or not anybody answers`,
    async run({ count, pace }) {
      const { socket } = await bind();
      for (let i = 0; i < count; i++, pace()) await new Promise<void>((resolve) => socket.send(DNS_QUERY, DNS_PORT, HOST, () => resolve()));
      socket.close();
    },
  },
  {
    name: 'unixtalk',
    does: `sends ${REPLY_BYTES} bytes to itself over a Unix socket (talk.sock)`,
    async run({ count, dir, pace }) {
      const server = createServer();
      server.listen(`${dir}/talk.sock`);
      await once(server, 'listening');
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const client = connect({ path: `${dir}/talk.sock` });
      const [socket] = await accepted;
      for (let i = 0; i < count; i++, pace()) {
        client.write(Buffer.alloc(REPLY_BYTES));
        await received(socket, REPLY_BYTES);
      }
      client.destroy();
      socket.destroy();
      server.close();
    },
  },
  {
    name: 'unixconnect',
    does: 'makes a Unix socket and connects it to needle.sock, which is not there',
    async run({ count, dir, pace }) {
      for (let i = 0; i < count; i++, pace()) await failed(connect({ path: `${dir}/needle.sock` }));
    },
  },
];
