import type { Diagnostic } from './diagnostic.ts';
import type { Exit } from './exit.ts';

/** What a message of the catalogue is made of. */
export interface Message {
  /** Stable and searchable. */
  readonly code: string;
  readonly exit: Exit;
  readonly message: string;
  /** What to do next, most useful first. */
  readonly hints: readonly string[];
}

/** A failure the user can do something about. Everything else that is thrown is a bug in gpttrace. */
export class Problem extends Error {
  readonly code: string;
  readonly exit: Exit;
  readonly hints: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** The program the diagnostics are about. */
  readonly source: string | undefined;
  /** The name of the file it stands in, where it is one. */
  readonly file: string | undefined;

  constructor(message: Message, diagnostics: readonly Diagnostic[] = [], source?: string, file?: string) {
    super(message.message);
    this.name = 'Problem';
    this.code = message.code;
    this.exit = message.exit;
    this.hints = message.hints;
    this.diagnostics = diagnostics;
    this.source = source;
    this.file = file;
  }
}
