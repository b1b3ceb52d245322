/** Whether a program leaves out what a question leaves out. Where that cannot be told, it does. */
import type { Comparison, Condition } from '../../core/intent.ts';
import type { Compared } from './compared.ts';
import type { Reading, When } from './reading.ts';

const PID = /\b(?:pid|tgid|tid|ppid|next_pid|prev_pid|common_pid)\b|_pid\b/;
const OUTCOME = /\bret\b|retval|->res\b|err|fail|status|exit_code|\bcode\b|return/;
const FAILED = /(?:ret|retval|res|status)\)*(?:<0|<=-1|==-|!=0)|^\(?!?IS_ERR/;
const WORKED = /(?:ret|retval|res|status)\)*(?:>=0|>-1|>0|==0)/;

/** Whether only one process is looked at. */
export function isOfPid(pid: number, { conditions }: Reading): boolean {
  const number = new RegExp(`(?<![\\w.])${pid}(?![\\w.])`);
  return conditions.some((one) => isGiven(one) || (PID.test(one.text) && number.test(one.text) && !isOpposite(one)));
}

/** Whether only processes of one name are looked at: by the name, in what they run, or by a pid that somebody has looked up. */
export function isOfComm(comm: string, { conditions, points }: Reading): boolean {
  if (points.some(({ provider, parts }) => /^(?:u(?:ret)?probe|usdt)$/.test(provider) && (parts[0] ?? '').split('/').at(-1) === comm)) return true;
  const name = JSON.stringify(comm);
  return conditions.some((one) => {
    if (isGiven(one) || /\bcgroup\b/.test(one.text) || (PID.test(one.text) && /[=[(]\d{2,}/.test(one.text))) return true;
    if (!/comm|argv|name|@/.test(one.text)) return false;
    if (one.text.includes(name)) return !isOpposite(one);
    // A prefix that is compared, as names are cut, or a part of it that is looked for.
    const parts = [...one.text.matchAll(/(?:strncmp|strcontains)\([^"]*"([^"]+)"/g)].map(([, part]) => part ?? '');
    return parts.some((part) => comm.startsWith(part) || (one.text.includes('strcontains') && comm.includes(part)));
  });
}

/** A positional parameter stands for what is given on the command line. */
function isGiven({ text }: When): boolean {
  return /\$\d/.test(text);
}

/** `comm != "x"` before what is told, or `comm == "x"` before a return. */
function isOpposite({ text, leaves }: When): boolean {
  const [denied, meant] = [/!=/.test(text), /==/.test(text)];
  return leaves ? meant && !denied : denied && !meant && !/^\w*!=0|strncmp/.test(text);
}

/** Whether a program tells only what a condition lets through. */
export function applies(condition: Condition, { compared, conditions, points }: Reading): boolean {
  const says = (pattern: RegExp): boolean => conditions.some((one) => isGiven(one) || pattern.test(one.text));
  switch (condition.what) {
    case 'path':
      return (
        says(/\$\d/) ||
        [...compared.texts].some(
          (text) => text.length > 1 && (condition.path.startsWith(text) || text.startsWith(condition.path) || condition.path.endsWith(text)),
        )
      );
    case 'address':
      return says(/addr|\bdst\b|\bsrc\b/);
    case 'port':
      return isCompared(compared, '==', [condition.port, ((condition.port & 0xff) << 8) | (condition.port >> 8)]) || says(/\$\d/);
    case 'size': {
      const amounts = [...scaled(condition.bytes, [1, 512, 1024, 4096, 1024 ** 2]), ...scaled(decimal(condition.bytes), [1, 1000])];
      return isCompared(compared, condition.comparison, amounts) || says(/\$\d/);
    }
    case 'time':
      return isCompared(compared, condition.comparison, scaled(condition.ns, [1, 1e3, 1e6, 1e9])) || says(/\$\d/);
    case 'outcome':
      return saysOutcome(condition.failed, conditions) || points.some(({ text }) => /fail|err/.test(text));
    case 'errno':
      return conditions.some((one) => OUTCOME.test(one.text) && /\d|\bE[A-Z]+\b/.test(one.text.replace(/[<>]=?0|[!=]=0/g, '')));
    case 'signal':
      return says(/sig/);
    case 'syscall':
      return points.some(({ text }) => new RegExp(`sys_(?:enter_|exit_)?\\w*${condition.name}\\b`).test(text)) || says(/\bid\b/);
    case 'user':
      return says(/\b[ef]?uid\b|username|cred/);
    case 'cpu':
      return says(/\$\d/) || (says(/cpu/) && compared.numbers.has(condition.cpu));
    case 'container':
      return says(/cgroup|nsproxy|nodename|container/);
    case 'device':
      return says(/dev|disk|name/);
  }
}

/** Whether something is compared with one of several amounts, and the right way round where that is plain. */
function isCompared({ numbers, amounts }: Compared, comparison: Comparison, wanted: readonly number[]): boolean {
  if (!wanted.some((number) => numbers.has(number))) return false;
  const plain = amounts.filter(({ amount }) => wanted.includes(amount));
  return plain.length === 0 || plain.some(({ operator }) => operator === comparison || (comparison !== '==' && operator.startsWith(comparison.charAt(0))));
}

function saysOutcome(failed: boolean, conditions: readonly When[]): boolean {
  const [wanted, other] = failed ? [FAILED, WORKED] : [WORKED, FAILED];
  return conditions.some(({ text, leaves }) => {
    if (!OUTCOME.test(text)) return false;
    if (leaves) return other.test(text) || !wanted.test(text);
    return wanted.test(text) || !other.test(text);
  });
}

/** An amount in several units. "More than 10" may be written as at least 11. */
function scaled(amount: number, units: readonly number[]): number[] {
  return units.flatMap((unit) => around(amount / unit));
}

function around(number: number): number[] {
  return number < 10 ? [number] : [number, number + 1, number - 1];
}

/** 64 KB as 64,000. */
function decimal(bytes: number): number {
  let [rest, power] = [bytes, 0];
  while (rest >= 1024 && rest % 1024 === 0) [rest, power] = [rest / 1024, power + 1];
  return rest * 1000 ** power;
}
