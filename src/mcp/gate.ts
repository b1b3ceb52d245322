/** Who may speak to the server over HTTP: whoever knows the token, from this machine, and from no page of the web. Pure. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** What of a request is looked at before anything else of it is. */
export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ENDPOINT = '/mcp';
const METHODS: readonly string[] = ['POST', 'GET', 'DELETE'];
/** Names of this machine for itself. A page that has its own name lead here says that name. */
const NAMES = ['127.0.0.1', 'localhost'];

/** Why a request is refused; undefined where it is not. */
export function refusalOf({ method, path, host, origin, authorization }: Knock, port: number, token: string): Refusal | undefined {
  const hosts = NAMES.map((name) => `${name}:${port}`);
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return { status: 403, message: `this server is reached as ${hosts[0]} only: the Host of the request is another one` };
  if (origin !== undefined && !hosts.some((name) => origin.toLowerCase() === `http://${name}`))
    return { status: 403, message: 'pages of the web have no business here: the request has a foreign Origin' };
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (given === undefined || !timingSafeEqual(hashOf(given), hashOf(token))) {
    const message =
      given === undefined ? 'a token is needed: Authorization: Bearer TOKEN; gpttrace has printed it where it was started' : 'that is not the token';
    return { status: 401, message, headers: { 'WWW-Authenticate': 'Bearer realm="gpttrace"' } };
  }
  if (path !== ENDPOINT) return { status: 404, message: `there is nothing but ${ENDPOINT} here` };
  if (!METHODS.includes(method)) return { status: 405, message: `${METHODS.join(', ')} are understood here`, headers: { Allow: METHODS.join(', ') } };
  return undefined;
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
