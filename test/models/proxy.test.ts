/** Where the environment names a proxy, a provider is reached through it; what is on this machine is not. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect as dial, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { connect } from '../../src/models/connect.ts';
import type { Endpoint } from '../../src/models/endpoint.ts';
import type { ModelReply } from '../../src/models/model.ts';
import { startModelServer } from './server.ts';
import type { ModelServer } from './server-types.ts';

let server: ModelServer;
let proxy: Server;
const tunnels: string[] = [];
const sockets = new Set<Socket>();

beforeEach(async () => {
  vi.resetModules();
  tunnels.length = 0;
  server = await startModelServer(() => ({ text: 'hello' }));
  const { port } = new URL(server.url);
  proxy = createServer();
  proxy.on('connect', (request, socket: Socket) => {
    tunnels.push(request.url ?? '');
    const onward = dial(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => {});
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  proxy.close();
  await server.close();
});

async function asked(where: Pick<Endpoint, 'url' | 'local'>): Promise<ModelReply> {
  const { connect: fresh } = (await import('../../src/models/connect.ts')) as { connect: typeof connect };
  const model = fresh({ name: 'work', wire: 'openai-compatible', model: 'm', key: 'sk-proxy-test', tools: true, context: 8192, ...where });
  const exchange = model.exchange(
    { system: 's', turns: [{ role: 'user', text: 'hi' }], tools: [], most: 50, about: { purpose: 'test', question: 'hi' } },
    new AbortController().signal,
  );
  for (;;) {
    const step = await exchange.next();
    if (step.done === true) return step.value;
  }
}

describe('a proxy', () => {
  it('that the environment names takes what goes to another machine', async () => {
    const { text, failure } = await asked({ url: 'http://models.example.test/v1', local: false });
    expect(failure).toBeUndefined();
    expect(text).toBe('hello');
    expect(tunnels).toEqual(['models.example.test:80']);
  });

  it('takes nothing that stays on this machine', async () => {
    expect((await asked({ url: `${server.url}/v1`, local: true })).text).toBe('hello');
    expect(tunnels).toEqual([]);
  });

  it('takes nothing that NO_PROXY excepts', async () => {
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    expect((await asked({ url: `${server.url}/v1`, local: false })).text).toBe('hello');
    expect(tunnels).toEqual([]);
  });

  it('that is not there is a failure to reach the provider', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    expect((await asked({ url: 'http://models.example.test/v1', local: false })).failure?.kind).toBe('unreachable');
  });
});
