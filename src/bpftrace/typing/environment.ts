import type { CTypes } from '../../core/ctype.ts';
import type { AttachPoint } from '../ast.ts';
import type { Version } from '../dialect/version.ts';

/** What the types of a program depend on beside its text. */
export interface TypingEnvironment {
  /** The bpftrace that runs it. */
  readonly version: Version;
  /** The kernel's types; absent where they cannot be read: what comes from them is then unknown. */
  readonly types?: CTypes;
  /** The fields of a tracepoint, as its format file declares them; undefined where they are not known. */
  fieldsOf?(point: AttachPoint): readonly { readonly name: string; readonly declaration: string }[] | undefined;
}
