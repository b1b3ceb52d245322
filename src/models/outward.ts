/** How a request leaves this machine: through the proxy that the environment names, where it does. Node's own fetch knows of none before Node 24. */
import type { Endpoint } from './endpoint.ts';

type Fetch = typeof globalThis.fetch;

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;
let through: Promise<Fetch> | undefined;

/** The fetch for an endpoint. What is on this machine is never asked through a proxy; `NO_PROXY` says what else is not. */
export async function outwardFetch({ local }: Pick<Endpoint, 'local'>): Promise<Fetch> {
  if (local || !PROXY_VARIABLES.some((name) => process.env[name])) return globalThis.fetch;
  through ??= proxied();
  return through;
}

async function proxied(): Promise<Fetch> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent();
  // The same interface, declared twice: by the package, and by the types of Node.
  return ((input: string, init?: object) => fetch(input, { ...init, dispatcher })) as unknown as Fetch;
}
