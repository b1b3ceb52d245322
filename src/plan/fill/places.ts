/** Where a program makes its answer: the statements that print a row, or put something into the answer map. */
import type { Assignment, Block, Expression, ExpressionStatement, If, Probe, Script, Statement } from '../../bpftrace/ast.ts';

export interface Place {
  readonly probe: Probe;
  /** Of the probe, in the program. */
  readonly index: number;
  readonly statement: Assignment | ExpressionStatement;
  /** The block it stands in. */
  readonly block: Block;
  /** The branches it is in, the innermost last: it is reached where their conditions hold. */
  readonly ifs: readonly If[];
  /** What it prints, or the argument of the function that makes the map: nothing for count(). */
  readonly values: readonly Expression[];
}

/** `columns` is how many values a row has; other lines that a program prints are no answers. */
export function placesOf(script: Script, answer: string, columns: number): Place[] {
  const found: Place[] = [];
  script.probes.forEach((probe, index) => {
    const visit = (statements: readonly Statement[], block: Block, ifs: readonly If[]): void => {
      for (const statement of statements) {
        const values = statement.kind === 'assignment' || statement.kind === 'expression-statement' ? answerOf(statement, answer, columns) : undefined;
        if (values !== undefined) found.push({ probe, index, statement: statement as Place['statement'], block, ifs, values });
        if (statement.kind === 'block') visit(statement.statements, statement, ifs);
        for (let branch: Statement | undefined = statement; branch?.kind === 'if'; branch = branch.otherwise) {
          visit(branch.then.statements, branch.then, [...ifs, branch]);
          if (branch.otherwise?.kind === 'block') visit(branch.otherwise.statements, branch.otherwise, ifs);
        }
      }
    };
    visit(probe.body.statements, probe.body, []);
  });
  return found;
}

function answerOf(statement: Assignment | ExpressionStatement, answer: string, columns: number): readonly Expression[] | undefined {
  if (statement.kind === 'assignment') {
    if (statement.target.kind !== 'map' || statement.target.name !== answer) return undefined;
    return statement.value.kind === 'call' ? statement.value.args.slice(0, 1) : [];
  }
  const { expression } = statement;
  if (answer === 'rows') {
    const isRow = expression.kind === 'call' && expression.name === 'printf' && expression.args.length === columns + 1;
    return isRow ? expression.args.slice(1) : undefined;
  }
  return expression.kind === 'unary' && expression.operand.kind === 'map' && expression.operand.name === answer ? [] : undefined;
}
