import type { Block, Statement } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** bpftrace's grammar has no empty statement, and until 0.23 wants no semicolon behind a block (src/parser.yy). */
export const emptyStatement: Rule = {
  name: 'empty-statement',
  *check(context) {
    for (const { node } of context.places) if (node.kind === 'block') yield* inBlock(node, context);
  },
};

function* inBlock(block: Block, { source, dialect }: RuleContext) {
  const behindBlock = compareVersions(dialect.version, '0.24') >= 0 ? 1 : 0;
  let before: Statement | undefined;
  let from = block.span.start + 1;
  for (const statement of [...block.statements, undefined]) {
    const to = statement?.span.start ?? block.span.end - 1;
    const marks = semicolons(source.slice(from, to)).map((at) => from + at);
    const allowed = before === undefined ? 0 : endsInBlock(before) ? behindBlock : 1;
    for (const at of marks.slice(allowed)) {
      const span = { start: at, end: at + 1 };
      yield report('error', 'empty-statement', 'there is nothing before this semicolon', span, [], [replacing('drop it', span, '', true)]);
    }
    before = statement;
    from = statement?.span.end ?? to;
  }
}

function endsInBlock({ kind }: Statement): boolean {
  return kind === 'if' || kind === 'while' || kind === 'for' || kind === 'unroll' || kind === 'block';
}

/** Where semicolons stand in a text that holds only those, blanks and comments. */
function semicolons(gap: string): number[] {
  return [...gap.matchAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|;/g)].filter(([text]) => text === ';').map((match) => match.index);
}
