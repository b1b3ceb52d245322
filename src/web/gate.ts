/** Who is let in: only whoever has the token, only under this machine's own names, and no page of anybody else. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** What `localhost` may be called in an address. */
const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

export class Gate {
  readonly #token: Buffer;
  readonly #cookie: string;
  readonly #cookieDigest: Buffer;
  readonly #cookieName: string;
  readonly #hosts: ReadonlySet<string>;

  constructor(token: string, port: number) {
    this.#token = digest(token);
    // Made of the token, which it does not tell: whoever got hold of the cookie may read, and change nothing.
    this.#cookie = createHash('sha256').update(`gpttrace reads with ${token}`).digest('base64url');
    this.#cookieDigest = digest(this.#cookie);
    // Cookies are for a host, whatever the port: two servers must not take each other's.
    this.#cookieName = `gpttrace-${port}`;
    this.#hosts = new Set(NAMES.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]));
  }

  /** Throws a Problem for a request under a name that is not ours (DNS rebinding), and for one that another page has made. */
  refuseForeign({ method, headers, url = '' }: IncomingMessage): void {
    const { host = '', origin } = headers;
    if (!this.#hosts.has(host.toLowerCase())) throw new Problem(messages.wrongHost(host));
    if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) throw new Problem(messages.foreignOrigin(origin));
    const site = headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return;
    // A link from elsewhere may lead to the page itself, which has nothing in it.
    const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document' && !url.startsWith('/api');
    if (!isLink) throw new Problem(messages.foreignOrigin(String(headers.referer ?? site)));
  }

  /** Throws a Problem without the token; the cookie will do for what only reads. Whether it was the token. */
  refuseStrangers({ method, headers }: IncomingMessage): boolean {
    const { authorization } = headers;
    if (authorization !== undefined) {
      const bearer = /^Bearer +([\w-]+) *$/i.exec(authorization)?.[1];
      if (bearer === undefined || !timingSafeEqual(digest(bearer), this.#token)) throw new Problem(messages.wrongToken());
      return true;
    }
    const cookie = this.#cookieOf(headers.cookie);
    if (cookie === undefined) throw new Problem(messages.noToken());
    if (!timingSafeEqual(digest(cookie), this.#cookieDigest)) throw new Problem(messages.wrongToken());
    if (method !== 'GET' && method !== 'HEAD') throw new Problem(messages.tokenForReading());
    return false;
  }

  /** The cookie that reads, as a header sets it. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#cookie}; Path=/api; HttpOnly; SameSite=Strict`;
  }

  #cookieOf(header: string | undefined): string | undefined {
    for (const part of (header ?? '').split(';')) {
      const at = part.indexOf('=');
      if (at > 0 && part.slice(0, at).trim() === this.#cookieName) return part.slice(at + 1).trim();
    }
    return undefined;
  }
}

/** Of one length, whatever is compared. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
