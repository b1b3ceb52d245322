import { automaticFix } from '../../core/fix.ts';
import { lookup } from '../../core/lookup.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** System calls that the C libraries of today make in the place of older ones, which the kernel keeps (glibc 2.26 for open, 2.33 for stat; fork has been clone for long). */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  open: ['openat'],
  fork: ['clone', 'clone3'],
  newstat: ['newfstatat'],
  newlstat: ['newfstatat'],
};

/** A probe on a system call that programs hardly make any more sees next to nothing: those that took its place are watched too. */
export const supersededCall: Rule = {
  name: 'superseded-call',
  *check({ script, tracepoints }) {
    const watched = new Set(script.probes.flatMap(({ attachPoints }) => attachPoints.map(({ parts }) => parts.join(':'))));
    for (const { attachPoints } of script.probes) {
      for (const { span, text, parts } of attachPoints) {
        const [, side = '', call = ''] = /^syscalls:(sys_enter|sys_exit)_(\w+)$/.exec(parts.join(':')) ?? [];
        const newer = (lookup(NEWER, call) ?? []).map((name) => `${side}_${name}`);
        if (newer.length === 0 || newer.some((name) => watched.has(`syscalls:${name}`))) continue;
        const there = newer.filter((name) => tracepoints.has('syscalls', name) === true).map((name) => `tracepoint:syscalls:${name}`);
        // Whoever names fields that the newer call has not means the older one.
        const fields = (name: string) => (tracepoints.fields('syscalls', name) ?? []).map((field) => field.name);
        const own = fields(`${side}_${call}`);
        if (there.length === 0 || !newer.every((name) => own.every((field) => fields(name).includes(field)))) continue;
        const changes = `${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} told too, which programs call instead of ${call}`;
        const fix = automaticFix(`watch ${there.join(', ')} too`, [{ span, text: [text, ...there].join(',\n') }], changes);
        const message = `programs hardly call ${call} any more: their C library makes ${newer.map((name) => name.slice(side.length + 1)).join(' or ')} of it`;
        yield report('warning', 'superseded-call', message, span, [fix.title], [fix]);
      }
    }
  },
};
