import { errnoInWords } from './errno.ts';
import type { Libbpf } from './library.ts';

/** libbpf returns for it what it returns for a file that is no BPF object; before 1.3 it does not know versions of symbols. */
const AMBIGUOUS = /ambiguous match for '([^']+)', '[^']+' in '([^']+)'/;

/** Why an object could not be opened, loaded or attached. */
export interface Failure {
  readonly ok: false;
  /** The program it failed with, where it was one. */
  readonly program?: string;
  readonly errno: number;
  /** What went wrong, one line. */
  readonly message: string;
  /** What the verifier wrote, or what libbpf said where it was not asked. */
  readonly log: string;
}

/** libbpf says much while an object that it does not like is relocated. */
const MOST = 256 * 1024;
const WARNING = 0;

/** What libbpf says of one object: kept, as its error numbers say little. */
export class Voice {
  #said = '';
  #warnings: string[] = [];

  /** Runs a call and keeps what libbpf says meanwhile. */
  during<T>(bpf: Libbpf, call: () => T): T {
    bpf.listen((level, text) => {
      if (level > 1) return;
      if (this.#said.length < MOST) this.#said += text;
      if (level === WARNING && this.#warnings.length < 100) this.#warnings.push(text.trim().replace(/^libbpf: /, ''));
    });
    try {
      return call();
    } finally {
      bpf.listen(undefined);
    }
  }

  get said(): string {
    return this.#said;
  }

  failure(what: string, errno: number, program?: { readonly name: string; readonly log: string }): Failure {
    const telling = this.#warnings.find(
      (text) => !/BEGIN PROG LOAD LOG|failed to load object|elf: skipping|Ignored and continue|Retrying without BTF/.test(text),
    );
    const subject = program === undefined ? 'the object' : `program ${program.name}`;
    const ambiguous = AMBIGUOUS.exec(telling ?? '');
    const why =
      ambiguous === null
        ? errnoInWords(errno)
        : `${ambiguous[2]} has ${ambiguous[1]} more than once, in versions of its own, and this libbpf does not know which is meant`;
    const message = `${subject} ${what}: ${why}${telling === undefined ? '' : ` (libbpf: ${telling.split('\n')[0]})`}`;
    const log = program === undefined || program.log === '' ? this.#said : program.log;
    return { ok: false, ...(program === undefined ? {} : { program: program.name }), errno: Math.abs(errno), message, log };
  }
}
