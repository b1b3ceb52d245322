import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { type OtlpSettings, otlpSettings, shownUrl } from '../../src/export/otlp-settings.ts';

interface Block {
  readonly name: string;
  readonly wish?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly is: Partial<Omit<OtlpSettings, 'url'>> & { readonly url?: string };
}

describe('where it is pushed to, and how', () => {
  it.each<Block>([
    { name: 'this machine, where nothing says', is: { url: 'http://127.0.0.1:4318/v1/metrics', headers: {}, timeout: 10_000, interval: 10_000, gzip: false } },
    { name: 'the address given', wish: 'http://box:9999', is: { url: 'http://box:9999/v1/metrics' } },
    { name: 'with a path, and a slash at its end', wish: 'https://box/otlp/', is: { url: 'https://box/otlp/v1/metrics' } },
    { name: 'given to its end', wish: 'https://box/v1/metrics', is: { url: 'https://box/v1/metrics' } },
    { name: 'the variable for everything', env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318/' }, is: { url: 'http://all:4318/v1/metrics' } },
    {
      name: 'the one for metrics wins, and is taken as it is',
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318', OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://own/push' },
      is: { url: 'http://own/push' },
    },
    {
      name: 'the option wins over both',
      wish: 'http://box',
      env: { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://own/push' },
      is: { url: 'http://box/v1/metrics' },
    },
    {
      name: 'an empty variable is none',
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: '  ', OTEL_EXPORTER_OTLP_TIMEOUT: '' },
      is: { url: 'http://127.0.0.1:4318/v1/metrics', timeout: 10_000 },
    },
    {
      name: 'headers, percent-encoded; those for metrics win',
      env: { OTEL_EXPORTER_OTLP_HEADERS: 'a=1', OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'Authorization=Bearer%20x=y, b = 2 ,' },
      is: { headers: { authorization: 'Bearer x=y', b: '2' } },
    },
    {
      name: 'time and packing',
      env: { OTEL_EXPORTER_OTLP_TIMEOUT: '1500', OTEL_METRIC_EXPORT_INTERVAL: '60000', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
      is: { timeout: 1500, interval: 60_000, gzip: true },
    },
    { name: 'the protocol spoken here', env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, is: {} },
    {
      name: 'another one for everything, and an address for this',
      wish: 'http://box',
      env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      is: { url: 'http://box/v1/metrics' },
    },
  ])('$name', ({ wish, env = {}, is }) => {
    const { url, ...settings } = otlpSettings(wish ?? true, undefined, env);
    expect({ url: url.href, ...settings }).toMatchObject(is);
  });
});

describe('what is wrong is said, and what may be a key is not', () => {
  it.each<{ readonly name: string; readonly wish?: string; readonly env?: Readonly<Record<string, string>>; readonly said: RegExp }>([
    { name: 'a question in the place of the address', wish: 'secret files of nginx', said: /^--otlp: it is no address$/ },
    { name: 'a host alone', wish: 'secret:4318', said: /neither http/ },
    { name: 'another protocol', wish: 'ftp://secret', said: /neither http/ },
    { name: 'a password', wish: 'http://me:secret@box', said: /a name or a password/ },
    { name: 'a variable', env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'secret' }, said: /^OTEL_EXPORTER_OTLP_ENDPOINT: it is no address/ },
    { name: 'grpc', env: { OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc' }, said: /^OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: .*http\/protobuf/ },
    { name: 'headers without names', env: { OTEL_EXPORTER_OTLP_HEADERS: 'secret' }, said: /^OTEL_EXPORTER_OTLP_HEADERS: it is no list/ },
    { name: 'headers that end a line', env: { OTEL_EXPORTER_OTLP_HEADERS: 'a=secret%0d%0ab' }, said: /it is no list/ },
    { name: 'headers that are cut', env: { OTEL_EXPORTER_OTLP_HEADERS: 'a=secret%' }, said: /it is no list/ },
    { name: 'a time', env: { OTEL_EXPORTER_OTLP_TIMEOUT: '10s' }, said: /^OTEL_EXPORTER_OTLP_TIMEOUT: it is no number of milliseconds/ },
    { name: 'a packing', env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' }, said: /neither gzip nor none/ },
    { name: 'a certificate that is not there', env: { OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere.pem' }, said: /cannot read \/nowhere.pem/ },
  ])('$name', ({ wish, env = {}, said }) => {
    let problem: unknown;
    try {
      otlpSettings(wish ?? true, undefined, env);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(Problem);
    const { message, hints } = problem as Problem;
    expect(message).toMatch(said);
    expect([message, ...hints].join()).not.toMatch(/secret(?! into)/);
  });

  it('an address is shown without its query', () => {
    expect(shownUrl(otlpSettings('https://box/otlp?key=secret', undefined, {}).url)).toBe('https://box/otlp/v1/metrics');
  });
});
