import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { OtlpReader } from '../../src/export/otlp.ts';
import type { SendFailure } from '../../src/export/otlp-send.ts';
import { otlpSettings } from '../../src/export/otlp-settings.ts';
import type { RunProducer } from '../../src/export/producer.ts';
import { type Behaviour, Receiver } from './otlp-receiver.ts';
import { entry, latency, look, map, opens, producerOf, program } from './programs.ts';

const open: Receiver[] = [];
const readers: OtlpReader[] = [];
afterEach(async () => {
  for (const receiver of open.splice(0)) await receiver.close();
  readers.splice(0);
});

async function receiverThat(behaviour: Behaviour): Promise<{ readonly receiver: Receiver; readonly port: number }> {
  const receiver = new Receiver();
  receiver.behaviour = behaviour;
  const port = await receiver.listen();
  open.push(receiver);
  return { receiver, port };
}

function pushing(
  producer: RunProducer,
  port: number,
  { interval = 20, env = {}, scheme = 'http' }: { readonly interval?: number; readonly env?: Readonly<Record<string, string>>; readonly scheme?: string } = {},
): OtlpReader {
  const reader = new OtlpReader(producer, otlpSettings(`${scheme}://127.0.0.1:${port}`, interval, env), globalThis.fetch, {
    last: 300,
    lastStep: 20,
    step: 20,
    longestStep: 100,
  });
  new MeterProvider({ resource: resourceFromAttributes({ 'service.name': 'gpttrace' }), readers: [reader] });
  readers.push(reader);
  return reader;
}

const seen = (): RunProducer =>
  producerOf(program([opens, latency]), [
    { type: 'attached', probes: 2 },
    look(map('@opens', entry('sh', 3), entry('🦀', 2))),
    { type: 'snapshot', map: { type: 'histogram', map: '@us', entries: [{ key: [], buckets: [{ min: 2, max: 3, count: 5 }] }] } },
  ]);

it('what is pushed says everything there is, in the form of the protocol', async () => {
  const { receiver, port } = await receiverThat('takes');
  const reader = pushing(seen(), port, { env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' } });
  await receiver.until(() => receiver.taken.length >= 2);
  await reader.shutdown();
  const [push] = receiver.taken;
  expect(push?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    authorization: 'Bearer x',
    'user-agent': 'gpttrace',
  });
  expect(push?.resource).toEqual({ 'service.name': 'gpttrace' });
  const [count, times] = push?.metrics ?? [];
  expect(count).toMatchObject({ name: 'gpttrace.disk_io.opens', unit: '{opens}', kind: 'sum', cumulative: true, monotonic: true });
  expect(count?.points.map(({ attributes, value }) => [attributes, value])).toEqual([
    [{ process: 'sh' }, 3],
    [{ process: '🦀' }, 2],
  ]);
  expect(count?.points[0]).toMatchObject({ start: 1_700_000_000_500_000_000n, time: 1_700_000_001_500_000_000n });
  expect(times).toMatchObject({ name: 'gpttrace.disk_io.latency', unit: 's', kind: 'histogram', cumulative: true });
  const [point] = times?.points ?? [];
  expect(point).toMatchObject({ count: 5, attributes: {} });
  expect(point?.sum).toBeUndefined();
  expect(point?.counts[point.bounds.indexOf(0.000004)]).toBe(5);
  expect(push?.metrics.map(({ name }) => name)).toContain('gpttrace.run.events.lost');
  expect(reader.troubles()).toEqual([]);
});

describe('a receiver that does not take it', () => {
  it.each<{ readonly behaviour: Behaviour; readonly why: SendFailure }>([
    { behaviour: 'refuses', why: { kind: 'status', of: 400 } },
    { behaviour: 'busy', why: { kind: 'status', of: 503 } },
    { behaviour: 'redirects', why: { kind: 'status', of: 307 } },
    { behaviour: 'closes', why: { kind: 'closed' } },
    { behaviour: 'silent', why: { kind: 'silent', of: 0.2 } },
  ])('$behaviour, and then takes it: said once, said when it is back, and all that was counted meanwhile arrives', async ({ behaviour, why }) => {
    const { receiver, port } = await receiverThat(behaviour);
    const producer = seen();
    const reader = pushing(producer, port, { env: { OTEL_EXPORTER_OTLP_TIMEOUT: behaviour === 'silent' ? '200' : '10000' } });
    await receiver.until(() => receiver.requests >= 2);
    expect(receiver.taken).toEqual([]);
    producer.take(look(map('@opens', entry('sh', 9))));
    receiver.behaviour = 'takes';
    await receiver.until(() => receiver.taken.length > 0);
    // The answer has to arrive, too: the next push says that it has.
    await receiver.until(() => receiver.taken.length > 1);
    expect(reader.troubles()).toEqual([{ kind: 'failing', why }, { kind: 'back' }]);
    expect(receiver.taken[0]?.metrics[0]?.points[0]?.value).toBe(9);
    await reader.shutdown();
    expect(reader.troubles()).toEqual([]);
  });

  it('is not there: it is left alone longer and longer, and told at the end', async () => {
    const { receiver, port } = await receiverThat('takes');
    await receiver.close();
    open.splice(0);
    const reader = pushing(seen(), port);
    await expect.poll(() => reader.troubles(), { timeout: 10_000 }).toEqual([{ kind: 'failing', why: { kind: 'absent' } }]);
    await reader.shutdown();
    expect(reader.troubles()).toEqual([{ kind: 'last-lost', why: { kind: 'absent' } }]);
  });

  it('is asked for TLS and speaks none: that is said, and not what OpenSSL calls it', async () => {
    const { port } = await receiverThat('takes');
    const reader = pushing(seen(), port, { scheme: 'https' });
    await expect.poll(() => reader.troubles(), { timeout: 10_000 }).toEqual([{ kind: 'failing', why: { kind: 'no-tls' } }]);
    await reader.shutdown();
  });

  it('comes back for the last push', async () => {
    const { receiver, port } = await receiverThat('busy');
    const reader = pushing(seen(), port, { interval: 1_000_000 });
    const over = reader.shutdown();
    await receiver.until(() => receiver.requests > 0);
    receiver.behaviour = 'takes';
    await over;
    expect(receiver.taken.length).toBe(1);
    expect(reader.troubles()).toEqual([]);
  });

  it('is silent while the run ends: nobody waits for it long', async () => {
    const { receiver, port } = await receiverThat('silent');
    const reader = pushing(seen(), port);
    await receiver.until(() => receiver.requests === 1);
    await reader.shutdown();
    expect(reader.troubles()).toEqual([{ kind: 'last-lost', why: { kind: 'silent', of: 0.3 } }]);
  });

  it('takes a part: what it threw away is said once', async () => {
    const { receiver, port } = await receiverThat('part');
    const reader = pushing(seen(), port);
    await receiver.until(() => receiver.taken.length > 2);
    await reader.shutdown();
    expect(reader.troubles()).toEqual([{ kind: 'refused', points: 3, why: 'too many' }]);
  });
});
