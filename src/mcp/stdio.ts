/** One client on standard input and output, as it has started us. */
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { LARGEST_MESSAGE, onlyMessages } from './lines.ts';
import { serverFor } from './server.ts';
import type { Service } from './service.ts';

export const STDIO_CLIENT = 'stdio';

/** Answers that are on their way when a client closes its end, or the server ends, are given so long. */
const TO_ANSWER_MS = 2000;
/** Of a client that has closed its end and reads no more. */
const TO_READ_MS = 500;

/** Serves until the client goes away or `stop`; what it started is ended before this is fulfilled, and told to whoever still reads. */
export async function serveOnStdio(service: Service, input: Readable, output: Writable, stop: AbortSignal): Promise<void> {
  const broken = new AbortController();
  const over = new AbortController();
  const end = (): void => over.abort();
  // More than one may come: everything that is still written fails.
  output.on('error', () => {
    broken.abort();
    end();
  });
  const messages = onlyMessages({
    answer: (line) => output.write(`${line}\n`),
    room: () => roomIn(output, broken.signal),
    giveUp: () => {
      service.log('what comes on standard input is no client of MCP; nothing more of it is read');
      end();
    },
  });
  for (const event of ['close', 'error']) input.once(event, end);
  // What came before the end is answered still.
  input.once('end', () => {
    messages.write('\n', end);
    setTimeout(end, TO_READ_MS);
  });
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });
  const transport = new StdioServerTransport(input.pipe(messages, { end: false }), output, { maxBufferSize: 2 * LARGEST_MESSAGE });
  const handle = serveStdio(() => serverFor({ service, client: STDIO_CLIENT }), { transport, onerror: (error) => service.log(error.message) });
  if (!over.signal.aborted) await new Promise((resolve) => over.signal.addEventListener('abort', resolve, { once: true }));
  await service.traces.close();
  if (!broken.signal.aborted) await service.answers.given(TO_ANSWER_MS);
  input.unpipe(messages);
  await handle.close();
}

function roomIn(output: Writable, broken: AbortSignal): Promise<void> | void {
  if (!output.writableNeedDrain || broken.aborted) return;
  return new Promise((resolve) => {
    const done = (): void => {
      output.off('drain', done);
      broken.removeEventListener('abort', done);
      resolve();
    };
    output.once('drain', done);
    broken.addEventListener('abort', done, { once: true });
  });
}
