/** What a page may wish for. */
import { z } from 'zod';
import type { StartBody } from './api.ts';

const DAY = 24 * 3600;

export type Wish = { readonly [K in keyof StartBody]?: StartBody[K] | undefined };

const MOST_OF_COMMAND = 4096;
const MOST_DOLLARS = 1_000_000;
const text = z.string().trim().min(1).max(1000);

export const WISH: z.ZodType<Wish> = z
  .strictObject({
    question: z.string().optional(),
    after: z.string().max(64).optional(),
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
  .refine(({ question, source }) => (question === undefined) !== (source === undefined), 'expected a question or a source, one of them')
  .refine(({ command, source }) => command === undefined || (source === undefined && !command.includes('\0')), 'a command goes with a question');
