/** Whether a word may be the name of a process: as the kernel cuts it, at most 15 letters are compared, and longer ones are cut later. */
export function isName(word: string): boolean {
  return /^[A-Za-z0-9_][\w.:/@+-]{0,63}$/.test(word) && !/^\d+$/.test(word);
}

/** Whether it is what the kernel calls a disk, or a part of one (`Documentation/admin-guide/devices.txt`). */
export function isDevice(word: string): boolean {
  return /^(?:\/dev\/)?(?:(?:s|v|h|xv)d[a-z]{1,2}\d{0,3}|nvme\d+n\d+(?:p\d+)?|mmcblk\d+(?:p\d+)?|(?:dm-|md|loop|zram|sr)\d+)$/.test(word);
}
