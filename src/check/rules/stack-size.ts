import type { Call, Expression, Statement } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import type { Typing } from '../../bpftrace/typing/infer.ts';
import { sizeOf } from '../../bpftrace/typing/type.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** The stack of a program in the kernel (MAX_BPF_STACK in include/linux/filter.h). */
const STACK = 512;

/**
 * What a statement builds at once fits on the stack. Until 0.21 that is where bpftrace puts it together; LLVM then refuses the program. Counted is only what
 * has to be there at the same time: what is printed, a map's keys and value, and the longest value on its way there.
 */
export const stackSize: Rule = {
  name: 'stack-size',
  *check({ places, typing, dialect }) {
    if (compareVersions(dialect.version, '0.22') >= 0) return;
    for (const { node } of places) {
      const bytes = node.kind === 'call' ? ofCall(node, typing) : node.kind === 'assignment' ? ofAssignment(node, typing) : 0;
      if (bytes <= STACK) continue;
      const hints = ['print less at once, in several statements', 'BPFTRACE_STRLEN in the environment makes strings shorter: 64 bytes is what str() takes'];
      yield report('error', 'stack-size', `this takes about ${bytes} bytes of the program's stack, which has ${STACK}`, node.span, hints);
    }
  },
};

function ofCall({ name, args }: Call, typing: Typing): number {
  if (name === 'print' && args[0]?.kind !== 'map') {
    const size = args[0] === undefined ? 0 : bytes(args[0], typing);
    return 16 + size + (args[0]?.kind === 'tuple' || args[0]?.kind === 'unary' ? size + longest(parts(args[0]), typing) : 0);
  }
  if (name !== 'printf') return 0;
  const values = args.slice(1);
  return 8 + total(values, typing) + held(values, typing) + longest(values.filter(isMade), typing);
}

/** Strings that scratch variables hold are there beside their copies. */
function held(values: readonly Expression[], typing: Typing): number {
  const variables = new Map(values.flatMap((value) => (value.kind === 'variable' && typing.typeOf(value).kind === 'string' ? [[value.name, value]] : [])));
  return total([...variables.values()], typing);
}

function ofAssignment({ target, value, operator }: Extract<Statement, { kind: 'assignment' }>, typing: Typing): number {
  if (target.kind !== 'map' || operator !== '=') return 0;
  const made = [...target.keys, ...parts(value)].filter(isMade);
  return total(target.keys, typing) + bytes(value, typing) + held([...target.keys, ...parts(value)], typing) + longest(made, typing);
}

function parts(value: Expression): readonly Expression[] {
  return value.kind === 'tuple' ? value.items : [value];
}

/** Whether its text is put somewhere before it is copied to where it belongs. */
function isMade({ kind }: Expression): boolean {
  return kind === 'call' || kind === 'identifier';
}

function longest(values: readonly Expression[], typing: Typing): number {
  return Math.max(0, ...values.map((value) => (['string', 'buffer'].includes(typing.typeOf(value).kind) ? bytes(value, typing) : 0)));
}

function total(values: readonly Expression[], typing: Typing): number {
  return values.reduce((sum, value) => sum + bytes(value, typing), 0);
}

/** Numbers take 8 bytes in keys and events; what is not known is taken to be small. */
function bytes(value: Expression, typing: Typing): number {
  const type = typing.typeOf(value);
  return type.kind === 'integer' ? 8 : (sizeOf(type) ?? 8);
}
