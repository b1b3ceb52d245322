/** Any tree of a program that the language has, for fast-check. Spans are empty: who compares trees leaves them out. */
import fc from 'fast-check';
import type { Assignment, AttachPoint, Block, Expression, Item, Script, Statement, TypeName } from '../../src/bpftrace/ast.ts';
import { partsOf, providerOf } from '../../src/bpftrace/parser/attach-point.ts';
import { parse } from '../../src/bpftrace/parser.ts';

const span = { start: 0, end: 0 };

/** A tree without its spans, and numbers as text: what two trees that say the same have in common. */
export function bare(node: unknown): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value) => (key === 'span' || key.endsWith('Span') ? undefined : typeof value === 'bigint' ? `${value}n` : value)),
  );
}

const word = fc.constantFrom('pid', 'args', 'comm', 'retval', 'curtask', 'AF_INET', 'arg0', 'nsecs', 'x');
const field = fc.constantFrom('f', 'ret', 'filename', '__data', 'if', 'count', 'for', 'sizeof', 'fn');
const variable = fc.constantFrom('$a', '$start', '$kv').map((name) => ({ kind: 'variable', span, name }) as const);
const typeName = fc
  .constantFrom('uint64', 'int8', 'struct sock *', 'struct a', 'union u **', 'enum e', 'uint8[6]', 'pid_t', 'char *', 'string[64]', 'struct a *[4]')
  .map((text): TypeName => ({ kind: 'type', span, text }));
const certainType = typeName.filter(({ text }) => text !== 'pid_t');
const integer = fc
  .constantFrom(
    ['0', 0n],
    ['7', 7n],
    ['0x1F', 31n],
    ['1_000', 1000n],
    ['1e6', 1_000_000n],
    ['5ms', 5_000_000n],
    ['7ULL', 7n],
    ['010', 8n],
    ['18446744073709551615', 2n ** 64n - 1n],
  )
  .map(([text, value]) => ({ kind: 'integer', span, text: text as string, value: value as bigint }) as const);
const string = fc
  .array(
    fc.constantFrom(
      ['a', 'a'],
      [' ', ' '],
      ['%d', '%d'],
      ['\\n', '\n'],
      ['\\"', '"'],
      ['\\\\', '\\'],
      ['\\x41', 'A'],
      ['\\101', 'A'],
      ['/*', '/*'],
      ['//', '//'],
      ['é', 'é'],
      ["'", "'"],
    ),
    {
      maxLength: 5,
    },
  )
  .map((pieces) => ({ kind: 'string', span, text: `"${pieces.map(([text]) => text).join('')}"`, value: pieces.map(([, value]) => value).join('') }) as const);

interface Nodes {
  readonly expression: Expression;
  readonly map: Expression;
  readonly block: Block;
  readonly valueBlock: Block;
  readonly statement: Statement;
}

const { expression, block, valueBlock } = fc.letrec<Nodes>((tie) => {
  const expression = tie('expression') as fc.Arbitrary<Expression>;
  const block = tie('block') as fc.Arbitrary<Block>;
  const valueBlock = tie('valueBlock') as fc.Arbitrary<Block>;
  const map = tie('map') as fc.Arbitrary<Expression>;
  const cell = fc.oneof(map, variable);
  const node = <T extends object>(shape: T): T & { span: typeof span } => ({ span, ...shape });
  const operand = fc.oneof(certainType, expression);
  const maybe = <T>(arbitrary: fc.Arbitrary<T>, key: string): fc.Arbitrary<Record<string, T>> =>
    fc.option(arbitrary, { nil: undefined }).map((value) => (value === undefined ? {} : { [key]: value }));
  return {
    map: fc
      .record({ name: fc.constantFrom('@', '@a', '@start'), keys: fc.array(expression, { maxLength: 2 }) })
      .map(({ name, keys }): Expression => ({ kind: 'map', span, name, keys, ...(keys.length === 0 ? {} : { keySpan: span }) })),
    expression: fc.oneof(
      // The first is what there is at the greatest depth: one that no filter below refuses.
      { maxDepth: 4, depthIdentifier: 'tree' },
      variable,
      integer,
      string,
      fc.boolean().map((value): Expression => ({ kind: 'boolean', span, value })),
      word.map((name): Expression => ({ kind: 'identifier', span, name })),
      fc.constantFrom(1, 12, '#' as const).map((index): Expression => ({ kind: 'positional', span, index })),
      map,
      fc
        .record({ name: fc.constantFrom('str', 'count', 'kstack', 'printf'), args: fc.array(expression, { maxLength: 3 }) })
        .map((call): Expression => node({ kind: 'call', nameSpan: span, ...call })),
      fc
        .record({ operator: fc.constantFrom('!', '-', '~', '*'), operand: expression })
        .map((unary): Expression => node({ kind: 'unary', postfix: false, ...unary })),
      fc.record({ operator: fc.constantFrom('++', '--'), postfix: fc.boolean(), operand: cell }).map((unary): Expression => node({ kind: 'unary', ...unary })),
      variable.map((of): Expression => node({ kind: 'unary', operator: '&', postfix: false, operand: of })),
      fc
        .record({ operator: fc.constantFrom(...'?: || && | ^ & == != < > <= >= << >> + - * / %'.split(' ')), left: expression, right: expression })
        .map((binary): Expression => node({ kind: 'binary', ...binary })),
      fc.tuple(expression, expression, expression).map(([condition, then, otherwise]): Expression => node({ kind: 'ternary', condition, then, otherwise })),
      fc.record({ typeNode: typeName, operand: expression }).map((cast): Expression => node({ kind: 'cast', type: cast.typeNode.text, ...cast })),
      variable.map((of): Expression => ({ kind: 'cast', span, type: 'typeof(...)', typeNode: { kind: 'typeof', span, of }, operand: of })),
      fc
        .record({ object: expression, name: field, arrow: fc.boolean() })
        .filter(({ object }) => object.kind !== 'integer')
        .map((access): Expression => node({ kind: 'field', nameSpan: span, ...access })),
      fc
        .record({ object: expression, name: fc.constantFrom('0', '12') })
        .filter(({ object }) => object.kind !== 'integer')
        .map((access): Expression => node({ kind: 'field', nameSpan: span, arrow: false, ...access })),
      // A map's first index is a key of it.
      fc
        .record({ object: expression, index: expression })
        .filter(({ object }) => object.kind !== 'map' || object.keys.length > 0)
        .map((access): Expression => node({ kind: 'index', ...access })),
      fc.array(expression, { maxLength: 3 }).map((items): Expression => node({ kind: 'tuple', items })),
      fc.uniqueArray(fc.constantFrom('a', 'b', 'pid'), { minLength: 1, maxLength: 3 }).chain((names) =>
        fc.tuple(...names.map(() => expression)).map(
          (values): Expression => ({
            kind: 'record',
            span,
            fields: names.map((name, index) => ({ kind: 'record-field', span, name, nameSpan: span, value: values[index] as Expression })),
          }),
        ),
      ),
      fc.record({ kind: fc.constantFrom('sizeof', 'typeinfo'), of: operand }).map((query) => node(query) as Expression),
      operand.map((of): Expression => node({ kind: 'call', name: 'str', nameSpan: span, args: [{ kind: 'typeof', span, of }] })),
      fc
        .record({ of: operand, path: fc.array(field, { minLength: 1, maxLength: 2 }) })
        .map((query): Expression => node({ kind: 'offsetof', pathSpan: span, ...query })),
      expression.map((inner): Expression => node({ kind: 'comptime', operand: inner })),
      valueBlock,
      fc.tuple(expression, valueBlock, valueBlock).map(([condition, then, otherwise]): Expression => node({ kind: 'if', condition, then, otherwise })),
    ),
    statement: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'tree' },
      expression.filter(({ kind }) => kind !== 'block' && kind !== 'if').map((inner): Statement => node({ kind: 'expression-statement', expression: inner })),
      fc
        .record({ target: cell, operator: fc.constantFrom('=', '+=', '<<=', '%='), value: expression })
        .map((assignment): Assignment => node({ kind: 'assignment', ...assignment })),
      expression.map((value): Statement => node({ kind: 'assignment', target: node({ kind: 'identifier', name: '_' }), operator: '=', value })),
      fc
        .tuple(variable, fc.option(typeName, { nil: undefined }), maybe(expression, 'value'))
        .map(
          ([{ name }, type, value]): Statement =>
            node({ kind: 'let', name, nameSpan: span, ...(type === undefined ? {} : { type: type.text, typeNode: type }), ...value }),
        ),
      fc
        .tuple(
          expression,
          block,
          maybe(
            fc.oneof(
              block,
              fc.tuple(expression, block).map(([condition, then]) => node({ kind: 'if', condition, then }) as Statement),
            ),
            'otherwise',
          ),
        )
        .map(([condition, then, rest]) => node({ kind: 'if', condition, then, ...rest }) as Statement),
      fc.record({ condition: expression, body: block }).map((loop): Statement => node({ kind: 'while', ...loop })),
      fc.record({ times: expression, body: block }).map((loop): Statement => node({ kind: 'unroll', ...loop })),
      fc.record({ from: map, body: block }).map((loop): Statement => node({ kind: 'for', variable: '$kv', variableSpan: span, ...loop })),
      fc.record({ from: expression, to: expression, body: block }).map((loop): Statement => node({ kind: 'for', variable: '$i', variableSpan: span, ...loop })),
      fc.constantFrom('return', 'break', 'continue').map((jump) => node({ kind: 'jump', word: jump }) as Statement),
      expression.map((value): Statement => node({ kind: 'jump', word: 'return', value })),
      string.map((path): Statement => node({ kind: 'import', path })),
      block,
    ),
    block: fc.array(tie('statement') as fc.Arbitrary<Statement>, { maxLength: 3 }).map((statements): Block => node({ kind: 'block', statements })),
    valueBlock: fc
      .tuple(fc.array(tie('statement') as fc.Arbitrary<Statement>, { maxLength: 2 }), expression)
      .map(([statements, value]): Block => node({ kind: 'block', statements, value })),
  };
});

/** One of each form, as man bpftrace has them. */
const ATTACH_POINTS: readonly string[] = [
  'BEGIN',
  'end',
  'kprobe:vfs_read',
  'kprobe:nf_tables:nft_do_chain+8',
  'kprobe:"f.isra.0"',
  'k:tcp_*',
  'kretprobe:f',
  'fentry:vmlinux:f',
  'kfunc:f',
  'fentry:bpf:prog',
  'fexit:f',
  'tracepoint:sched:sched_*',
  't:a:b',
  'rawtracepoint:module:name',
  'uprobe:/bin/bash:readline',
  'uprobe:/lib/x.so:cpp:"ns::f(int)"',
  'uprobe:/bin/a:0x1234',
  'uprobe:$1:f',
  'uprobe:"/a b/*":f',
  'uretprobe:libc:malloc',
  'usdt:/bin/a:prov:name',
  'usdt:./a::name',
  'U:/a:n',
  'profile:hz:99',
  'interval:s:1',
  'interval:1s',
  'i:ms:$1',
  'software:faults:100',
  'hardware:cache-misses:1000',
  'watchpoint:0x10000000:8:rw',
  'watchpoint:f+arg1:8:w',
  'asyncwatchpoint:f+arg0:4:x',
  'iter:task',
  'iter:task_file:pin',
  'bench:name',
  'test:name',
  'self:signal:SIGUSR1',
  '*probe:f',
  'mine=kprobe:f',
];

const attachPoint = fc.constantFrom(...ATTACH_POINTS).map(
  (text): AttachPoint => ({
    kind: 'attach-point',
    span,
    text,
    ...(text.startsWith('mine=') ? { label: 'mine' } : {}),
    provider: providerOf(text),
    parts: partsOf(text),
  }),
);

const declaration = fc
  .constantFrom(
    '#include <linux/sched.h>',
    '#define X 5',
    '#ifdef Y',
    '#endif',
    'struct a { int b : 3; struct { char c[8]; } d; };',
    'union u {\n  int a;\n};',
    'enum e { A, B = 5, C };',
  )
  .map((source) => parse(source).script.items[0] as Item);
const setting = fc
  .constantFrom('config = { max_map_keys = 5; print_maps_on_exit = false; missing_probes = warn; x = "y"; }', 'config = { }', 'import "stdlib/x.bt";')
  .map((source) => parse(source).script.items[0] as Item);
const probe = fc
  .tuple(fc.array(attachPoint, { minLength: 1, maxLength: 3 }), fc.option(expression, { nil: undefined }), block)
  .map(([attachPoints, condition, body]): Item => {
    const predicate = condition === undefined ? {} : { predicate: { kind: 'predicate', span, condition } as const };
    return { kind: 'probe', span, attachPoints, ...predicate, body };
  });
const rest = fc.oneof(
  { arbitrary: probe, weight: 5 },
  integer
    .filter(({ text }) => /^\d+$/.test(text))
    .map((size): Item => ({ kind: 'map-declaration', span, name: '@m', nameSpan: span, type: 'lruhash', typeSpan: span, size })),
  fc.tuple(fc.array(fc.tuple(variable, typeName), { maxLength: 2 }), typeName, block).map(
    ([parameters, returns, body]): Item => ({
      kind: 'subprogram',
      span,
      name: 'f',
      nameSpan: span,
      parameters: parameters.map(([{ name }, type]) => ({ kind: 'parameter', span, name, type })),
      returns,
      body,
    }),
  ),
  fc
    .tuple(
      fc.array(
        fc.oneof(
          variable,
          word.map((name) => ({ kind: 'identifier', span, name }) as const),
        ),
        { maxLength: 2 },
      ),
      valueBlock,
    )
    .map(([parameters, body]): Item => ({ kind: 'macro', span, name: 'm', nameSpan: span, parameters, body })),
);

export const anyScript: fc.Arbitrary<Script> = fc
  .tuple(fc.array(declaration, { maxLength: 2 }), fc.array(setting, { maxLength: 2 }), fc.array(rest, { maxLength: 4 }))
  .map((items) => scriptOf(items.flat()));

function scriptOf(items: readonly Item[]): Script {
  const preamble = items.filter((item) => item.kind === 'directive' || item.kind === 'definition' || item.kind === 'config' || item.kind === 'import');
  return { kind: 'script', span, items, preamble, probes: items.filter((item) => item.kind === 'probe') };
}
