/** What a tool understands on its command line, as it says itself: learned from its `--help` and its manual page. */

/** What an argument is. */
export type ArgumentType = 'integer' | 'number' | 'seconds' | 'milliseconds' | 'microseconds' | 'pid' | 'string' | 'enum' | 'path' | 'list';

export interface Argument {
  /** As the tool calls it: `DURATION`. */
  readonly name: string;
  readonly type: ArgumentType;
  /** Of an `enum`: what it may be. */
  readonly values?: readonly string[];
}

export interface ToolOption {
  /** With their dashes, the short one first: `-d`, `--duration`. Never empty. */
  readonly names: readonly string[];
  /** Missing of a switch. */
  readonly argument?: Argument;
  /** Whether the argument may be left out: such a one must be joined to its option. */
  readonly optional?: boolean;
  /** What it does, in the tool's words. */
  readonly meaning: string;
  readonly repeatable?: boolean;
}

export interface Positional extends Argument {
  readonly meaning: string;
  readonly required: boolean;
  readonly repeatable?: boolean;
}

export interface ToolExample {
  /** Without the name of the tool. */
  readonly args: string;
  readonly says: string;
}

export interface ToolSchema {
  readonly summary: string;
  readonly options: readonly ToolOption[];
  /** In their order. */
  readonly positionals: readonly Positional[];
  readonly examples: readonly ToolExample[];
}

export const emptySchema: ToolSchema = { summary: '', options: [], positionals: [], examples: [] };

/** The option of a name as it is typed, with its dashes. */
export function optionNamed(schema: ToolSchema, name: string): ToolOption | undefined {
  return schema.options.find(({ names }) => names.includes(name));
}
