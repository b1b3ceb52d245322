import type { Fetch } from '../../export/otlp-send.ts';
import type { OtlpSettings } from '../../export/otlp-settings.ts';
import { isLoopback } from '../../models/address.ts';
import { outwardFetch } from '../../models/outward.ts';

/** The fetch for a receiver: through the proxy that the environment names, unless the receiver is on this machine; with its certificates, where there are some. */
export async function otlpFetch({ url, tls }: OtlpSettings): Promise<Fetch> {
  const local = isLoopback(url);
  if (tls === undefined) return outwardFetch({ local });
  const { Agent, EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = local ? new Agent({ connect: tls }) : new EnvHttpProxyAgent({ connect: tls, requestTls: tls });
  // The same interface, declared twice: by the package, and by the types of Node.
  return ((input: URL, init?: object) => fetch(input, { ...init, dispatcher })) as unknown as Fetch;
}
