import type { AttachPoint, Config, Item, Probe, Script } from '../ast.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { concat, concatAll, type Doc, empty, firstCharacter, hardline, indent, join, text } from './doc.ts';
import { StatementPrinter } from './statements.ts';

/** Prints whole programs. */
export class ProgramPrinter extends StatementPrinter {
  /** Where the list of a probe is wider than this, each of its attach points has a line of its own. */
  readonly width: number;

  constructor(width: number, ...rest: ConstructorParameters<typeof StatementPrinter>) {
    super(...rest);
    this.width = width;
  }

  script(script: Script): Doc {
    const docs: Doc[] = [];
    if (script.shebang !== undefined) {
      docs.push(concat(script.shebang, hardline));
      this.comments.reach(script.shebang.length);
    }
    let before: Item | undefined;
    for (const item of script.items) {
      const apart = before !== undefined && (isLarge(before) || isLarge(item));
      const leading = this.#ownLines(item.span.start, before !== undefined || script.shebang !== undefined, apart);
      if (leading.length > 0) for (const doc of leading) docs.push(doc);
      const gap = this.comments.gap(item.span.start) || (apart && leading.length === 0);
      if (gap && docs.length > 0) docs.push(hardline);
      docs.push(this.#item(item), this.comments.trailing(item.span.end), hardline);
      before = item;
    }
    for (const doc of this.#ownLines(Number.POSITIVE_INFINITY, docs.length > 0, false)) docs.push(doc);
    return concatAll(docs);
  }

  /** Comments before `place`, with the empty lines before and between them. */
  #ownLines(place: number, follows: boolean, apart: boolean): Doc[] {
    const docs: Doc[] = [];
    for (let next = this.comments.peek(place); next !== undefined; next = this.comments.peek(place)) {
      const isFirst = docs.length === 0;
      if ((!isFirst || follows) && (this.comments.gap(next) || (isFirst && apart))) docs.push(hardline);
      docs.push(concat(text(this.comments.take()), hardline));
    }
    return docs;
  }

  #item(item: Item): Doc {
    switch (item.kind) {
      case 'directive':
        return text(item.text);
      case 'definition':
        // What stands before its semicolon is not in its text.
        this.comments.skip(item.span.start + item.text.length);
        return text(`${item.text};`);
      case 'config':
        return this.#config(item);
      case 'import':
        return text(`import ${item.path.text};`);
      case 'map-declaration':
        return text(`let ${item.name} = ${item.type}(${item.size.text});`);
      case 'subprogram': {
        const parameters = item.parameters.map(({ name, type }) => concat(`${name}: `, this.typeNode(type)));
        return concat(`fn ${item.name}(`, join(text(', '), parameters), '): ', this.typeNode(item.returns), ' ', this.block(item.body));
      }
      case 'macro':
        return concat(`macro ${item.name}(${item.parameters.map(({ name }) => name).join(', ')}) `, this.valueBlock(item.body));
      case 'probe':
        return this.#probe(item);
    }
  }

  #config(config: Config): Doc {
    const lines: Doc[] = [];
    const ownLines = (place: number): void => {
      while (this.comments.before(place)) lines.push(text(this.comments.take()));
    };
    for (const { span, key, value } of config.entries) {
      ownLines(span.start);
      lines.push(concat(key, ' = ', this.expression(value), ';', this.comments.trailing(span.end)));
    }
    ownLines(config.span.end);
    return lines.length === 0 ? text('config = { }') : concat('config = {', indent(concat(hardline, join(hardline, lines))), hardline, '}');
  }

  #probe({ attachPoints, predicate, body }: Probe): Doc {
    const points = this.#attachPoints(attachPoints);
    const condition = predicate === undefined ? empty : this.#predicate(predicate);
    const comments = this.comments.before(body.span.start) ? concatAll(this.comments.leading(body.span.start)) : empty;
    return concat(points, condition, comments, this.body(body));
  }

  #predicate({ span, condition }: NonNullable<Probe['predicate']>): Doc {
    const leading = concatAll(this.comments.leading(span.start));
    const inner = this.expression(condition);
    // Before a star, or a comment, the slash would begin a comment.
    const begins = /^[*/]/.test(firstCharacter(inner)) ? '/ ' : '/';
    return concat(leading, begins, inner, '/', this.comments.trailing(span.end, ''), hardline);
  }

  /** On one line where they stood on one and fit; else each on its own. */
  #attachPoints(points: readonly AttachPoint[]): Doc {
    const texts = points.map((point) => spelling(point, this.dialect));
    const first = points[0]?.span.start ?? 0;
    const last = points.at(-1)?.span.end ?? 0;
    const fits = texts.join(', ').length <= this.width;
    const oneLine = fits && !this.comments.isBroken(first, last) && !this.comments.before(last);
    if (oneLine) return concat(texts.join(', '), this.comments.trailing(last, ','), hardline);
    return concatAll(
      points.map((point, index) => {
        const leading = this.comments.leading(point.span.start);
        const comma = index === points.length - 1 ? '' : ',';
        return concat(concatAll(leading), texts[index] ?? '', comma, this.comments.trailing(point.span.end, ','), hardline);
      }),
    );
  }
}

/** Whether an item stands apart from its neighbours by an empty line. */
function isLarge(item: Item): boolean {
  return (
    item.kind === 'probe' ||
    item.kind === 'macro' ||
    item.kind === 'subprogram' ||
    item.kind === 'config' ||
    (item.kind === 'definition' && item.text.includes('\n'))
  );
}

/** An attach point as a version spells its kind; as it was written where that version reads it. */
function spelling(point: AttachPoint, dialect: Dialect | undefined): string {
  const [, label = '', written] = /^(\w+=)?([A-Za-z]+)/.exec(point.text) ?? [];
  if (dialect === undefined || written === undefined || dialect.names('probe').includes(written)) return point.text;
  const kind = dialect.probeKind(point.provider);
  return kind === undefined ? point.text : `${label}${kind.spelling}${point.text.slice(label.length + written.length)}`;
}
