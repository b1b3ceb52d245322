import type { Entry } from './entry.ts';
import { type Func, maybe, one, type Signature, takes } from './function.ts';

/** A format and up to 127 values (`check_varargs(call, 1, 128)` in the semantic analyser). */
const FORMAT: readonly Signature[] = [{ parameters: [one('format', 'string-literal'), maybe('values', 'printable')], most: 128 }];
/** bpf_trace_printk takes no more (bpf-helpers(7)). */
const SHORT_FORMAT: readonly Signature[] = [{ parameters: [one('format', 'string-literal'), maybe('values', 'printable')], most: 4 }];

/** What prints, ends and starts things. Facts: `SemanticAnalyser::visit(Call &)` and `UNSAFE_BUILTIN_FUNCS` of each release. */
export const OUTPUT_FUNCTIONS: readonly Entry<Func>[] = [
  { name: 'printf', doc: 'prints values after a format', signatures: FORMAT, result: 'none', placement: 'statement', format: true },
  { name: 'debugf', doc: "prints to the kernel's trace pipe", signatures: SHORT_FORMAT, result: 'none', placement: 'statement', format: true },
  {
    name: 'errorf',
    doc: 'prints an error with its place in the program',
    signatures: FORMAT,
    result: 'none',
    placement: 'statement',
    format: true,
    since: '0.24',
  },
  {
    name: 'warnf',
    doc: 'prints a warning with its place in the program',
    signatures: FORMAT,
    result: 'none',
    placement: 'statement',
    format: true,
    since: '0.25',
  },
  { name: 'cat', doc: 'prints a file', signatures: FORMAT, result: 'none', placement: 'statement', format: true },
  { name: 'system', doc: 'runs a shell command', signatures: FORMAT, result: 'none', placement: 'statement', format: true, unsafe: true },
  {
    name: 'print',
    doc: 'prints a map, or a value',
    signatures: [
      { parameters: [one('map', 'map'), maybe('top', 'integer-literal'), maybe('divisor', 'integer-literal')] },
      ...takes(one('value', 'printable')),
    ],
    result: 'none',
    placement: 'statement',
    changes: [
      {
        in: '0.21',
        signatures: [
          { parameters: [one('map', 'map'), maybe('top', 'integer-literal'), maybe('divisor', 'integer-literal')] },
          ...takes(one('entry', 'map-entry')),
          ...takes(one('value', 'printable')),
        ],
      },
    ],
  },
  {
    name: 'join',
    doc: 'prints an array of strings, such as the arguments of a command',
    signatures: takes(one('array', 'integer', 'pointer'), maybe('separator', 'string-literal')),
    result: 'none',
    placement: 'statement',
  },
  { name: 'time', doc: 'prints the time of day', signatures: takes(maybe('format', 'string-literal')), result: 'none', placement: 'statement' },
  {
    name: 'exit',
    doc: 'ends the program',
    signatures: takes(),
    result: 'none',
    placement: 'statement',
    changes: [{ in: '0.22', signatures: takes(maybe('status', 'integer')) }],
  },
  {
    name: 'assert',
    doc: 'ends the program where a condition does not hold',
    signatures: takes(one('condition', 'any'), one('message', 'printable')),
    result: 'none',
    placement: 'statement',
    since: '0.24',
  },
  {
    name: 'fail',
    doc: 'makes the program invalid where it is reached while it is compiled',
    signatures: [{ parameters: [one('format', 'string-literal'), maybe('values', 'integer-literal', 'string-literal')], most: 128 }],
    result: 'none',
    placement: 'statement',
    format: true,
    since: '0.25',
  },
  {
    name: 'static_assert',
    doc: 'makes the program invalid where a condition does not hold',
    signatures: takes(one('condition', 'any'), one('message', 'any')),
    result: 'none',
    placement: 'statement',
    since: '0.25',
  },
];
