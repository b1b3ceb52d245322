/** Progress notifications of a request whose client wants them. */
import type { ServerContext } from '@modelcontextprotocol/server';

export type Progress = (progress: number, total: number | undefined, message: string) => void;

/** A client hears of it only while its request is not answered: what is sent right before an answer may get lost, and nothing depends on it. */
export function progressOf({ mcpReq }: ServerContext): Progress {
  const progressToken = mcpReq._meta?.progressToken;
  let last = -1;
  return (progress, total, message) => {
    // It has to grow.
    if (progressToken === undefined || progress <= last || mcpReq.signal.aborted) return;
    last = progress;
    const params = { progressToken, progress, ...(total === undefined ? {} : { total }), message };
    void mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}
