import type { ServerResponse } from 'node:http';

/** Aborted once whoever asked is gone, or has been answered; at once where they were gone before anybody looked. */
export function goneWith(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed) gone.abort();
  return gone.signal;
}
