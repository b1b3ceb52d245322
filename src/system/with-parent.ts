import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';

/** The command line of a child that the kernel sends a signal when we are gone: should we be killed outright, nothing is left running. */
export function endingWithUs(signal: 'INT' | 'KILL', command: string, args: readonly string[]): { readonly command: string; readonly args: string[] } {
  if (existsSync(SETPRIV)) return { command: SETPRIV, args: ['--pdeathsig', signal, '--', command, ...args] };
  return { command, args: [...args] };
}
