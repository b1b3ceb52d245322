/** The text of one C function while it is written: lines, blocks, and the names that are known in each block. */
import type { Probe } from '../bpftrace/ast.ts';
import { Names } from './names.ts';
import type { Part } from './parts.ts';
import type { Whole } from './whole.ts';

/** A scratch variable of the program, as it is declared in C. */
export interface Local {
  readonly name: string;
  readonly part: Part;
  /** Bytes of a number. */
  readonly size: number;
  /** `struct sock *` of a pointer. */
  readonly pointer?: string;
  /** It is declared where it is set first. */
  readonly isLater?: boolean;
}

/** What a probe hands over, as this function gets it. */
export interface Given {
  /** A field of `args`, or a parameter of the function. */
  field(name: string): { readonly code: string; readonly pointer: boolean } | undefined;
  /** `arg0` and on. */
  argument(index: number): string | undefined;
  readonly retval?: string;
  /** What `probe` and `func` say here. */
  readonly probeName?: string;
  readonly functionName?: string;
  readonly isSyscall: boolean;
}

interface Scope {
  readonly names: Names;
  readonly known: Map<string, string>;
}

export class Body {
  readonly whole: Whole;
  readonly probe: Probe;
  readonly given: Given;
  readonly lines: string[] = [];
  readonly locals: Map<string, Local> = new Map();
  readonly #scopes: Scope[];
  #depth = 1;

  constructor(whole: Whole, probe: Probe, given: Given, parameters: readonly string[]) {
    this.whole = whole;
    this.probe = probe;
    this.given = given;
    this.#scopes = [{ names: new Names(undefined, [...whole.names.taken, ...parameters]), known: new Map() }];
  }

  push(...lines: readonly string[]): void {
    for (const line of lines) this.lines.push(line === '' ? '' : `${'  '.repeat(this.#depth)}${line}`);
  }

  /** Statements between braces; what is declared in there is known there only. */
  block(head: string, inside: () => void): void {
    this.push(head === '' ? '{' : `${head} {`);
    const outer = this.#scopes.at(-1);
    this.#scopes.push({ names: new Names(undefined, outer?.names.taken ?? []), known: new Map() });
    this.#depth++;
    inside();
    this.#depth--;
    this.#scopes.pop();
    this.push('}');
  }

  /** Goes on after the last block with another: `} else {`. */
  orElse(inside: () => void): void {
    this.lines.pop();
    this.block('} else', inside);
  }

  name(...candidates: readonly string[]): string {
    const scope = this.#scopes.at(-1) as Scope;
    return scope.names.take(...candidates);
  }

  /** What was worked out before in this block or one around it; works it out otherwise. `what` tells equal things from others. */
  once(what: string, make: () => string): string {
    for (const { known } of this.#scopes) {
      const name = known.get(what);
      if (name !== undefined) return name;
    }
    const name = make();
    this.#scopes.at(-1)?.known.set(what, name);
    return name;
  }
}
