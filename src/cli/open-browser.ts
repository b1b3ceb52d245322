/** Opens an address that others must not see: arguments of a command are for all users of a machine to read, so the browser is given a file that leads there. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { write } from './terminal.ts';
import { spoken } from './tongue.ts';

export async function openBrowser(url: string): Promise<{ dispose(): void }> {
  const directory = mkdtempSync(join(tmpdir(), 'gpttrace-open-'));
  const file = join(directory, 'gpttrace.html');
  const dispose = (): void => rmSync(directory, { recursive: true, force: true });
  writeFileSync(file, `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${url}"><title>gpttrace</title>\n`, { mode: 0o600 });
  const isOpen = await new Promise<boolean>((resolve) => {
    const child = spawn('xdg-open', [file], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('exit', (status) => resolve(status === 0));
    child.unref();
  });
  if (!isOpen) await write(process.stderr, spoken('gpttrace: no browser could be opened (xdg-open); open the address yourself\n'));
  return { dispose };
}
