/** Addresses of model servers as people and environment variables spell them. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** An address, checked: no trailing slash, nothing secret in it. `where` says whose it is, for messages. Throws a Problem. */
export function checkUrl(text: string, where: string): URL {
  const fail = (why: string): never => {
    throw new Problem(messages.badModelUrl(where, why));
  };
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    // What stands there is not repeated: it may be a key that was put into the wrong place.
    return fail('it is no address');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return fail('it begins with neither http:// nor https://');
  if (url.username !== '' || url.password !== '') return fail('it has a name or a password in it, which everybody would see who sees the address');
  if (url.search !== '' || url.hash !== '') return fail('it has a ? or a # in it');
  if (/\/(?:chat\/completions|messages|responses|completions)\/?$/.test(url.pathname))
    return fail('it goes too far: leave out what stands behind the version, such as /chat/completions');
  return url;
}

/** As text, without a slash at its end. */
export function urlText(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** With a path behind it, where it does not end with it already. */
export function withPath(url: URL, path: string): URL {
  const text = urlText(url);
  return text.endsWith(path) ? url : new URL(text + path);
}

/**
 * An address of as few parts as Ollama takes in OLLAMA_HOST: `box`, `:8080`, `box:8080`, `::1`, `http://box`, quotation marks around it. The port is Ollama's own where
 * neither it nor a scheme is named (https://github.com/ollama/ollama, envconfig). Where a server listens to everybody (`0.0.0.0`), it is reached on this machine.
 */
export function shortUrl(text: string, port: number): string {
  const plain = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
  const [, scheme, rest = ''] = /^([a-z]+:\/\/)?(.*?)\/*$/i.exec(plain) ?? [];
  const isBareV6 = (rest.match(/:/g)?.length ?? 0) > 1 && !rest.startsWith('[');
  const host = isBareV6 ? `[${rest}]` : rest.startsWith(':') ? `127.0.0.1${rest}` : rest === '' ? '127.0.0.1' : rest;
  const hasPort = /:\d+(?:\/|$)/.test(isBareV6 ? '' : host.replace(/^\[[^\]]*\]/, ''));
  const [authority = '', ...path] = host.split('/');
  const whole = scheme !== undefined || hasPort ? host : [`${authority}:${port}`, ...path].join('/');
  return `${scheme ?? 'http://'}${whole.replace(/^0\.0\.0\.0(?=[:/]|$)/, '127.0.0.1').replace(/^\[::\]/, '[::1]')}`;
}

/** Whether what is sent there stays on this machine: by the address alone, no name is looked up. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
