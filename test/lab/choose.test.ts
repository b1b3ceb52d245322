import { expect, it } from 'vitest';
import type { KernelFacts } from '../../src/core/facts.ts';
import { guestText } from '../../src/lab/catalogue.ts';
import { chooseGuest, guestToBuild } from '../../src/lab/choose.ts';
import type { LabEntry } from '../../src/lab/lab.ts';
import { everyKind } from '../check/every-kind.ts';

const RELEASES: Readonly<Record<string, string>> = { '6.1': '6.1.0-40-cloud-amd64', '6.12': '6.12.107+deb13-cloud-amd64', '7.2': '7.2.3-cloud-amd64' };
const VERSIONS: Readonly<Record<string, string>> = { '0.17': '0.17.0', '0.23': '0.23.2', '0.27': '0.27.1' };

function entry(text: string): LabEntry {
  const [name = '', stale] = text.split(' ');
  const [kernel = '', bpftrace = ''] = name.split('+');
  const version = VERSIONS[bpftrace] ?? '';
  return { name: { kernel, bpftrace }, release: RELEASES[kernel] ?? '', version, bytes: 0, ...(stale === undefined ? {} : { stale }) };
}

function facts(release: string, version: string | undefined): KernelFacts {
  const probeKinds = everyKind({ verdict: 'yes', why: '' });
  const bpftrace = version === undefined ? {} : { bpftrace: { path: 'bpftrace', version } };
  return { format: 1, arch: 'x64', release, bootId: '', ...bpftrace, privilege: 'root', btf: true, tracefs: { state: 'mounted' }, probeKinds };
}

const ALL = ['6.1+0.17', '6.1+0.23', '6.1+0.27', '6.12+0.17', '6.12+0.23', '6.12+0.27', '7.2+0.17', '7.2+0.23', '7.2+0.27'];

it.each([
  { built: [], release: '6.1.0', version: '0.17.0', is: undefined },
  { built: ['6.1+0.17 damaged'], release: '6.1.0', version: '0.17.0', is: undefined },
  { built: ['6.1+0.17 damaged', '7.2+0.27'], release: '6.1.0', version: '0.17.0', is: '7.2+0.27' },
  { built: ALL, release: '6.1.0-13-amd64', version: '0.17.0', is: '6.1+0.17' },
  { built: ALL, release: '6.18.5', version: '0.17.0', is: '6.12+0.17' },
  { built: ALL, release: '7.0.1-generic', version: '0.24.1', is: '7.2+0.23' },
  { built: ALL, release: '5.10.0', version: '0.26.0', is: '6.1+0.27' },
  { built: ALL, release: '6.12.0', version: undefined, is: '6.12+0.23' },
  { built: ['6.12+0.27', '6.1+0.17'], release: '6.12.0', version: '0.17.1', is: '6.1+0.17' },
  { built: ALL, release: 'strange', version: '1.0', is: '6.1+0.27' },
])('for Linux $release with bpftrace $version, of $built: $is', ({ built, release, version, is }) => {
  const chosen = chooseGuest(built.map(entry), facts(release, version));
  expect(chosen === undefined ? undefined : guestText(chosen.name)).toBe(is);
});

it.each([
  ['4.4.0', '0.9.0', '6.1+0.17'],
  ['5.15.0-generic', '0.14.0', '6.1+0.17'],
  ['6.1.0-50-cloud-amd64', undefined, '6.1+0.17'],
  ['6.8.0-31-generic', '0.20.2', '6.12+0.23'],
  ['6.12.107+deb13-amd64', '0.23.2', '6.12+0.23'],
  ['6.17.0', '0.24.1', '6.12+0.23'],
  ['7.2.13', '0.27.1', '7.2+0.27'],
  ['9.0.1', '1.2.0', '7.2+0.27'],
  ['strange', undefined, '6.1+0.17'],
])('to be built for Linux %s with bpftrace %s: %s', (release, version, name) => {
  expect(guestText(guestToBuild(facts(release, version)))).toBe(name);
});
