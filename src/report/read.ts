/** A run read back from the JSON of `json.ts`, or from that of a session: what a file from elsewhere says is held against what a run is, piece by piece. */
import { z } from 'zod';
import type { Scalar } from '../core/events.ts';
import { LANGUAGES } from '../core/program.ts';
import type { RunRecord } from '../core/run-record.ts';

/** Where a number would have been rounded. */
const decimal = z
  .string()
  .regex(/^-?\d{1,40}$/)
  .transform(BigInt);
/** The same as sessions write it. */
const exact = z.object({ $bigint: decimal }).transform(({ $bigint }) => $bigint);
const integer = z.union([z.number(), decimal, exact]);
const scalar = z.union([z.number(), z.string(), z.boolean(), z.null(), exact]);
const name = z.string();

const column = z.looseObject({
  name,
  kind: name,
  type: z.enum(['integer', 'string', 'stack', 'address', 'unknown']),
  unit: z.enum(['bytes', 'ns', 'us', 'ms', 's', 'pages']).optional(),
  integer: z.enum(['unsigned', 'int32', 'hexadecimal', 'octal']).optional(),
});

const bucket = z.object({ min: integer.optional(), max: integer.optional(), count: z.number() });
const bounds = bucket.omit({ count: true });

const table = z
  .object({
    shape: z.literal('table'),
    title: name,
    columns: z.array(column),
    rows: z.array(z.array(scalar)),
    seen: z.number(),
    amount: z.int().nonnegative().optional(),
    most: z.object({ value: scalar, count: z.number() }).optional(),
  })
  .refine(({ amount, columns }) => amount === undefined || amount < columns.length, { error: 'amount is no column' })
  .transform((one) => ({ ...one, rows: one.rows.map((row) => revived(row, one.columns)) }));

const histogram = z
  .object({
    shape: z.literal('histogram'),
    title: name,
    keys: z.array(column),
    value: column,
    groups: z.array(z.object({ key: z.array(scalar), buckets: z.array(bucket) })),
  })
  .transform((one) => ({ ...one, groups: one.groups.map((group) => ({ ...group, key: revived(group.key, one.keys) })) }));

const output = z.discriminatedUnion('shape', [
  z.looseObject({ shape: z.literal('rows'), statement: z.number(), columns: z.array(column) }),
  ...(['values', 'stats', 'histogram'] as const).map((shape) => z.looseObject({ shape: z.literal(shape), map: name, keys: z.array(column), value: column })),
]);

const classes = ['observe', 'reads-user-data', 'costly', 'unsafe'] as const;
const verdict = z.object({ verdict: z.enum(['yes', 'no', 'unknown']), why: name });

const overhead = z.looseObject({
  seconds: z.number(),
  processors: z.number(),
  bpf: z.number().optional(),
  tracer: z.number(),
  own: z.number(),
  memory: z.object({ tracer: z.number(), own: z.number() }),
  share: z.number(),
  rate: z.number(),
  lost: z.number(),
  hits: z.array(z.looseObject({ attachPoint: name, runs: z.number(), nanoseconds: z.number() })).optional(),
  state: z.enum(['within', 'slowed', 'ended']),
  limit: z.number(),
});

const run = z.looseObject({
  format: z.literal(1),
  id: name.optional(),
  question: name.optional(),
  language: name,
  program: z.looseObject({
    language: z.enum(LANGUAGES),
    source: name,
    binary: name.optional(),
    command: z.object({ tool: name, path: name, args: z.array(name) }).optional(),
    title: name,
    origin: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['library', 'composed', 'model', 'tool']), name }),
      z.object({ kind: z.literal('file'), path: name }),
      z.object({ kind: z.literal('edited'), of: z.string().optional() }),
    ]),
    attachPoints: z.array(name),
    outputs: z.array(output),
    answer: name.optional(),
    seconds: z.number().optional(),
  }),
  tells: name,
  safety: z.object({
    classes: z.array(z.enum(classes)),
    reasons: z.array(z.looseObject({ kind: z.enum(classes), why: name, span: z.object({ start: z.number(), end: z.number() }), rate: z.number().optional() })),
  }),
  notes: z.array(name),
  command: name.optional(),
  model: name.optional(),
  facts: z.looseObject({
    arch: name,
    release: name,
    bpftrace: z.object({ path: name, version: name }).optional(),
    privilege: name,
    btf: z.boolean(),
    tracefs: z.object({ state: name, path: name.optional() }),
    probeKinds: z.record(z.string(), verdict),
  }),
  names: z.record(z.string(), z.record(z.string(), name)).optional(),
  // What Date can hold.
  startedAt: z.number().min(-8.64e15).max(8.64e15),
  state: z.enum(['running', 'ended', 'broken-off']),
  reason: z.enum(['finished', 'interrupted', 'command-ended', 'output-closed', 'deadline', 'overhead', 'rejected', 'crashed']).optional(),
  failure: name.optional(),
  seconds: z.number(),
  probes: z.number(),
  datasets: z.array(z.union([table, histogram])),
  series: z.array(z.object({ title: name, column, key: z.array(scalar), points: z.array(z.object({ at: z.number(), value: z.number() })) })),
  heatMaps: z.array(
    z.object({
      title: name,
      value: column,
      key: z.array(scalar),
      buckets: z.array(bounds),
      columns: z.array(z.object({ at: z.number(), counts: z.array(z.number()) })),
    }),
  ),
  texts: z.array(name),
  sentence: name,
  reasons: z.array(name),
  remarks: z.array(name).optional(),
  records: z.number(),
  lost: z.number(),
  warnings: z.array(name),
  overhead: overhead.optional(),
});

/** The run, or what is wrong with the text, for a person. */
export function readRun(text: string): RunRecord | { readonly wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'it is not JSON' };
  }
  const parsed = run.safeParse(value);
  // Each of its pieces has been looked at; kinds of columns are open-ended, as their type says.
  if (parsed.success) return parsed.data as unknown as RunRecord;
  const [issue] = parsed.error.issues;
  const at = issue?.path.join('.') ?? '';
  return { wrong: `${at === '' ? '' : `${at}: `}${issue?.message ?? 'it is none'}` };
}

/** Integers that are written as strings, in columns that hold integers. */
function revived(row: readonly Scalar[], columns: readonly { readonly type: string }[]): Scalar[] {
  return row.map((value, index) => (columns[index]?.type === 'integer' && typeof value === 'string' && /^-?\d{16,40}$/.test(value) ? BigInt(value) : value));
}
