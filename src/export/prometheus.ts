/** What a producer of metrics holds, for a Prometheus that asks: `GET /metrics` in the text format 0.0.4. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { DataPointType, type MetricData, type MetricProducer, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type MetricKind, prometheusName } from './names.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `9435`, `HOST:9435`, `[::1]:9435`; this machine alone where no host is named. Throws a Problem. */
export function listenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]:|([^:]*):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  const host = bracketed ?? (plain === undefined || plain === '' ? '127.0.0.1' : plain);
  const port = Number(digits);
  const isHost = bracketed === undefined ? /^[A-Za-z0-9._-]+$/.test(host) : isIP(bracketed) === 6;
  if (digits === '' || port > 65_535 || !isHost) throw new Problem(messages.badPrometheus(text));
  return { host, port };
}

/** Milliseconds a client may take for its request, and connections at a time: who is slow or many costs the run nothing. */
const SLOWEST_REQUEST = 5000;
const MOST_CONNECTIONS = 32;

export class PrometheusReader extends MetricReader {
  readonly #server: Server;
  readonly #serializer = new PrometheusSerializer(undefined, false, undefined, false, true);

  constructor(producer: MetricProducer) {
    super({ metricProducers: [producer] });
    this.#server = createServer(
      { requestTimeout: SLOWEST_REQUEST, headersTimeout: SLOWEST_REQUEST, keepAliveTimeout: SLOWEST_REQUEST },
      (request, response) => {
        void this.#answer(request, response).catch((error: unknown) => end(response, 500, 'text/plain; charset=utf-8', `${String(error)}\n`));
      },
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    // It lives as long as the run, and keeps nothing alive by itself.
    this.#server.unref();
  }

  /** Where it can be asked. Throws a Problem where that address cannot be had. */
  async listen({ host, port }: ListenAddress): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Problem(messages.cannotListen(join(host, port), reasonOf(error), error.code === 'EACCES'))),
      );
      this.#server.listen(port, host, resolve);
    });
    // A connection that the machine refuses, as where no more files can be open, ends no run: whoever asked will ask again.
    this.#server.removeAllListeners('error').on('error', () => {});
    return `http://${join(host, (this.#server.address() as AddressInfo).port)}/metrics`;
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0];
    if (path !== '/metrics') return end(response, 404, 'text/plain; charset=utf-8', 'the metrics are at /metrics\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return end(response, 405, 'text/plain; charset=utf-8', 'only GET\n');
    }
    const { resourceMetrics } = await this.collect();
    const text = this.#serializer.serialize(asPrometheus(resourceMetrics));
    end(response, 200, 'text/plain; version=0.0.4; charset=utf-8', text.endsWith('\n') ? text : `${text}\n`);
  }
}

function end(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/** Under the names that Prometheus's own translation of OpenTelemetry's gives them: what is scraped and what came by OTLP are called the same. */
function asPrometheus({ resource, scopeMetrics }: ResourceMetrics): ResourceMetrics {
  const renamed = (metric: MetricData): MetricData => {
    const { name, unit } = metric.descriptor;
    return { ...metric, descriptor: { ...metric.descriptor, name: prometheusName({ name, unit, kind: kindOf(metric) }), unit: '' } };
  };
  return { resource, scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({ scope, metrics: metrics.map(renamed) })) };
}

function kindOf({ dataPointType }: MetricData): MetricKind {
  if (dataPointType === DataPointType.SUM) return 'counter';
  return dataPointType === DataPointType.GAUGE ? 'gauge' : 'histogram';
}

function join(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return LISTEN_ERRORS[code ?? ''] ?? message;
}
const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there already',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no machine of that name',
  EAI_AGAIN: 'its name cannot be looked up',
  EAFNOSUPPORT: 'this machine has no addresses of that kind',
};
