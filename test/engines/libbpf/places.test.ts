import { expect, test } from 'vitest';
import type { BpfVariable } from '../../../src/core/bpf-object.ts';
import { defaultRoute, interfaceNames } from '../../../src/engines/libbpf/interfaces.ts';
import { placesOf } from '../../../src/engines/libbpf/places.ts';

const own: BpfVariable = { name: 'hz', section: '.rodata', offset: 0, size: 4, type: 'const volatile __u32' };

const programs = [{ type: 'sched_cls' }, { type: 'perf_event' }];

test.each(['interface=lo', 'direction=egress', 'hz=99', 'hz=0'])('%s sets nothing of a program that is attached otherwise', (arg) => {
  expect(placesOf(undefined, [arg], { variables: [], programs: [{ type: 'tracepoint' }] })).toEqual({ ok: true, attach: {}, args: [arg] });
});

test('XDP has no direction', () => {
  const xdp = { variables: [], programs: [{ type: 'xdp' }] };
  expect(placesOf(undefined, ['direction=egress', 'interface=lo'], xdp)).toEqual({ ok: true, attach: { interface: 'lo' }, args: ['direction=egress'] });
});

test.each([
  [undefined, [], [], { attach: {}, args: [] }],
  [{ interface: 'eth0' }, ['min=3'], [], { attach: { interface: 'eth0' }, args: ['min=3'] }],
  [{ interface: 'eth0', hz: 99 }, ['interface=lo', 'a=1', 'hz=199'], [], { attach: { interface: 'lo', hz: 199 }, args: ['a=1'] }],
  [undefined, ['direction=egress'], [], { attach: { direction: 'egress' }, args: [] }],
  // A variable of the program's own is what is meant.
  [undefined, ['hz=7'], [own], { attach: {}, args: ['hz=7'] }],
  [undefined, ['interface'], [], { attach: {}, args: ['interface'] }],
  [undefined, ['toString=1'], [], { attach: {}, args: ['toString=1'] }],
] as const)('%o with %o', (planned, args, variables, expected) => {
  expect(placesOf(planned, args, { variables, programs })).toMatchObject({ ok: true, ...expected });
});

test.each([
  ['direction=both', /direction=ingress/],
  ['hz=0', /from 1 to 100000/],
  ['hz=1e3', /from 1 to/],
  ['hz=', /from 1 to/],
  ['hz=100001', /from 1 to/],
])('%s is refused', (arg, why) => {
  const read = placesOf({}, [arg], { variables: [], programs });
  expect(read.ok ? '' : read.message).toMatch(why);
});

const ROUTES = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth1	00000000	0100A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	0100A8C0	0003	0	0	100	00000000	0	0	0
gone	00000000	0100A8C0	0002	0	0	1	00000000	0	0	0
tun0	00000000	00000000	0001	0	0	0	00000080	0	0	0
eth0	0000A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
`;

test('the interface of the default route is the one with the least metric that is up', () => {
  expect(defaultRoute(ROUTES)).toBe('eth0');
  expect(defaultRoute(ROUTES.split('\n')[0] ?? '')).toBeUndefined();
  expect(defaultRoute('')).toBeUndefined();
});

test('interfaces by name, whatever they are called', () => {
  expect(interfaceNames('Inter-|   Receive\n face |bytes\n    lo: 1 2\n eth0.5: 3 4\nveth1a@if2:5\n')).toEqual(['lo', 'eth0.5', 'veth1a@if2']);
});
