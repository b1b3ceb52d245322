/** Where metrics are pushed to, and how: an option, and the environment variables that OpenTelemetry has for it (specification, "OpenTelemetry Protocol Exporter"). */
import { readFileSync } from 'node:fs';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

export interface OtlpSettings {
  readonly url: URL;
  /** May hold keys: never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that one push may take, and between two. */
  readonly timeout: number;
  readonly interval: number;
  readonly gzip: boolean;
  /** Certificates in PEM, where they are not those of the system. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'OTEL_EXPORTER_OTLP_';
const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';
const PATH = '/v1/metrics';
const DEFAULT_INTERVAL = 10_000;
const DEFAULT_TIMEOUT = 10_000;

/** `wish`: the address given with the option, `true` where it is given without one; `interval` in milliseconds. Throws a Problem. */
export function otlpSettings(wish: string | true, interval: number | undefined, environment: Environment): OtlpSettings {
  const [name, text] = firstOf(environment, 'HEADERS');
  const [compressionName, compression] = firstOf(environment, 'COMPRESSION');
  if (compression !== undefined && compression !== 'gzip' && compression !== 'none') throw bad(compressionName, 'it is neither gzip nor none');
  const tls = tlsOf(environment);
  return {
    url: urlOf(wish, environment),
    headers: text === undefined ? {} : headersOf(text, name),
    timeout: milliseconds(...firstOf(environment, 'TIMEOUT')) ?? DEFAULT_TIMEOUT,
    interval: interval ?? milliseconds('OTEL_METRIC_EXPORT_INTERVAL', environment.OTEL_METRIC_EXPORT_INTERVAL) ?? DEFAULT_INTERVAL,
    gzip: compression === 'gzip',
    ...(tls === undefined ? {} : { tls }),
  };
}

/** An address as it may be shown: without what may be a key in it. */
export function shownUrl({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function urlOf(wish: string | true, environment: Environment): URL {
  if (wish !== true) return withPath(parsed(wish, '--otlp'));
  const [protocolName, protocol] = firstOf(environment, 'PROTOCOL');
  if (protocol !== undefined && protocol !== 'http/protobuf') throw bad(protocolName, 'gpttrace speaks http/protobuf only; name its address with --otlp=URL');
  const own = given(environment[`${PREFIX}METRICS_ENDPOINT`]);
  // The one for metrics alone is taken as it is.
  if (own !== undefined) return parsed(own, `${PREFIX}METRICS_ENDPOINT`);
  const endpoint = given(environment[`${PREFIX}ENDPOINT`]);
  return withPath(endpoint === undefined ? parsed(DEFAULT_ENDPOINT, '') : parsed(endpoint, `${PREFIX}ENDPOINT`));
}

function withPath(url: URL): URL {
  const whole = new URL(url);
  if (!url.pathname.endsWith(PATH)) whole.pathname = url.pathname.replace(/\/*$/, PATH);
  return whole;
}

function parsed(text: string, where: string): URL {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw bad(where, 'it is no address');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw bad(where, 'it begins with neither http:// nor https://');
  if (url.username !== '' || url.password !== '') throw bad(where, 'it has a name or a password in it; put what is secret into OTEL_EXPORTER_OTLP_HEADERS');
  return url;
}

/** `key=value,key2=value2`, percent-encoded as in W3C Baggage. */
function headersOf(text: string, where: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const value = at < 1 ? undefined : decoded(pair.slice(at + 1).trim());
    if (value === undefined || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw bad(where, 'it is no list of NAME=VALUE, set apart by commas');
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function tlsOf(environment: Environment): OtlpSettings['tls'] {
  const read = (what: string): string | undefined => {
    const [, path] = firstOf(environment, what);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new Problem(messages.unreadable(path, describeFileError(error)));
    }
  };
  const [ca, cert, key] = [read('CERTIFICATE'), read('CLIENT_CERTIFICATE'), read('CLIENT_KEY')];
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) };
}

function milliseconds(name: string, text: string | undefined): number | undefined {
  const value = given(text);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 2 ** 31 - 1) throw bad(name, 'it is no number of milliseconds');
  return number;
}

/** What is said for metrics wins over what is said for everything. */
function firstOf(environment: Environment, what: string): [name: string, value: string | undefined] {
  const own = given(environment[`${PREFIX}METRICS_${what}`]);
  return own === undefined ? [`${PREFIX}${what}`, given(environment[`${PREFIX}${what}`])] : [`${PREFIX}METRICS_${what}`, own];
}

/** An empty variable is as none (specification, "Parsing empty value"). */
function given(text: string | undefined): string | undefined {
  const value = text?.trim();
  return value === '' ? undefined : value;
}

function bad(where: string, why: string): Problem {
  return new Problem(messages.badOtlp(where, why));
}
