/** Names and texts as a program holds them. */

/** Names of processes are cut by the kernel at this many bytes (TASK_COMM_LEN less its end). */
export const MAX_COMM = 15;

/** A process name as the kernel keeps it. */
export function cutComm(name: string): string {
  const bytes = Buffer.from(name.split('/').at(-1) ?? name);
  // A cut through a character leaves a broken one at the end, which no comm would equal.
  return bytes.length <= MAX_COMM
    ? bytes.toString()
    : bytes
        .subarray(0, MAX_COMM)
        .toString()
        .replace(/\uFFFD+$/, '');
}

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

/** Without its blanks: two expressions that differ in nothing else are the same. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
