/**
 * Text with places where its lines may be broken (P. Wadler, "A prettier printer"): a group goes on one line where it fits, and otherwise breaks at its
 * own places. Every piece knows how wide it is on one line, so that laying out takes time in proportion to the text.
 */
export type Doc = Text | Concat | Indent | Group | Fill | Line;

interface Sized {
  /** In one line; infinite where there is a line break in it. */
  readonly width: number;
}
interface Text extends Sized {
  readonly kind: 'text';
  /** May have line breaks in it, which are kept as they are. */
  readonly text: string;
}
interface Concat extends Sized {
  readonly kind: 'concat';
  readonly parts: readonly Doc[];
}
interface Indent extends Sized {
  readonly kind: 'indent';
  readonly doc: Doc;
}
interface Group extends Sized {
  readonly kind: 'group';
  readonly doc: Doc;
}
/** Items with a blank between them, or a line break where the next one does not fit. */
interface Fill extends Sized {
  readonly kind: 'fill';
  readonly items: readonly Doc[];
}
interface Line extends Sized {
  readonly kind: 'line';
  /** What it is where the group does not break. */
  readonly flat: string;
  readonly hard: boolean;
}

export const hardline: Doc = { kind: 'line', flat: '', hard: true, width: Number.POSITIVE_INFINITY };
/** A blank, or a line break. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false, width: 1 };
export const empty: Doc = text('');

export function text(content: string): Doc {
  return { kind: 'text', text: content, width: content.includes('\n') ? Number.POSITIVE_INFINITY : content.length };
}

export function concat(...parts: readonly (Doc | string)[]): Doc {
  const docs = parts.map((part) => (typeof part === 'string' ? text(part) : part));
  return { kind: 'concat', parts: docs, width: sum(docs) };
}

/** The same of a list that may be long: a call takes no more than some 100,000 arguments. */
export function concatAll(parts: readonly Doc[]): Doc {
  return { kind: 'concat', parts, width: sum(parts) };
}

export function indent(doc: Doc): Doc {
  return { kind: 'indent', doc, width: doc.width };
}

export function group(doc: Doc): Doc {
  return { kind: 'group', doc, width: doc.width };
}

export function fill(items: readonly Doc[]): Doc {
  return { kind: 'fill', items, width: sum(items) + Math.max(0, items.length - 1) };
}

export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return concatAll(docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc])));
}

function sum(docs: readonly Doc[]): number {
  let width = 0;
  for (const doc of docs) width += doc.width;
  return width;
}

/** The first character of what is printed; empty where that is nothing, or a place for a line break. */
export function firstCharacter(doc: Doc): string {
  switch (doc.kind) {
    case 'text':
      return doc.text.charAt(0);
    case 'line':
      return '';
    case 'indent':
    case 'group':
      return firstCharacter(doc.doc);
    case 'fill':
    case 'concat': {
      const first = (doc.kind === 'fill' ? doc.items : doc.parts).find(({ width }) => width > 0);
      return first === undefined ? '' : firstCharacter(first);
    }
  }
}

interface Task {
  readonly doc: Doc;
  readonly depth: number;
  readonly flat: boolean;
}

const STEP = '  ';

/** Lays the document out in lines of at most `limit` characters, where it can. Not recursive: a sum may have 20,000 parts. */
export function render(doc: Doc, limit: number): string {
  const out: string[] = [];
  let column = 0;
  let indentation = '';
  const todo: Task[] = [{ doc, depth: 0, flat: false }];
  const emit = (content: string): void => {
    if (content === '') return;
    // Only now: an empty line has no blanks in it.
    out.push(indentation, content);
    indentation = '';
    const newline = content.lastIndexOf('\n');
    column = newline === -1 ? column + content.length : content.length - newline - 1;
  };
  const breakLine = (depth: number): void => {
    out.push('\n');
    indentation = STEP.repeat(depth);
    column = depth * STEP.length;
  };
  for (let task = todo.pop(); task !== undefined; task = todo.pop()) {
    const { doc: piece, depth, flat } = task;
    switch (piece.kind) {
      case 'text':
        emit(piece.text);
        break;
      case 'line':
        if (flat) emit(piece.flat);
        else breakLine(depth);
        break;
      case 'indent':
        todo.push({ doc: piece.doc, depth: depth + 1, flat });
        break;
      case 'concat':
        for (let at = piece.parts.length - 1; at >= 0; at--) todo.push({ doc: piece.parts[at] as Doc, depth, flat });
        break;
      case 'group':
        todo.push({ doc: piece.doc, depth, flat: flat || column + piece.width + following(todo, limit) <= limit });
        break;
      case 'fill':
        fillTasks(piece, depth, flat || column + piece.width + following(todo, limit) <= limit, todo);
        break;
    }
  }
  return out.join('');
}

/** The first item, and the rest behind a place that is looked at when it is reached. */
function fillTasks(piece: Fill, depth: number, flat: boolean, todo: Task[]): void {
  const { items } = piece;
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at] as Doc;
    // The place and the item are one group: the line breaks before an item that would not end on it.
    const placed = at === 0 ? group(item) : group(concat(line, group(item)));
    todo.push({ doc: placed, depth, flat });
  }
}

/** How wide what comes next is, up to where the line may break; no farther than the limit. */
function following(todo: readonly Task[], limit: number): number {
  let width = 0;
  for (let at = todo.length - 1; at >= 0 && width <= limit; at--) {
    const { doc, flat } = todo[at] as Task;
    const part = upToBreak(doc, flat, limit);
    width += part.width;
    if (part.ends) break;
  }
  return width;
}

function upToBreak(doc: Doc, flat: boolean, limit: number): { readonly width: number; readonly ends: boolean } {
  switch (doc.kind) {
    case 'line':
      return flat && !doc.hard ? { width: doc.width, ends: false } : { width: 0, ends: true };
    case 'text':
      return doc.width === Number.POSITIVE_INFINITY ? { width: doc.text.indexOf('\n'), ends: true } : { width: doc.width, ends: false };
    case 'indent':
    case 'group':
      return upToBreak(doc.doc, flat, limit);
    case 'fill':
    case 'concat': {
      let width = 0;
      const parts = doc.kind === 'fill' ? doc.items : doc.parts;
      for (const [index, part] of parts.entries()) {
        if (doc.kind === 'fill' && index > 0) return { width, ends: true };
        const inner = upToBreak(part, flat, limit);
        width += inner.width;
        if (inner.ends || width > limit) return { width, ends: true };
      }
      return { width, ends: false };
    }
  }
}
