import { replacing } from '../../core/fix.ts';
import type { TypeName } from '../ast.ts';
import { Cursor } from './cursor.ts';
import { BUILTIN_TYPES, integerType, isCTypeWord } from './type-names.ts';

/** Reads the names of types. */
export class TypeReader extends Cursor {
  /** type: (("struct" | "union" | "enum") name | name) ("*" | "[" integer? "]")* */
  typeName(): TypeName {
    const { start } = this.token.span;
    if (this.token.kind !== 'word') this.expected('a type, such as uint64 or struct sock *');
    let base = this.token.text;
    if (isCTypeWord(base) && this.peek().kind === 'word') {
      base = this.#cTypeWords();
    } else {
      this.advance();
      if (base === 'struct' || base === 'union' || base === 'enum') {
        if (this.token.kind !== 'word') this.expected(`the name of a ${base}`);
        base += ` ${this.token.text}`;
        this.advance();
      }
    }
    let pointers = '';
    let dimensions = '';
    for (;;) {
      if (this.is('*')) {
        this.advance();
        if (dimensions === '') pointers += '*';
        else dimensions += '*';
        if (this.isWord('const')) this.advance();
      } else if (this.is('[')) {
        this.advance();
        const size = this.#size();
        this.take(']', ' to close the size of the array');
        dimensions += `[${size}]`;
      } else {
        const text = `${base}${pointers === '' ? '' : ` ${pointers}`}${dimensions}`;
        return { kind: 'type', span: this.from(start), text };
      }
    }
  }

  #size(): string {
    const { kind, text } = this.token;
    if (kind !== 'integer') return '';
    this.advance();
    return text;
  }

  /** `unsigned long`, `const struct sock`: C, and more words than bpftrace reads. */
  #cTypeWords(): string {
    const { start } = this.token.span;
    const words: string[] = [];
    while (this.token.kind === 'word') {
      words.push(this.token.text);
      this.advance();
    }
    const telling = words.filter((word) => word !== 'const' && word !== 'volatile');
    const meant =
      integerType(words) ?? (telling.length === 1 || (telling.length === 2 && /^(struct|union|enum)$/.test(telling[0] ?? '')) ? telling.join(' ') : undefined);
    const span = this.from(start);
    this.complain('c-type', `bpftrace has no type ${words.join(' ')}`, span, {
      hints: ['the integers are int8 to int64 and uint8 to uint64'],
      ...(meant === undefined ? {} : { fix: replacing(`write ${meant}`, span, meant, true) }),
    });
    return meant ?? words.join(' ');
  }

  /**
   * A type where an expression could stand too: taken if it is one for certain (a builtin type's name, a struct, or anything with `*` or `[n]` behind it)
   * and a mark of `ends` follows; otherwise nothing is taken. A lone unknown name is left to be an identifier (Parser::try_parse_type_reference).
   */
  typeReference(ends: string): TypeName | undefined {
    if (this.token.kind !== 'word') return undefined;
    const { text } = this.token;
    const next = this.peek();
    const compound = text === 'struct' || text === 'union' || text === 'enum' || (isCTypeWord(text) && next.kind === 'word');
    if (!compound && next.text !== '*' && next.text !== '[' && !BUILTIN_TYPES.has(text)) return undefined;
    const mark = this.mark();
    const type = this.#attempt();
    if (type !== undefined && this.#ends(ends)) return type;
    this.reset(mark);
    return undefined;
  }

  #ends(ends: string): boolean {
    return this.atEnd() || this.is(';') || this.is('}') || (this.token.kind === 'punctuation' && ends.includes(this.token.text));
  }

  /** Looks whether a type stands here without complaining: `a * b` and `a[$i]` begin like one. */
  #attempt(): TypeName | undefined {
    if (this.peek().text === '[' || this.peek().text === '*') {
      const pattern = /[A-Za-z_]\w*(?:\s*\*)*(?:\s*\[\s*(?:\d+\s*)?\])*\s*[),;={]/y;
      pattern.lastIndex = this.token.span.start;
      if (!pattern.test(this.source)) return undefined;
    }
    return this.typeName();
  }
}
