import type { Binary, Block, Expression, Field, If, Index, TypeName, TypeOf, Unary } from '../ast.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { Comments, type Layout } from './comments.ts';
import { concat, concatAll, type Doc, fill, group, indent, line, text } from './doc.ts';

/** How tightly an expression holds together; a looser one within a tighter one stands in parentheses. */
const BINARY: ReadonlyMap<string, number> = new Map(
  ['?:', '||', '&&', '|', '^', '&', '== !=', '< > <= >=', '<< >>', '+ -', '* / %'].flatMap((operators, level) =>
    operators.split(' ').map((operator): [string, number] => [operator, level]),
  ),
);
const TERNARY = 0;
const UNARY = 11;
const POSTFIX = 12;
const PRIMARY = 13;

function tightness(expression: Expression): number {
  switch (expression.kind) {
    case 'ternary':
      return TERNARY;
    case 'binary':
      return BINARY.get(expression.operator) ?? TERNARY;
    case 'unary':
      return expression.postfix ? POSTFIX : UNARY;
    case 'cast':
    case 'comptime':
      return UNARY;
    // They may stand alone for a value, but at the start of a longer expression they would be taken for a statement.
    case 'block':
    case 'if':
      return TERNARY;
    case 'field':
    case 'index':
      return POSTFIX;
    default:
      return PRIMARY;
  }
}

/** Before a `++` a type in parentheses is not taken for a cast (Parser::can_start_expression). */
function beginsWithPlus(expression: Expression): boolean {
  return expression.kind === 'unary' && !expression.postfix && expression.operator === '++';
}

/** Where C compilers ask for parentheses that the language does not need (-Wparentheses): `a && b || c`, `a >> 8 & 15`, `a << b + 1`. */
function isUnclear(outer: string, inner: string): boolean {
  if (outer === '||') return inner === '&&';
  if (outer === '&' || outer === '|' || outer === '^') return inner !== outer;
  return (outer === '<<' || outer === '>>') && (inner === '+' || inner === '-');
}

/** Prints expressions with the fewest parentheses that keep the tree, and a few more that keep it clear. */
export abstract class ExpressionPrinter {
  protected readonly comments: Comments;
  protected readonly dialect: Dialect | undefined;

  constructor(layout: Layout | undefined, dialect: Dialect | undefined) {
    this.comments = new Comments(layout);
    this.dialect = dialect;
  }

  protected abstract valueBlock(block: Block): Doc;
  protected abstract ifChain(node: If): Doc;

  /** An expression where one of at least `least` tightness can stand. */
  expression(node: Expression, least: number = TERNARY): Doc {
    const comments = this.comments.inline(node.span.start);
    const inner =
      tightness(node) < least || (least > TERNARY && (node.kind === 'block' || node.kind === 'if')) ? concat('(', this.#bare(node), ')') : this.#bare(node);
    this.comments.reach(node.span.end);
    return comments.width === 0 ? inner : concat(comments, inner);
  }

  #bare(node: Expression): Doc {
    switch (node.kind) {
      case 'integer':
        return text(
          this.dialect?.has('duration') === false && /[nums]s?$|[hd]$/.test(node.text) && !node.text.startsWith('0x') ? String(node.value) : node.text,
        );
      case 'string':
        return text(node.text);
      case 'boolean':
        return text(String(node.value));
      case 'identifier':
      case 'variable':
        return text(node.name);
      case 'positional':
        return text(`$${node.index}`);
      case 'map':
        return node.keys.length === 0 ? text(node.name) : this.list(`${node.name}[`, node.keys, ']');
      case 'call':
        return this.list(`${node.name}(`, node.args, ')');
      case 'unary':
        return this.#unary(node);
      case 'binary':
        return this.#binary(node);
      case 'ternary':
        return group(
          concat(
            this.expression(node.condition, TERNARY + 1),
            indent(concat(line, '? ', this.expression(node.then), line, ': ', this.expression(node.otherwise))),
          ),
        );
      case 'cast':
        return concat('(', this.typeNode(node.typeNode), ')', this.expression(node.operand, beginsWithPlus(node.operand) ? POSTFIX : UNARY));
      case 'field':
      case 'index':
        return this.#chain(node);
      case 'tuple':
        return node.items.length === 1 ? concat('(', this.expression(node.items[0] as Expression), ',)') : this.list('(', node.items, ')');
      case 'record':
        return this.#parts(
          '(',
          node.fields.map(({ name, value }) => concat(name, ' = ', this.expression(value))),
          ')',
        );
      case 'sizeof':
      case 'typeinfo':
      case 'typeof':
        return concat(`${node.kind}(`, this.#operand(node.of), ')');
      case 'offsetof':
        return concat('offsetof(', this.#operand(node.of), `, ${node.path.join('.')})`);
      case 'comptime':
        return concat('comptime ', this.expression(node.operand, UNARY));
      case 'block':
        return this.valueBlock(node);
      case 'if':
        return this.ifChain(node);
    }
  }

  typeNode(node: TypeName | TypeOf): Doc {
    return node.kind === 'type' ? text(node.text) : this.#bare(node);
  }

  /** `sizeof(a[5])` asks for the size of a type: an expression that looks like one stands in parentheses. */
  #operand(node: TypeName | Expression): Doc {
    if (node.kind === 'type') return text(node.text);
    const looksLikeType = node.kind === 'index' && node.index.kind === 'integer';
    return looksLikeType ? concat('(', this.expression(node), ')') : this.expression(node);
  }

  protected list(open: string, items: readonly Expression[], close: string): Doc {
    return this.#parts(
      open,
      items.map((item) => this.expression(item)),
      close,
    );
  }

  #parts(open: string, docs: readonly Doc[], close: string): Doc {
    const items = docs.map((doc, index) => (index === docs.length - 1 ? doc : concat(doc, ',')));
    return group(concat(open, indent(fill(items)), close));
  }

  #unary(node: Unary): Doc {
    if (node.postfix) return concat(this.expression(node.operand, POSTFIX), node.operator);
    const operand = this.expression(node.operand, UNARY);
    // Two signs in a row would be read as one operator.
    const inner = node.operand;
    const runsTogether =
      inner.kind === 'unary' && !inner.postfix && inner.operator[0] === node.operator.at(-1) && node.operator !== '!' && node.operator !== '~';
    return concat(node.operator, runsTogether && node.operator !== '*' ? ' ' : '', operand);
  }

  /** Operators of one level lean left: the chain is laid out as one, and read in a loop because it may be long. */
  #binary(node: Binary): Doc {
    if (node.operator === '?:') {
      return group(concat(this.expression(node.left, TERNARY + 1), indent(concat(line, '?: ', this.expression(node.right)))));
    }
    const level = tightness(node);
    const chain: Binary[] = [];
    let left: Expression = node;
    while (left.kind === 'binary' && left.operator !== '?:' && tightness(left) === level) {
      chain.push(left);
      left = left.left;
    }
    chain.reverse();
    const items: Doc[] = [];
    let operand = this.#clearly(left, chain[0]?.operator ?? '', level);
    for (const { operator, right } of chain) {
      items.push(concat(operand, ` ${operator}`));
      operand = this.#clearly(right, operator, level + 1);
    }
    items.push(operand);
    return group(indent(fill(items)));
  }

  /** An operand, in parentheses also where few know that it needs none. */
  #clearly(node: Expression, operator: string, least: number): Doc {
    const unclear = node.kind === 'binary' && tightness(node) >= least && isUnclear(operator, node.operator);
    return this.expression(node, unclear ? UNARY : least);
  }

  /** `a.b->c[d]`, in a loop because it may be long. */
  #chain(node: Field | Index): Doc {
    const chain: (Field | Index)[] = [];
    let object: Expression = node;
    while (object.kind === 'field' || object.kind === 'index') {
      chain.push(object);
      object = object.object;
    }
    chain.reverse();
    const docs: Doc[] = [this.expression(object, object.kind === 'integer' ? PRIMARY + 1 : POSTFIX)];
    for (const link of chain) {
      if (link.kind === 'field') docs.push(text(`${this.#arrow(link)}${link.name}`));
      else docs.push(concat('[', this.expression(link.index), ']'));
    }
    return concatAll(docs);
  }

  /** Before 0.19 the fields of args were had by an arrow only. */
  #arrow(link: Field): string {
    const isArgs = link.object.kind === 'identifier' && link.object.name === 'args';
    return link.arrow || (isArgs && this.dialect?.has('args-dot') === false) ? '->' : '.';
  }
}
