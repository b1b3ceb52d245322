import { execFileSync } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { Exit } from '../../src/core/exit.ts';
import { Problem } from '../../src/core/problem.ts';
import type { RunProducer } from '../../src/export/producer.ts';
import { listenAddress, PrometheusReader } from '../../src/export/prometheus.ts';
import { column } from '../views/names.ts';
import { entry, latency, longest, look, map, opens, producerOf, program, sizes } from './programs.ts';

const readers: PrometheusReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.shutdown();
});

async function serving(producer: RunProducer): Promise<string> {
  const reader = new PrometheusReader(producer);
  readers.push(reader);
  new MeterProvider({ resource: resourceFromAttributes({ 'service.name': 'gpttrace' }), readers: [reader] });
  return reader.listen({ host: '127.0.0.1', port: 0 });
}

function asked(
  url: string,
  method: string,
  path: string,
): Promise<{ readonly status: number | undefined; readonly text: string; readonly headers: Readonly<Record<string, unknown>> }> {
  return new Promise((resolve, reject) => {
    request(new URL(path, url), { method, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text, headers: response.headers }));
    })
      .on('error', reject)
      .end();
  });
}

/** The server of a reader, by what Node tells of a request to it. */
async function serverOf(url: string): Promise<Server> {
  const told = new Promise<unknown>((resolve) => subscribe('http.server.request.start', resolve));
  await asked(url, 'GET', '/');
  return ((await told) as { readonly server: Server }).server;
}

describe('what goes wrong while it serves', () => {
  it('of a collection: is answered', async () => {
    const producer = everything();
    producer.collect = () => Promise.reject(new Error('no numbers'));
    expect(await asked(await serving(producer), 'GET', '/metrics')).toMatchObject({ status: 500, text: 'Error: no numbers\n' });
  });

  it('of a connection: ends no run', async () => {
    const url = await serving(everything());
    const server = await serverOf(url);
    for (let i = 0; i < 2; i++) server.emit('error', new Error('accept EMFILE'));
    expect(await asked(url, 'GET', '/metrics')).toMatchObject({ status: 200 });
  });
});

const everything = (): RunProducer =>
  producerOf(program([opens, longest, { ...latency, keys: [column('cpu')] }, sizes], { title: 'A title\nof \\ two lines' }), [
    { type: 'attached', probes: 2 },
    look(map('@opens', entry('a"b\\c\nd', 3), entry('e', 4))),
    look(map('@longest', entry('sh', 1500))),
    {
      type: 'snapshot',
      map: {
        type: 'histogram',
        map: '@us',
        entries: [
          {
            key: [0],
            buckets: [
              { min: 2, max: 3, count: 5 },
              { min: 2 ** 30, max: 2 ** 31 - 1, count: 1 },
            ],
          },
        ],
      },
    },
    { type: 'snapshot', map: { type: 'stats', map: '@sizes', entries: [{ key: ['sh'], count: 2, average: 5, total: 10 }] } },
  ]);

it('what is asked for is there, in the text format: buckets add up to all there are, and what is not known is left out', async () => {
  const url = await serving(everything());
  const { status, text, headers } = await asked(url, 'GET', '/metrics?x=1');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = text.split('\n');
  expect(text.endsWith('\n')).toBe(true);
  expect(lines).toContain('# HELP gpttrace_disk_io_opens_total A title\\nof \\\\ two lines: opens (@opens)');
  expect(lines).toContain('# TYPE gpttrace_disk_io_opens_total counter');
  expect(lines).toContain('gpttrace_disk_io_opens_total{process="a\\"b\\\\c\\\\nd"} 3');
  expect(lines).toContain('gpttrace_disk_io_longest_seconds{process="sh"} 0.0000015');
  const buckets = lines.filter((line) => line.startsWith('gpttrace_disk_io_latency_seconds_bucket{cpu="0",le='));
  expect(buckets).toContain('gpttrace_disk_io_latency_seconds_bucket{cpu="0",le="0.000001"} 0');
  expect(buckets).toContain('gpttrace_disk_io_latency_seconds_bucket{cpu="0",le="0.000004"} 5');
  expect(buckets.at(-1)).toBe('gpttrace_disk_io_latency_seconds_bucket{cpu="0",le="+Inf"} 6');
  expect(lines).toContain('gpttrace_disk_io_latency_seconds_count{cpu="0"} 6');
  expect(text).not.toContain('latency_seconds_sum');
  expect(lines).toContain('gpttrace_disk_io_size_bytes_sum{process="sh"} 10');
  expect(lines).toContain('gpttrace_disk_io_size_bytes_bucket{process="sh",le="+Inf"} 2');
  expect(lines).toContain('gpttrace_run_probes{program="disk_io"} 2');
});

const promtool = join(dirname(process.env.GPTTRACE_PROMETHEUS ?? '/usr/bin/prometheus'), 'promtool');
const hasPromtool = existsSync(promtool);
if (!hasPromtool) console.log('skipped: promtool is not installed');
it.skipIf(!hasPromtool)('promtool has nothing to say against it', async () => {
  const { text } = await asked(await serving(everything()), 'GET', '/metrics');
  expect(execFileSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' })).toBe('');
});

it.each([
  { method: 'GET', path: '/', status: 404 },
  { method: 'GET', path: '/metrics/', status: 404 },
  { method: 'POST', path: '/metrics', status: 405 },
  { method: 'DELETE', path: '/metrics', status: 405 },
  { method: 'HEAD', path: '/metrics', status: 200 },
])('$method $path: $status', async ({ method, path, status }) => {
  expect((await asked(await serving(everything()), method, path)).status).toBe(status);
});

it('a client that says nothing does not keep it from ending', async () => {
  const url = new URL(await serving(everything()));
  const socket = connect(Number(url.port), url.hostname);
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await readers.splice(0)[0]?.shutdown();
  await closed;
  await expect(asked(url.href, 'GET', '/metrics')).rejects.toThrow();
});

describe('where it listens', () => {
  it.each([
    { text: '9435', host: '127.0.0.1', port: 9435 },
    { text: ':9435', host: '127.0.0.1', port: 9435 },
    { text: ' 0 ', host: '127.0.0.1', port: 0 },
    { text: '0.0.0.0:80', host: '0.0.0.0', port: 80 },
    { text: 'box.example:9435', host: 'box.example', port: 9435 },
    { text: '[::1]:9435', host: '::1', port: 9435 },
  ])('$text', ({ text, host, port }) => expect(listenAddress(text)).toEqual({ host, port }));

  it.each(['', 'x', '65536', '-1', '80.5', '::1:80', '[x]:80', '[127.0.0.1]:80', 'a b:80', 'http://box:80', 'box:', '99999999999'])('not %s', (text) => {
    expect(() => listenAddress(text)).toThrow(Problem);
  });

  const failing = async (host: string, port: number): Promise<unknown> =>
    new PrometheusReader(everything()).listen({ host, port }).then(
      () => undefined,
      (error: unknown) => error,
    );

  it('is taken: said in one message', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    expect(await failing('127.0.0.1', port)).toMatchObject({
      code: 'cannot-listen',
      exit: Exit.usage,
      message: `Prometheus cannot be served at 127.0.0.1:${port}: something else listens there already`,
    });
    other.close();
  });

  it.each([
    { name: 'an address of another machine', host: '192.0.2.1', said: /192\.0\.2\.1:0: this machine has no such address/ },
    { name: 'a name that is none', host: 'nowhere.invalid', said: /no machine of that name|cannot be looked up/ },
  ])('$name: said in one message', async ({ host, said }) => {
    const error = await failing(host, 0);
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).message).toMatch(said);
  });
});
