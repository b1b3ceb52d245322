/** Definitions of C types for people to read: as they are written in C, with the names of typedefs that a CType no longer has. */

/** A member; sizes and offsets in bytes count from the start of the outermost struct shown. */
export interface FieldDefinition {
  /** Empty for an anonymous struct or union. */
  readonly name: string;
  /** As C writes it, without the semicolon: `struct list_head tasks`, `unsigned int in_execve:1`. A struct that is shown in full stands as `struct {...} name`. */
  readonly declaration: string;
  /** In bits, for a bit field may begin anywhere. */
  readonly bitOffset: number;
  readonly bitSize?: number;
  readonly size: number;
  /** Of the struct or union it is, where it is anonymous or was asked for. */
  readonly members?: readonly FieldDefinition[];
  /** Of the enum it is, where that has no name. */
  readonly enumerators?: readonly EnumeratorDefinition[];
}

export interface EnumeratorDefinition {
  readonly name: string;
  readonly value: bigint;
}

export type Definition =
  | { readonly kind: 'record'; readonly name: string; readonly size: number; readonly members: readonly FieldDefinition[] }
  | { readonly kind: 'enum'; readonly name: string; readonly size: number; readonly enumerators: readonly EnumeratorDefinition[] }
  /** `typedef int pid_t`. */
  | { readonly kind: 'typedef'; readonly name: string; readonly size: number; readonly declaration: string }
  /** `ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos)`. */
  | { readonly kind: 'function'; readonly name: string; readonly declaration: string }
  | { readonly kind: 'basic'; readonly name: string; readonly size: number }
  /** Declared only. */
  | { readonly kind: 'incomplete'; readonly name: string };

/** What a name stands for, the most direct first: a typedef, then what it is a name for. */
export interface TypeDescription {
  /** Where a member was asked for: its own line. */
  readonly member?: FieldDefinition & {
    /** What it is a member of: `struct task_struct`. */
    readonly of: string;
  };
  readonly definitions: readonly Definition[];
}

export type TypeAnswer =
  | { readonly found: TypeDescription }
  /** `of` is what has no such member; absent where the first name is unknown. `names` are those that there are. */
  | { readonly missing: string; readonly of?: string; readonly names: readonly string[] };
