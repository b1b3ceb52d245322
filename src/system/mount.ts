import type { Host } from './host.ts';

const PLACE = '/sys/kernel/tracing';

/** Mounts tracefs where distributions mount it at boot. The path; undefined where it could not be done. */
export async function mountTracefs(host: Host): Promise<string | undefined> {
  const mount = host.which('mount');
  if (mount === undefined) return undefined;
  const result = await host.run(mount, ['-t', 'tracefs', 'nodev', PLACE]);
  return result.status === 0 ? PLACE : undefined;
}
