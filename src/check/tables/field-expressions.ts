/** What a name that is no field stands for, where that is more than another field's name. */
export interface FieldExpression {
  /** The tracepoints. */
  readonly ids: RegExp;
  readonly names: readonly string[];
  readonly text: string;
  /** The fields it takes. */
  readonly fields: readonly string[];
  readonly changes?: string;
}

const LENGTHS: readonly string[] = [
  'length',
  'len',
  'size',
  'bytes',
  'nbytes',
  'count',
  'data_len',
  'msg_len',
  'msg_size',
  'bytes_sent',
  'bytes_received',
  'nr_bytes',
];

/** Facts: include/trace/events/sock.h (ret is the length that was sent or received, or the error), block.h (sectors are of 512 bytes), kmem.h, sched.h. */
const EXPRESSIONS: readonly FieldExpression[] = [
  {
    ids: /^sock:sock_(?:send|recv)_length$/,
    names: LENGTHS,
    text: '(args->ret > 0 ? args->ret : 0)',
    fields: ['ret'],
    changes: 'calls that fail count as 0 bytes',
  },
  {
    ids: /^block:block_/,
    names: ['bytes', 'size', 'len', 'length', 'nbytes', 'nr_bytes', 'data_len', 'bi_size', '__data_len'],
    text: '(args->nr_sector * 512)',
    fields: ['nr_sector'],
  },
  { ids: /^block:block_/, names: ['major', 'dev_major'], text: '(args->dev >> 20)', fields: ['dev'] },
  { ids: /^block:block_/, names: ['minor', 'dev_minor'], text: '(args->dev & 0xfffff)', fields: ['dev'] },
  { ids: /^kmem:mm_page_(?:alloc|free)$/, names: ['nr_pages', 'pages', 'npages', 'page_count'], text: '(1 << args->order)', fields: ['order'] },
  {
    ids: /^kmem:mm_page_(?:alloc|free)$/,
    names: ['bytes', 'size', 'len'],
    text: '(4096 << args->order)',
    fields: ['order'],
    changes: 'pages are taken to be of 4096 bytes',
  },
];

/** What stands for a name in a tracepoint that has no such field; undefined where nothing does. */
export function fieldExpression(id: string, name: string, fields: readonly string[]): FieldExpression | undefined {
  if (fields.includes(name)) return undefined;
  return EXPRESSIONS.find((one) => one.ids.test(id) && one.names.includes(name) && one.fields.every((field) => fields.includes(field)));
}
