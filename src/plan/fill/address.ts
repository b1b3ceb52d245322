import type { Test } from './condition.ts';
import { expressionIn, operand } from './joined.ts';

/** What ntop() is given is compared byte by byte: its own result is no number, and bpftrace 0.17 has no literal for an array. */
export function addressTest(address: string, subject: string | undefined): Test | undefined {
  const tree = subject === undefined ? undefined : expressionIn(subject);
  if (subject === undefined || tree?.kind !== 'call' || tree.name !== 'ntop' || tree.args.length !== 1) return undefined;
  const raw = subject.replace(/^ntop\(/, '').replace(/\)$/, '');
  const four = bytesOfFour(address);
  if (isSixteen(raw)) {
    // IPv4 is ::ffff:a.b.c.d there.
    const bytes = four === undefined ? bytesOfSix(address) : [...new Array<number>(10).fill(0), 0xff, 0xff, ...four];
    return bytes === undefined ? undefined : { text: bytes.map((byte, index) => `${raw}[${index}] == ${byte}`).join(' && ') };
  }
  if (four === undefined) return undefined;
  // A tracepoint has four bytes for it, all else a number.
  if (/^args->\w+$/.test(raw)) return { text: four.map((byte, index) => `${raw}[${index}] == ${byte}`).join(' && ') };
  // In the order of the network, as a little-endian machine reads it.
  const [a = 0, b = 0, c = 0, d = 0] = four;
  return { text: `${operand(raw)} == 0x${(((d << 24) | (c << 16) | (b << 8) | a) >>> 0).toString(16).padStart(8, '0')}` };
}

/** The kernel's names of fields that hold 16 bytes. */
function isSixteen(raw: string): boolean {
  return /_v6$|u6_addr8$/.test(raw);
}

function bytesOfFour(address: string): number[] | undefined {
  const parts = address.replace(/^::ffff:(?=[\d.]+$)/i, '').split('.');
  const bytes = parts.map(Number);
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part)) && bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function bytesOfSix(address: string): number[] | undefined {
  const [head = '', tail, ...more] = address.toLowerCase().split('::');
  const groups = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  const [before, behind] = [groups(head), groups(tail)];
  const missing = 8 - before.length - behind.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...before, ...new Array<string>(missing).fill('0'), ...behind];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  return all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}
