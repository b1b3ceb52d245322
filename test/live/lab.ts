/** The guest that live tests use, where one has been built: `npm test` builds it. */
import { parseGuest } from '../../src/lab/catalogue.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { openGuest, readyGuest } from '../../src/lab/open.ts';
import { labDirectory } from '../../src/lab/place.ts';

/** GPTTRACE_GUEST=6.1+0.17 takes another one. */
const NAME = process.env.GPTTRACE_GUEST ?? '6.12+0.23';

export interface Lab {
  readonly name: string;
  /** What a gpttrace that is started by a test needs to find the same lab. */
  readonly env: Readonly<Record<string, string>>;
  open(signal?: AbortSignal): Promise<OpenGuest>;
}

/** The lab, or why there is none; printed, so that a skipped test is not taken for a passed one. */
export async function labHere(): Promise<Lab | { readonly cannot: string }> {
  const name = parseGuest(NAME);
  try {
    await readyGuest(name);
  } catch (error) {
    const cannot = `no guest ${NAME}: ${error instanceof Error ? error.message : String(error)}`;
    console.log(`skipped: ${cannot}`);
    return { cannot };
  }
  const env = { GPTTRACE_LAB: labDirectory(process.env) };
  return { name: NAME, env, open: (signal) => openGuest(name, signal === undefined ? {} : { signal }) };
}
