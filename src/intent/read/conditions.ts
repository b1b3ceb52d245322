/** What an event must be like to count: where, how large, how long, with what outcome. */
import type { Comparison, Condition, Heard } from '../../core/intent.ts';
import type { ConditionPatterns } from '../lexicon.ts';
import { amountOf } from './amount.ts';
import type { Remaining } from './remaining.ts';

/** Whether a path is a directory of the machine; undefined where nobody knows. */
export type IsDirectory = (path: string) => boolean | undefined;

const COMPARISONS: readonly (readonly [keyof ConditionPatterns, Comparison])[] = [
  ['atLeast', '>='],
  ['atMost', '<='],
  ['more', '>'],
  ['less', '<'],
  ['exactly', '=='],
];

/** Behind a letter, a digit or another slash it is no path but a fraction, a choice ("read/write") or an address. */
const PATH = /(?<![\p{L}\p{N}_.:/~-])(\/[\p{L}\p{N}_.@+-]+(?:\/[\p{L}\p{N}_.@+-]+)*\/?(?:\*[\w.*-]*)?)/u;
/** Of unspaced scripts a path ends where their letters begin. */
const TOGETHER_PATH = /(?<![\w.:/~-])(\/[\w.@+-]+(?:\/[\w.@+-]+)*\/?(?:\*[\w.*-]*)?)/;
const ENDING = /(?<![\w.])(\*\.[a-z0-9]{1,8})\b/;
const IPV4 = /(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(?![\d.])/;
const IPV6 = /(?<![\w:])((?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{0,4}|(?:[0-9a-f]{1,4}:)*:(?:[0-9a-f]{1,4})(?::[0-9a-f]{1,4})*)(?![\w:])/;
const ADDRESS_PORT = /(?<![\w:]):(\d{2,5})\b/;
const ERRNO =
  /\b(e(?:perm|noent|srch|intr|io|nxio|2big|noexec|badf|child|again|wouldblock|nomem|acces|fault|busy|exist|xdev|nodev|notdir|isdir|inval|nfile|mfile|notty|txtbsy|fbig|nospc|spipe|rofs|mlink|pipe|range|deadlk|nametoolong|nosys|notempty|loop|notsock|msgsize|opnotsupp|addrinuse|addrnotavail|netdown|netunreach|connaborted|connreset|nobufs|isconn|notconn|timedout|connrefused|hostunreach|already|inprogress|stale|dquot|canceled))\b/;
const SIGNAL =
  /\b(sig(?:hup|int|quit|ill|trap|abrt|bus|fpe|kill|usr1|segv|usr2|pipe|alrm|term|chld|cont|stop|tstp|ttin|ttou|urg|xcpu|xfsz|vtalrm|prof|winch|io|pwr|sys))\b/;

/** "kill -9", "signal 15", "信号 9". */
const SIGNAL_NUMBER =
  /(?:\bkill|\bsignals?|\bsignale?|\bseñal(?:es)?|\bsinal|\bsinais|сигнал\p{L}*|信号|シグナル|시그널)\s*(?:-|#|number |no\. ?|nr\.? ?|番号)?(\d{1,2})(?![\d.]|\s*(?:ms|s|sec|seconds?)\b)/u;
/** The same on every processor that Linux runs on today but MIPS, SPARC, Alpha and PA-RISC. */
const SIGNALS: readonly string[] =
  ' HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** What only illustrates asks for nothing: "errors (e.g., ENOENT, EACCES)". */
const ASKED = /(?<!\b(?:e\.? ?g\.?|such as|for (?:example|instance)),? (?:\w+, (?:(?:and|or) )?|\w+ (?:and|or) )*\w+)/.source;
const ASKED_ERRNO = new RegExp(ERRNO.source + ASKED);
const ASKED_SIGNAL = new RegExp(SIGNAL.source + ASKED);

/** All conditions of a question. Amounts and places are taken out of it; names of errors and signals are part of the topic as well. */
export function readConditions(text: Remaining, isDirectory: IsDirectory, isSyscall: (name: string) => boolean): Heard<Condition>[] {
  const { conditions: patterns, words } = text.lexicon;
  const found: Heard<Condition>[] = [];
  const add = (heard: Heard<Condition> | undefined): void => {
    if (heard !== undefined) found.push(heard);
  };
  for (const [which, comparison] of COMPARISONS) {
    // Both a least size and a least time may be asked for.
    for (let more = readAmount(text, which, comparison); more !== undefined; more = readAmount(text, which, comparison)) add(more);
  }
  // Before paths: /dev/vda is a device.
  add(text.take<Condition>(patterns.device, ([device = '']) => (device === '' ? undefined : { what: 'device', device })));
  add(text.take<Condition>(patterns.exactPath, ([path = '']) => pathOf(path, 'exact')));
  add(text.take<Condition>([words === 'together' ? TOGETHER_PATH : PATH], ([path = '']) => placeOf(path, isDirectory)));
  add(text.take<Condition>([ENDING], ([ending = '']) => pathOf(ending.slice(1), 'suffix')));
  add(text.take<Condition>([IPV4, IPV6], ([address = '']) => (isAddress(address) ? { what: 'address', address } : undefined)));
  add(text.take<Condition>([...patterns.port, ADDRESS_PORT], ([port = '']) => portOf(port)));
  add(text.see<Condition>([ASKED_ERRNO], ([errno = '']) => ({ what: 'errno', errno: errno.toUpperCase() })));
  add(
    text.see<Condition>([ASKED_SIGNAL], ([signal = '']) => ({ what: 'signal', signal: signal.toUpperCase() })) ??
      text.see<Condition>([SIGNAL_NUMBER], ([number = '']) => signalOf(Number(number))),
  );
  add(text.take<Condition>(patterns.user, ([user = '']) => (user === '' ? undefined : { what: 'user', user })));
  add(
    text.take<Condition>(patterns.container, (groups) => {
      const container = groups.find((group) => group !== '');
      return container === undefined ? undefined : { what: 'container', container };
    }),
  );
  add(text.take<Condition>(patterns.cpu, ([cpu = '']) => (/^\d{1,4}$/.test(cpu) ? { what: 'cpu', cpu: Number(cpu) } : undefined)));
  add(text.see<Condition>(patterns.syscall, ([name = '']) => (isSyscall(name.toLowerCase()) ? { what: 'syscall', name: name.toLowerCase() } : undefined)));
  add(
    text.see<Condition>(patterns.failed, () => ({ what: 'outcome', failed: true })) ??
      text.see<Condition>(patterns.succeeded, () => ({ what: 'outcome', failed: false })),
  );
  return found;
}

function readAmount(text: Remaining, which: keyof ConditionPatterns, comparison: Comparison): Heard<Condition> | undefined {
  return text.take(text.lexicon.conditions[which], ([amount = '']): Condition | undefined => {
    const read = amountOf(amount, text.lexicon);
    if (read === undefined) return undefined;
    return 'ns' in read ? { what: 'time', comparison, ns: read.ns } : { what: 'size', comparison, bytes: read.bytes };
  });
}

function signalOf(number: number): Condition | undefined {
  const name = SIGNALS[number];
  return name === undefined || name === '' ? undefined : { what: 'signal', signal: `SIG${name}` };
}

function pathOf(path: string, match: 'prefix' | 'exact' | 'suffix'): Condition | undefined {
  return path.length < 2 ? undefined : { what: 'path', path, match };
}

/** A directory is meant with all that is below it; a file is meant itself; of what is not there, whatever begins so. */
function placeOf(said: string, isDirectory: IsDirectory): Condition | undefined {
  const path = said.replace(/[.,;:!?]+$/, '');
  const star = path.indexOf('*');
  if (star >= 0) return pathOf(path.slice(0, star), 'prefix');
  if (path.endsWith('/')) return pathOf(path, 'prefix');
  const directory = isDirectory(path);
  if (directory === true) return pathOf(`${path}/`, 'prefix');
  return pathOf(path, directory === false ? 'exact' : 'prefix');
}

function isAddress(text: string): boolean {
  if (text.includes(':')) return text.includes('::') || text.split(':').length === 8;
  return text.split('.').every((part) => Number(part) <= 255);
}

function portOf(text: string): Condition | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65536 ? { what: 'port', port } : undefined;
}
