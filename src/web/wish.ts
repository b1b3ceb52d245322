/** What a page may wish for. */
import { z } from 'zod';
import type { StartBody } from './api.ts';

const DAY = 24 * 3600;

/** A body of `POST /api/runs` that holds what one may. */
export type Wish = { readonly [K in keyof Omit<StartBody, 'tool'>]?: StartBody[K] | undefined } & {
  readonly tool?: { readonly name: string; readonly line?: string | undefined } | undefined;
};

export const MOST_OF_COMMAND = 4096;
const MOST_DOLLARS = 1_000_000;
const text = z.string().trim().min(1).max(1000);

/** What of all this may be said of a tool that is named, beside a question. */
const GO_WITH_TOOLS: ReadonlySet<string> = new Set(['seconds', 'pid', 'comm', 'top', 'otlp', 'keep', 'explain', 'dry']);

export const WISH: z.ZodType<Wish> = z
  .strictObject({
    question: z.string().optional(),
    after: z.string().max(64).optional(),
    again: z.string().min(1).max(64).optional(),
    tool: z.strictObject({ name: z.string().trim().min(1).max(200), line: z.string().max(MOST_OF_COMMAND).optional() }).optional(),
    source: z.string().optional(),
    language: z.enum(['bpftrace', 'c']).optional(),
    seconds: z.number().min(0).max(DAY).optional(),
    pid: z.int().positive().optional(),
    comm: z.string().min(1).max(64).optional(),
    command: z.string().trim().min(1).max(MOST_OF_COMMAND).optional(),
    top: z.int().positive().optional(),
    planner: z.enum(['auto', 'embedded', 'model']).optional(),
    as: z.enum(['bpftrace', 'c', 'tool']).optional(),
    model: z.string().min(1).max(200).optional(),
    localOnly: z.boolean().optional(),
    maxCost: z.number().min(0).max(MOST_DOLLARS).optional(),
    sandbox: z.boolean().optional(),
    guest: z.string().min(1).max(64).optional(),
    within: z.string().min(1).max(64).optional(),
    rehearse: z.boolean().optional(),
    workload: text.optional(),
    about: text.optional(),
    args: z.array(z.string().max(1000)).max(64).optional(),
    settings: z.array(z.string().max(1000).regex(/^\w+=/)).max(64).optional(),
    otlp: z.boolean().optional(),
    keep: z.boolean().optional(),
    explain: z.boolean().optional(),
    dry: z.boolean().optional(),
  })
  .refine(
    ({ question, source, tool, again }) => [question ?? tool, source, again].filter((one) => one !== undefined).length === 1,
    'expected a question, a source, a tool or a run to repeat, one of them',
  )
  .refine(({ again, ...others }) => again === undefined || Object.keys(others).length === 0, 'a run is repeated as it was, with nothing beside it')
  .refine(
    ({ tool, question, ...others }) => tool === undefined || Object.keys(others).every((name) => GO_WITH_TOOLS.has(name)),
    `with a tool goes nothing but ${[...GO_WITH_TOOLS].join(', ')}`,
  )
  .refine(
    ({ command, source, within }) => command === undefined || ((source === undefined || within !== undefined) && !command.includes('\0')),
    'a command goes with a question, or into a guest',
  )
  .refine(
    ({ within, sandbox, guest, rehearse, about }) => within === undefined || [sandbox, guest, rehearse, about].every((one) => one === undefined),
    'what runs in a guest is not tried or rehearsed before',
  );
