/** A file written whole or not at all. */
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, closeSync, fstatSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Puts a text, or bytes, in the place of a file, through a draft beside it, so that a full disk costs nothing. Root leaves the file to `owner`. Throws as the file system does. */
export function replaceWhole(target: string, text: string | Uint8Array, mode: number, owner?: { readonly uid: number; readonly gid: number }): void {
  const draft = join(dirname(target), `.gpttrace-${randomUUID()}`);
  // Never through a link that somebody laid there.
  const file = openSync(draft, 'wx', mode & 0o777);
  try {
    writeWhole(file, text);
    // Root changes a file of somebody else, whose it must stay; who else may write there owns what they write.
    if (owner !== undefined && process.geteuid?.() === 0) chownSync(draft, owner.uid, owner.gid);
    chmodSync(draft, mode & 0o777);
    renameSync(draft, target);
  } catch (error) {
    removeQuietly(draft);
    throw error;
  }
}

/** Writes everything and closes. A file system may tell of a full disk only when it must really write. */
export function writeWhole(file: number, text: string | Uint8Array): void {
  try {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    if (fstatSync(file).isFile()) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
