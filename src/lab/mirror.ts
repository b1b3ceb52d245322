import type { Host } from '../system/host.ts';

const DEFAULT = 'http://deb.debian.org/debian';

/** The mirror of Debian to fetch from: the one that GPTTRACE_LAB_MIRROR names, or that this machine itself uses, or Debian's own. */
export async function findMirror(host: Host): Promise<string> {
  const own = host.env.GPTTRACE_LAB_MIRROR;
  if (own) return own;
  const aptGet = host.which('apt-get');
  if (aptGet === undefined) return DEFAULT;
  const said = await host.run(aptGet, ['indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(REPO_URI)', 'Created-By: Packages']);
  return readTargets(said.stdout) ?? DEFAULT;
}

/** The first mirror with Debian's own suites: not those of its security updates, which have no other packages. */
export function readTargets(text: string): string | undefined {
  return /^Debian\|Debian\|(https?:\/\/\S+?)\/?$/m.exec(text)?.[1];
}
