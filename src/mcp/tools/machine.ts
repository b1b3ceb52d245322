/** The machine: its probes, its types, what it can do; and the runs that are kept on it. */
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { answer, answering } from '../result.ts';
import type { Connection } from '../service.ts';
import { openKept, tellSession, tellSessions } from '../sessions.ts';
import { SHAPES } from '../shapes.ts';

const LOOKS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const PLAIN = { columns: Number.POSITIVE_INFINITY, color: false, unicode: true };

export function addMachine(server: McpServer, { service }: Connection): void {
  server.registerTool(
    'probes',
    {
      title: 'Find probes',
      description: 'Probes of this machine: by attach point (tracepoint:syscalls:*open*), by a part of their name (openat), or by meaning (file opens).',
      inputSchema: z.object({
        query: z.string().min(1).max(500),
        most: z.number().int().min(1).max(200).default(50),
        details: z.boolean().default(false).describe('with the fields that each hands over'),
      }),
      outputSchema: SHAPES.probes,
      annotations: LOOKS,
    },
    ({ query, most, details }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const { searchProbes } = await import('../../line/probes.ts');
        const { by, probes, total, cannot, near } = await searchProbes({ words: query, most, details });
        if (total === 0) throw new Problem(messages.noProbes(query, cannot, near));
        return answer({ by, total, probes, cannot });
      }),
  );

  server.registerTool(
    'type',
    {
      title: 'Show a kernel type',
      description: "The C definition of a type, a member or a function of this machine's kernel: struct task_struct, task_struct.mm, vfs_read.",
      inputSchema: z.object({ name: z.string().min(1).max(200), depth: z.number().int().min(0).max(3).default(0) }),
      outputSchema: SHAPES.type,
      annotations: LOOKS,
    },
    ({ name, depth }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const [{ describeType }, { renderDefinitions }] = await Promise.all([import('../../line/machine.ts'), import('../../views/definition.ts')]);
        const found = await describeType(name, depth, {});
        if (found === undefined) throw new Problem(messages.noTypeName(name));
        if ('missing' in found) throw new Problem(messages.unknownType(found.missing, found.of, found.names));
        // Cut between lines, so that what is there is whole.
        const lines = renderDefinitions(found.found, PLAIN);
        return answer({ definition: lines.join('\n') });
      }),
  );

  server.registerTool(
    'doctor',
    {
      title: 'Examine the machine',
      description: 'What this machine can trace, what is missing and the command that mends each; and the limits of this server.',
      inputSchema: z.object({}),
      outputSchema: SHAPES.doctor,
      annotations: LOOKS,
    },
    (_, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const { examine } = await import('../../local.ts');
        const { able, findings } = await examine();
        const { maxSeconds, maxEvents, maxRuns, maxOverhead, allowUnsafe } = service.policy;
        const overhead = maxOverhead === undefined ? {} : { max_overhead: maxOverhead };
        return answer({
          able,
          findings,
          limits: { max_seconds: maxSeconds, max_events: maxEvents, max_runs: maxRuns, ...overhead, allow_unsafe: allowUnsafe },
        });
      }),
  );

  server.registerTool(
    'sessions_list',
    {
      title: 'List sessions',
      description: 'Runs that are kept on this machine, the latest first; words narrow them.',
      inputSchema: z.object({ words: z.string().max(200).default(''), most: z.number().int().min(1).max(200).default(20) }),
      outputSchema: SHAPES.sessions,
      annotations: LOOKS,
    },
    ({ words, most }, ctx) => answering(service, ctx.mcpReq.signal, async () => answer(await tellSessions(words, most), { untrusted: true })),
  );

  server.registerTool(
    'sessions_show',
    {
      title: 'Show a session',
      description: 'A run that is kept: its program, its answer, what stands out. Sessions with data of users are shown only where this server made them.',
      inputSchema: z.object({ session: z.string().min(1).max(80).describe('its id, or last') }),
      outputSchema: SHAPES.session,
      annotations: LOOKS,
    },
    ({ session }, ctx) => answering(service, ctx.mcpReq.signal, async () => answer(await tellSession(await openKept(session, service)), { untrusted: true })),
  );
}
