/** Asks the bpftrace of a guest which programs it takes: compiled, loaded and attached, and ended as soon as they are. */
import type { Guest } from '../../src/system/guest/guest.ts';
import { complaints, type Verdict } from '../differential/verdict.ts';

/** Programs in one shell script: enough that the way into the guest costs nothing, few enough to show that it goes on. */
const TOGETHER = 8;
/** Seconds a program may take: a wide one needs half a minute to attach in an emulated guest. */
const MOST_SECONDS = 120;

/** The verdict on each program, in their order. `tell` hears how many there are already. Throws an Error where the guest does not live to say. */
export async function askGuest(guest: Guest, sources: readonly string[], tell: (done: number) => void = () => {}): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let at = 0; at < sources.length; at += TOGETHER) {
    const some = sources.slice(at, at + TOGETHER);
    const mark = `VERDICT-${Math.random().toString(36).slice(2)}`;
    const { stdout, failure } = await guest.run(some.map((source) => questionOf(source, mark)).join('\n'));
    if (failure !== undefined) throw new Error(`${failure} (asked about: ${some.join('\n')})`);
    const answers = stdout.split(`${mark} `).slice(1);
    if (answers.length !== some.length) throw new Error(`${answers.length} answers to ${some.length} questions: ${stdout.slice(-500)}`);
    verdicts.push(...answers.map(verdictOf));
    tell(verdicts.length);
  }
  return verdicts;
}

/**
 * With `-c` it ends when the command does, and the command starts when all is attached: the program itself stays as it is. USDT probes would be looked for in
 * that command alone: such a program gets a probe that ends it.
 */
function questionOf(source: string, mark: string): string {
  const forCommand = !/\b(?:usdt|U):/.test(source);
  return [
    `cat > /tmp/asked.bt <<'${mark}'`,
    forCommand ? source : `${source}\ninterval:ms:1 { exit(); }`,
    mark,
    `timeout -s KILL ${MOST_SECONDS} bpftrace ${forCommand ? '-c /bin/true ' : ''}/tmp/asked.bt > /tmp/answer 2>&1 < /dev/null`,
    `echo "${mark} $?"`,
    // Of a long answer the beginning has the errors, and the end what became of attaching.
    'if [ "$(wc -c < /tmp/answer)" -gt 8000 ]; then head -c 4000 /tmp/answer; echo; tail -c 4000 /tmp/answer; else cat /tmp/answer; fi; echo',
  ].join('\n');
}

function verdictOf(answer: string): Verdict {
  const [first = '', ...lines] = answer.split('\n');
  const status = Number(first);
  // A stack that is not there any more when a map is printed: it was attached, and ran.
  const said = lines.filter((line) => !/failed to look up stack id/.test(line)).join('\n');
  const skipped = lines.filter((line) => /could not attach probe|[Cc]annot attach|Unable to attach|[Uu]nable to probe/.test(line));
  const failed = [complaints(said), ...skipped].filter((text) => text !== '').join(' | ');
  if (status === 0 && failed === '') return { accepts: true, says: '' };
  return { accepts: false, says: failed || (status === 137 ? `not attached within ${MOST_SECONDS} seconds` : `status ${status}: ${said.trim().slice(-200)}`) };
}
