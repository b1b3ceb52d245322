/** Writes archives as a kernel takes them for its initial file system: cpio's "newc" format (Documentation/driver-api/early-userspace/buffer-format.rst). */

/** What an archive holds; `path` is relative. */
export type CpioEntry =
  | { readonly path: string; readonly kind: 'directory' }
  | { readonly path: string; readonly kind: 'file'; readonly content: Uint8Array; readonly executable?: boolean }
  | { readonly path: string; readonly kind: 'link'; readonly target: string };

const MODES = { directory: 0o040755, file: 0o100644, link: 0o120777 } as const;
const ALIGNMENT = 4;

/** An archive of these entries, owned by root, with no time of change: the same entries make the same bytes. A directory stands before what is in it. */
export function writeCpio(entries: readonly CpioEntry[]): Buffer {
  const parts = entries.flatMap((entry, index) => member(entry.path, modeOf(entry), contentOf(entry), index + 1));
  return Buffer.concat([...parts, ...member('TRAILER!!!', 0, new Uint8Array(), 0)]);
}

function modeOf(entry: CpioEntry): number {
  return MODES[entry.kind] | (entry.kind === 'file' && entry.executable === true ? 0o111 : 0);
}

function contentOf(entry: CpioEntry): Uint8Array {
  if (entry.kind === 'file') return entry.content;
  return Buffer.from(entry.kind === 'link' ? entry.target : '');
}

function member(path: string, mode: number, content: Uint8Array, inode: number): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const links = mode === MODES.directory ? 2 : 1;
  const fields = [inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return [header, name, padding(header.length + name.length), content, padding(content.length)];
}

function padding(length: number): Uint8Array {
  return new Uint8Array((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}
