/** A program with what is known around it: what every part of an explanation looks at. */
import type { AttachPoint, Expression, Probe, Script } from '../../bpftrace/ast.ts';
import { type Dialect, dialectOf } from '../../bpftrace/dialect/dialect.ts';
import { declaredIn } from '../../bpftrace/types.ts';
import type { TypingEnvironment } from '../../bpftrace/typing/environment.ts';
import { type Typing, typeProgram } from '../../bpftrace/typing/infer.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { CTypes } from '../../core/ctype.ts';
import type { Program } from '../../core/program.ts';
import type { Tongue } from './tongue.ts';

/** What a machine can tell of a program; all of it may be missing, and less is then said. */
export interface Around {
  /** The bpftrace that is to run it, as it says its version is. */
  readonly version?: string | undefined;
  /** The fields of a tracepoint, as its format file declares them. */
  readonly fieldsOf?: TypingEnvironment['fieldsOf'];
  /** Types of the kernel; asked for only where the program names one. */
  readonly kernelTypes?: (() => CTypes | undefined) | undefined;
  /** What parts of a tracepoint's name stand for, where nobody wrote down what the tracepoint is. */
  readonly meaningOf?: ((category: string, name: string) => string | undefined) | undefined;
}

/** The part of a Program that an explanation is made of: a file has no more. */
export type Explained = Pick<Program, 'source'> & Partial<Pick<Program, 'declarations' | 'outputs' | 'answer' | 'seconds' | 'window' | 'pid'>>;

/** A value that something is given, and where. */
export interface Given {
  readonly value: Expression;
  readonly keys: readonly Expression[];
  readonly operator: string;
  readonly probe: Probe | undefined;
}

export class Scene {
  readonly script: Script;
  readonly program: Explained;
  readonly around: Around;
  readonly tongue: Tongue;
  readonly dialect: Dialect;
  /** Every value a map or variable is given somewhere, by its name; those of a variable with its probe in front. */
  readonly #given = new Map<string, Given[]>();
  /** Variables that stand for an entry of a map, with their probe in front. */
  readonly #entries = new Set<string>();
  #typing: Typing | undefined;

  constructor(script: Script, program: Explained, around: Around, tongue: Tongue) {
    this.script = script;
    this.program = program;
    this.around = around;
    this.tongue = tongue;
    this.dialect = dialectOf(around.version);
    for (const item of script.items) this.#collect(item);
  }

  get typing(): Typing {
    this.#typing ??= typeProgram(this.script, {
      version: this.dialect.version,
      btf: true,
      kernelTypes: () => this.around.kernelTypes?.(),
      fieldsOf: (point) => this.fieldsOf(point),
    });
    return this.#typing;
  }

  /** From the machine, else those that the program was made with. */
  fieldsOf(point: AttachPoint): readonly { readonly name: string; readonly declaration: string }[] | undefined {
    const known = this.around.fieldsOf?.(point);
    if (known !== undefined) return known;
    const { declarations } = this.program;
    const fields = declarations === undefined || !Object.hasOwn(declarations, point.text) ? undefined : declarations[point.text];
    return fields === undefined ? undefined : Object.keys(fields).map((name) => ({ name, declaration: declaredIn(declarations)(point, name) ?? '' }));
  }

  /** What is assigned to a map or, in a probe, to a variable, wherever that is. */
  given(name: string, probe: Probe | undefined): readonly Given[] {
    return this.#given.get(name.startsWith('$') ? `${probe?.span.start ?? ''} ${name}` : name) ?? [];
  }

  /** Whether a map holds texts for numbers, filled before the first event: a table to look names up in. */
  isTable(map: string): boolean {
    const given = this.#given.get(map) ?? [];
    return (
      given.length > 0 &&
      given.every(
        ({ value, probe, keys }) =>
          value.kind === 'string' && keys.length > 0 && keys.every((key) => key.kind === 'integer') && probe?.attachPoints[0]?.provider === 'BEGIN',
      )
    );
  }

  /** Whether a variable stands for an entry of a map, of which `.0` is the key and `.1` the value. */
  isEntry(variable: string, probe: Probe | undefined): boolean {
    return this.#entries.has(`${probe?.span.start ?? ''} ${variable}`);
  }

  code(node: { readonly span: { readonly start: number; readonly end: number } }): string {
    return this.program.source.slice(node.span.start, node.span.end).replace(/\s+/g, ' ').trim();
  }

  #collect(item: Script['items'][number]): void {
    const probe = item.kind === 'probe' ? item : undefined;
    const add = (name: string, value: Expression, keys: readonly Expression[], operator: string): void => {
      const key = name.startsWith('$') ? `${probe?.span.start ?? ''} ${name}` : name;
      const known = this.#given.get(key);
      if (known === undefined) this.#given.set(key, [{ value, keys, operator, probe }]);
      else known.push({ value, keys, operator, probe });
    };
    for (const node of walk(item)) {
      if (node.kind === 'assignment') {
        if (node.target.kind === 'map') add(node.target.name, node.value, node.target.keys, node.operator);
        if (node.target.kind === 'variable') add(node.target.name, node.value, [], node.operator);
      } else if (node.kind === 'for' && node.to === undefined) this.#entries.add(`${probe?.span.start ?? ''} ${node.variable}`);
      else if (node.kind === 'let' && node.value !== undefined) add(node.name, node.value, [], '=');
      // Counting up gives a value too, one that is no constant.
      else if (node.kind === 'unary' && /^(?:\+\+|--)$/.test(node.operator)) {
        if (node.operand.kind === 'map') add(node.operand.name, node, node.operand.keys, node.operator);
        if (node.operand.kind === 'variable') add(node.operand.name, node, [], node.operator);
      }
    }
  }
}
