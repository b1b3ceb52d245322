/** Resources: what the machine offers, the library, the runs that are kept. Their names lead to no file. */
import { type McpServer, type ReadResourceResult, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { Problem } from '../core/problem.ts';
import { stringify } from '../views/plain.ts';
import { bounded, UNTRUSTED } from './result.ts';
import type { Connection } from './service.ts';
import { openKept, tellSession, tellSessions } from './sessions.ts';

const JSON_TYPE = 'application/json';
/** Of a list of resources. */
const MOST_LISTED = 50;

export function addResources(server: McpServer, { service }: Connection): void {
  server.registerResource(
    'facts',
    'gpttrace://facts',
    {
      title: 'Facts of this machine',
      description: 'Kernel, bpftrace, privileges, and which kinds of probes can be attached, each with its reason.',
      mimeType: JSON_TYPE,
    },
    async (uri) => {
      const { openMachine } = await import('../line/machine.ts');
      const { bootId: _, ...facts } = (await openMachine({})).facts;
      return json(uri, facts);
    },
  );

  server.registerResource(
    'library',
    'gpttrace://library',
    { title: 'The library', description: 'Every program that gpttrace knows: what it tells, and a question that gets it.', mimeType: JSON_TYPE },
    async (uri) => json(uri, (await service.library()).entries()),
  );

  server.registerResource(
    'library-program',
    new ResourceTemplate('gpttrace://library/{name}', {
      list: undefined,
      complete: {
        name: async (value) =>
          (await service.library())
            .entries()
            .map(({ name }) => name)
            .filter((name) => name.startsWith(value))
            .slice(0, MOST_LISTED),
      },
    }),
    { title: 'A program of the library', description: 'The text of one program, by its name.', mimeType: 'text/plain' },
    async (uri, { name }) => {
      const source = typeof name === 'string' ? (await service.library()).source(name) : undefined;
      if (source === undefined) throw new ResourceNotFoundError(uri.href);
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: source }] };
    },
  );

  server.registerResource(
    'sessions',
    'gpttrace://sessions',
    { title: 'Sessions', description: `Runs that are kept, the latest first. ${UNTRUSTED}`, mimeType: JSON_TYPE },
    async (uri) => json(uri, { untrusted: UNTRUSTED, ...(await tellSessions('', MOST_LISTED)) }),
  );

  server.registerResource(
    'session',
    new ResourceTemplate('gpttrace://sessions/{id}', { list: undefined }),
    { title: 'A session', description: `A run that is kept: its program and its answer. ${UNTRUSTED}`, mimeType: JSON_TYPE },
    async (uri, { id }) => {
      try {
        return json(uri, { untrusted: UNTRUSTED, ...(await tellSession(await openKept(typeof id === 'string' ? id : '', service))) });
      } catch (error) {
        if (error instanceof Problem) throw new ResourceNotFoundError(uri.href, error.message);
        throw error;
      }
    },
  );
}

function json(uri: URL, value: unknown): ReadResourceResult {
  return { contents: [{ uri: uri.href, mimeType: JSON_TYPE, text: stringify(bounded(value)) }] };
}
