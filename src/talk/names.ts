/** Whether a word may be the name of a process: as the kernel cuts it, at most 15 letters are compared, and longer ones are cut later. */
export function isName(word: string): boolean {
  return /^[A-Za-z0-9_][\w.:/@+-]{0,63}$/.test(word) && !/^\d+$/.test(word);
}
