import type { Cast } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { cTypeNamed } from '../../bpftrace/typing/c-names.ts';
import { showType } from '../../bpftrace/typing/type.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A cast names a type there is, and is applied to what can be cast. */
export const castType: Rule = {
  name: 'cast-type',
  *check(context) {
    for (const { node } of context.places) {
      if (node.kind !== 'cast' || node.typeNode.kind === 'typeof') continue;
      const problem = target(node, node.typeNode.text, context) ?? operand(node, node.typeNode.text, context);
      if (problem !== undefined) yield problem;
    }
  },
};

const FIXED = /^u?int(8|16|32|64)$/;

/** bpftrace's integer types for C's, as its casts want them before 0.20. */
const FIXED_FOR_C: ReadonlyMap<string, string> = new Map(
  Object.entries({
    char: 'int8',
    'unsigned char': 'uint8',
    bool: 'uint8',
    short: 'int16',
    'unsigned short': 'uint16',
    int: 'int32',
    unsigned: 'uint32',
    'unsigned int': 'uint32',
    long: 'int64',
    'unsigned long': 'uint64',
    'long long': 'int64',
    'unsigned long long': 'uint64',
    size_t: 'uint64',
    ssize_t: 'int64',
    pid_t: 'int32',
    u8: 'uint8',
    u16: 'uint16',
    u32: 'uint32',
    u64: 'uint64',
    s8: 'int8',
    s16: 'int16',
    s32: 'int32',
    s64: 'int64',
    uint8_t: 'uint8',
    uint16_t: 'uint16',
    uint32_t: 'uint32',
    uint64_t: 'uint64',
    int8_t: 'int8',
    int16_t: 'int16',
    int32_t: 'int32',
    int64_t: 'int64',
    uintptr_t: 'uint64',
  }),
);

function target(node: Cast, text: string, context: RuleContext): Diagnostic | undefined {
  const { typing, dialect } = context;
  const { definitions } = typing;
  const name = text
    .replace(/\*|\[[^\]]*\]|\bconst\b/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');
  const pointer = text.includes('*');
  const span = node.typeNode.span;
  const old = compareVersions(dialect.version, '0.20') < 0;
  if (text.includes('[') && !dialect.has('array-cast')) return report('error', 'cast-type', `bpftrace ${dialect.version} cannot cast to an array`, span);
  if (FIXED.test(name)) return undefined;
  const fixed = FIXED_FOR_C.get(name);
  if (fixed !== undefined && old) {
    const to = text.replace(name, fixed);
    return report(
      'error',
      'cast-type',
      `bpftrace ${dialect.version} casts to ${fixed}, not to ${name}`,
      span,
      [],
      [replacing(`cast to (${to})`, span, to, true)],
    );
  }
  if (/^(enum |bool$|string$|void$|inet|buf|usym|ksym)/.test(name) && !old) return undefined;
  if (/^enum /.test(name) || name === 'void') {
    const hints = name === 'void' && pointer ? ['a number is printed as an address with %p without a cast'] : [];
    return report('error', 'cast-type', `bpftrace ${dialect.version} cannot cast to ${name}`, span, hints);
  }
  const found = definitions.types.named(name);
  if (found === undefined && cTypeNamed(name, undefined)?.kind === 'int') return undefined;
  if (found === undefined) return missing(name, node, context);
  if (pointer || found.kind !== 'record' || compareVersions(dialect.version, '0.22') >= 0) return undefined;
  const fixes = [replacing(`cast to (${text} *)`, span, `${text} *`)];
  return report('error', 'cast-type', `a value cannot be cast to a whole ${name}, only to a pointer to one`, span, [], fixes);
}

function missing(name: string, node: Cast, { typing, dialect }: RuleContext): Diagnostic | undefined {
  const { definitions } = typing;
  if (definitions.includes || definitions.constants.has(name) || !definitions.hasKernel()) return undefined;
  const bare = name.replace(/^(struct|union) /, '');
  const other = ['struct', 'union'].map((word) => `${word} ${bare}`).find((candidate) => definitions.types.named(candidate) !== undefined);
  const span = node.typeNode.span;
  const swapped = other === undefined ? undefined : node.type.replace(name, other);
  // Since 0.24 the word struct may be left out.
  if (swapped !== undefined && swapped !== node.type && !/^(struct|union) /.test(name) && compareVersions(dialect.version, '0.24') >= 0) return undefined;
  if (swapped !== undefined) {
    return report('error', 'unknown-struct', `there is no ${name}, but ${other}`, span, [], [replacing(`cast to (${swapped})`, span, swapped, true)]);
  }
  const near = suggest(name, definitions.types.names('tags'), 3);
  const fixes = near.map((candidate) => replacing(`cast to (${node.type.replace(name, candidate)})`, span, node.type.replace(name, candidate)));
  return report('error', 'unknown-struct', `neither the kernel nor the program defines ${name}`, span, didYouMean(near), fixes);
}

function operand(node: Cast, text: string, { typing, dialect, source }: RuleContext): Diagnostic | undefined {
  const type = typing.typeOf(node.operand);
  const old = compareVersions(dialect.version, '0.20') < 0;
  if (type.kind === 'record' && type.args === undefined) {
    return old ? report('error', 'cast-type', `${showType(type)} is a whole structure: only numbers and pointers can be cast`, node.span) : undefined;
  }
  if (typing.firstTypeOf(node.operand).kind === 'none' && compareVersions(dialect.version, '0.24') < 0) {
    if (typing.typeOf(node.operand).kind === 'none') return undefined;
    const shown = source.slice(node.operand.span.start, node.operand.span.end);
    return report('error', 'not-yet-assigned', `${shown} is cast before the program assigns it: put the probe that assigns it first`, node.span);
  }
  if (text.includes('*') || !FIXED.test(text)) return undefined;
  // What newer versions cast beside numbers differs from one to the next; these none of them does.
  if (!old && !['string', 'kstack', 'ustack'].includes(type.kind)) return undefined;
  const fits = ['integer', 'pointer', 'unknown', 'none', 'record'].includes(type.kind);
  return fits ? undefined : report('error', 'cast-type', `${showType(type)} cannot be cast to a number`, node.span);
}
