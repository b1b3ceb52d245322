import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { goneWith } from '../../src/web/gone.ts';

/** A response whose client goes away once it is there. */
async function left(): Promise<{ readonly response: ServerResponse; readonly leave: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const taken = new Promise<ServerResponse>((resolve) => server.once('request', (_, response) => resolve(response)));
  const asked = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }).on('error', () => {});
  const response = await taken;
  return {
    response,
    leave: async () => {
      const closed = new Promise((resolve) => response.once('close', resolve));
      asked.destroy();
      await closed;
      server.close();
    },
  };
}

it('tells that somebody has gone, also where they had gone before anybody looked', async () => {
  const { response, leave } = await left();
  const early = goneWith(response);
  expect(early.aborted).toBe(false);
  await leave();
  expect([early.aborted, goneWith(response).aborted]).toEqual([true, true]);
});
