/** Where the lab keeps what it builds. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type GuestName, guestText } from './catalogue.ts';

/** The lab's directory: GPTTRACE_LAB, or a folder among the user's caches. */
export function labDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const { GPTTRACE_LAB: own, XDG_CACHE_HOME: caches } = env;
  return own ? resolve(own) : join(caches || join(homedir(), '.cache'), 'gpttrace/lab');
}

/** The folders in it; each holds images and a manifest. */
export interface LabPlaces {
  readonly root: string;
  readonly packages: string;
  readonly tools: string;
  readonly scratch: string;
  kernel(name: string): string;
  tracer(name: string): string;
  guest(name: GuestName): string;
}

/** Where everything is below this directory; makes nothing. */
export function placesIn(root: string): LabPlaces {
  return {
    root,
    packages: join(root, 'packages'),
    tools: join(root, 'tools'),
    scratch: join(root, 'scratch'),
    kernel: (name) => join(root, 'kernels', name),
    tracer: (name) => join(root, 'tracers', name),
    guest: (name) => join(root, 'guests', guestText(name)),
  };
}
