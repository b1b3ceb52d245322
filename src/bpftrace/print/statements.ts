import type { Block, Expression, If, Statement } from '../ast.ts';
import { concat, concatAll, type Doc, empty, group, hardline, indent, text } from './doc.ts';
import { ExpressionPrinter } from './expressions.ts';

/** Operands of a range: a unary or a cast is none for every version. */
const OPERAND = 12;

/** Prints blocks and statements, each with the comments that stand before it and behind it on its line. */
export abstract class StatementPrinter extends ExpressionPrinter {
  /** `{`, the statements, `}`; what stands between the braces is indented. */
  block(block: Block): Doc {
    const inside = this.#inside(block);
    return inside === undefined ? text('{ }') : concat('{', indent(concat(hardline, inside)), hardline, '}');
  }

  /** The same with its braces in the first column, as a probe has them. */
  body(block: Block): Doc {
    const inside = this.#inside(block);
    return inside === undefined ? concat('{', hardline, '}') : concat('{', indent(concat(hardline, inside)), hardline, '}');
  }

  protected override valueBlock(block: Block): Doc {
    const isShort = block.statements.length === 0 && block.value !== undefined && !this.comments.before(block.span.end);
    if (!isShort || block.value === undefined) return this.block(block);
    const value = this.expression(block.value);
    return value.width > 60 ? concat('{', indent(concat(hardline, value)), hardline, '}') : concat('{ ', value, ' }');
  }

  /** What stands between the braces; undefined where nothing does. */
  #inside(block: Block): Doc | undefined {
    const docs: Doc[] = [];
    this.comments.reach(block.span.start + 1);
    const put = (start: number, print: () => Doc): void => {
      const gap = docs.length > 0 && this.comments.gap(start);
      if (docs.length > 0) docs.push(gap ? concat(hardline, hardline) : hardline);
      docs.push(print());
    };
    for (const statement of block.statements) this.#withComments(statement.span.start, put, () => this.#statement(statement));
    const { value } = block;
    if (value !== undefined) this.#withComments(value.span.start, put, () => concat(this.expression(value), this.comments.trailing(value.span.end)));
    this.#ownLines(block.span.end, put);
    this.comments.reach(block.span.end);
    return docs.length === 0 ? undefined : concatAll(docs);
  }

  #withComments(start: number, put: (start: number, print: () => Doc) => void, print: () => Doc): void {
    this.#ownLines(start, put);
    put(start, print);
  }

  #ownLines(place: number, put: (start: number, print: () => Doc) => void): void {
    for (let next = this.comments.peek(place); next !== undefined; next = this.comments.peek(place)) put(next, () => text(this.comments.take()));
  }

  #statement(statement: Statement): Doc {
    const doc = this.#bareStatement(statement);
    return concat(doc, this.comments.trailing(statement.span.end));
  }

  #bareStatement(statement: Statement): Doc {
    switch (statement.kind) {
      case 'expression-statement':
        return concat(this.#leading(statement.expression), ';');
      case 'assignment':
        return group(concat(this.expression(statement.target), ` ${statement.operator} `, this.expression(statement.value), ';'));
      case 'let': {
        const type = statement.typeNode === undefined ? empty : concat(': ', this.typeNode(statement.typeNode));
        const value = statement.value === undefined ? empty : concat(' = ', this.expression(statement.value));
        return concat('let ', statement.name, type, value, ';');
      }
      case 'jump':
        return concat(statement.word, statement.value === undefined ? empty : concat(' ', this.expression(statement.value)), ';');
      case 'import':
        return concat('import ', statement.path.text, ';');
      case 'block':
        return this.block(statement);
      case 'if':
        return this.ifChain(statement);
      case 'while':
        return concat('while (', this.expression(statement.condition), ') ', this.block(statement.body));
      case 'unroll':
        return concat('unroll (', this.expression(statement.times), ') ', this.block(statement.body));
      case 'for': {
        const { from, to } = statement;
        const over = to === undefined ? this.expression(from) : concat(this.expression(from, OPERAND), '..', this.expression(to, OPERAND));
        return concat(`for (${statement.variable} : `, over, ') ', this.block(statement.body));
      }
    }
  }

  /** A statement that begins with a block or an if would be read as one of those. */
  #leading(expression: Expression): Doc {
    return this.expression(expression, expression.kind === 'block' || expression.kind === 'if' ? 1 : 0);
  }

  /** An if and all that hang on its else, in a loop because they may be many. */
  protected override ifChain(node: If): Doc {
    const docs: Doc[] = [];
    let next: Block | If | undefined = node;
    while (next !== undefined && next.kind === 'if') {
      docs.push(concat(docs.length === 0 ? 'if (' : ' else if (', this.expression(next.condition), ') ', this.block(next.then)));
      next = next.otherwise;
    }
    if (next !== undefined) docs.push(concat(' else ', this.block(next)));
    return concatAll(docs);
  }
}
