/** An OTLP receiver on loopback that takes what is pushed, or misbehaves, and the little of protobuf that is needed to read it (opentelemetry-proto, metrics.proto). */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export type Behaviour = 'takes' | 'refuses' | 'busy' | 'silent' | 'closes' | 'redirects' | 'part';

export interface Push {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly metrics: readonly PushedMetric[];
}

export interface PushedMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum' | 'histogram';
  readonly cumulative: boolean;
  readonly monotonic: boolean;
  readonly points: readonly PushedPoint[];
}

export interface PushedPoint {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly counts: readonly number[];
  readonly bounds: readonly number[];
  readonly start: bigint;
  readonly time: bigint;
}

export class Receiver {
  behaviour: Behaviour = 'takes';
  /** Of all that came, taken or not. */
  requests = 0;
  readonly taken: Push[] = [];
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  /** With a certificate it speaks TLS. */
  constructor(tls?: { readonly key: string; readonly cert: string }) {
    const answer = (request: IncomingMessage, response: ServerResponse): undefined => void this.#answer(request, response);
    this.#server = tls === undefined ? createServer(answer) : createSecureServer(tls, answer);
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Waits until the condition holds, looking again whenever something came. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests++;
    const body = Buffer.concat(chunks);
    if (this.behaviour === 'takes' || this.behaviour === 'part') {
      this.taken.push({ headers: request.headers, ...decodePush(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body) });
      // ExportMetricsServiceResponse { partial_success { rejected_data_points: 3, error_message: "too many" } }
      response.end(this.behaviour === 'part' ? Buffer.from([0x0a, 0x0c, 0x08, 0x03, 0x12, 0x08, ...Buffer.from('too many')]) : undefined);
    } else if (this.behaviour === 'refuses') response.writeHead(400).end('no');
    else if (this.behaviour === 'busy') response.writeHead(503, { 'Retry-After': '1' }).end();
    else if (this.behaviour === 'redirects')
      response.writeHead(307, { Location: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/elsewhere` }).end();
    else if (this.behaviour === 'closes') request.socket.destroy();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}

type Field = number | bigint | Buffer;

/** The fields of a message by number; a fixed64 stays its eight bytes. */
function fields(bytes: Buffer): Map<number, Field[]> {
  const found = new Map<number, Field[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    let value: Field;
    if (wire === 0) value = Number(varint());
    else if (wire === 1) {
      value = bytes.subarray(at, at + 8);
      at += 8;
    } else if (wire === 2) {
      const length = Number(varint());
      value = bytes.subarray(at, at + length);
      at += length;
    } else throw new Error(`wire type ${wire}`);
    if (at > bytes.length) throw new Error('cut');
    found.set(tag >> 3, [...(found.get(tag >> 3) ?? []), value]);
  }
  return found;
}

const bytesOf = (message: Map<number, Field[]>, field: number): Buffer[] => (message.get(field) ?? []).filter((value) => Buffer.isBuffer(value));
const textOf = (message: Map<number, Field[]>, field: number): string => {
  const [bytes] = bytesOf(message, field);
  // Throws where it is no UTF-8.
  return bytes === undefined ? '' : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
};

export function decodePush(body: Buffer): Pick<Push, 'resource' | 'metrics'> {
  const [resourceMetrics = Buffer.alloc(0)] = bytesOf(fields(body), 1);
  const message = fields(resourceMetrics);
  const [resource = Buffer.alloc(0)] = bytesOf(message, 1);
  return {
    resource: attributes(bytesOf(fields(resource), 1)),
    metrics: bytesOf(message, 2).flatMap((scope) => bytesOf(fields(scope), 2).map(decodeMetric)),
  };
}

function decodeMetric(bytes: Buffer): PushedMetric {
  const metric = fields(bytes);
  const [gauge, sum, histogram] = [bytesOf(metric, 5)[0], bytesOf(metric, 7)[0], bytesOf(metric, 9)[0]];
  const data = fields(gauge ?? sum ?? histogram ?? Buffer.alloc(0));
  return {
    name: textOf(metric, 1),
    unit: textOf(metric, 3),
    kind: gauge !== undefined ? 'gauge' : sum !== undefined ? 'sum' : 'histogram',
    cumulative: data.get(2)?.[0] === 2,
    monotonic: data.get(3)?.[0] === 1,
    points: bytesOf(data, 1).map((point) => decodePoint(fields(point), histogram !== undefined)),
  };
}

function decodePoint(point: Map<number, Field[]>, isHistogram: boolean): PushedPoint {
  const packed = (field: number): Buffer[] =>
    bytesOf(point, field).flatMap((bytes) => Array.from({ length: bytes.length / 8 }, (_, index) => bytes.subarray(8 * index, 8 * index + 8)));
  const [asDouble] = bytesOf(point, 4);
  const [asInteger] = bytesOf(point, 6);
  const [sum] = bytesOf(point, 5);
  const times = { start: bytesOf(point, 2)[0]?.readBigUInt64LE() ?? 0n, time: bytesOf(point, 3)[0]?.readBigUInt64LE() ?? 0n };
  if (!isHistogram) {
    const value = asInteger === undefined ? (asDouble?.readDoubleLE() ?? 0) : Number(asInteger.readBigInt64LE());
    return { attributes: attributes(bytesOf(point, 7)), value, counts: [], bounds: [], ...times };
  }
  return {
    attributes: attributes(bytesOf(point, 9)),
    count: Number(asDouble?.readBigUInt64LE() ?? 0n),
    ...(sum === undefined ? {} : { sum: sum.readDoubleLE() }),
    counts: packed(6).map((bytes) => Number(bytes.readBigUInt64LE())),
    bounds: packed(7).map((bytes) => bytes.readDoubleLE()),
    ...times,
  };
}

function attributes(pairs: readonly Buffer[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((bytes) => {
      const pair = fields(bytes);
      const value = fields(bytesOf(pair, 2)[0] ?? Buffer.alloc(0));
      return [textOf(pair, 1), value.has(1) ? textOf(value, 1) : value.get(2)?.[0] === 1];
    }),
  );
}
