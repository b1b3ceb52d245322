/** What bpftrace or the kernel's verifier said, cut to the lines that tell something. */

const TELLING =
  /error|invalid|not allowed|denied|unknown|cannot|could not|couldn't|failed|unsupported|too (?:large|many|long|complex|big)|unbounded|out of|permission|expected|R\d+ |stack/i;
/** It is said in good runs too. */
const IDLE = /RLIMIT_MEMLOCK|^Attaching \d+ probe|^processed \d+ insns|^\s*$|^-- (?:BEGIN|END) PROG LOAD LOG --/;
const MOST_LINES = 14;
const MOST_LINE = 300;

/** The first lines that tell, and the last of what a verifier said: there it stopped. */
export function tellingLines(said: string): string {
  const lines = said.split('\n').map((line) => line.slice(0, MOST_LINE).trimEnd());
  const spoken = lines.filter((line) => !IDLE.test(line));
  if (spoken.length <= MOST_LINES) return spoken.join('\n');
  const half = MOST_LINES / 2;
  const telling = spoken.filter((line) => TELLING.test(line)).slice(0, half);
  const end = spoken.slice(-half).filter((line) => !telling.includes(line));
  return [...telling, '...', ...end].join('\n');
}
