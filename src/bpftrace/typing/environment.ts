import type { CTypes } from '../../core/ctype.ts';
import type { AttachPoint } from '../ast.ts';
import type { Version } from '../dialect/version.ts';

/** What the types of a program depend on beside its text. */
export interface TypingEnvironment {
  /** The bpftrace that runs it. */
  readonly version: Version;
  /** Whether the kernel describes its own types. */
  readonly btf: boolean;
  /** The kernel's types, asked for only where a program names one; undefined where they cannot be read: what comes from them is then unknown. */
  kernelTypes(): CTypes | undefined;
  /** The fields of a tracepoint, as its format file declares them; undefined where they are not known. */
  fieldsOf?(point: AttachPoint): readonly { readonly name: string; readonly declaration: string }[] | undefined;
}
