import type { AttachPoint } from '../../bpftrace/ast.ts';
import { CLOCK_UNITS, type ProbeKind } from '../../bpftrace/dialect/probes.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import type { Tracepoints } from '../../kernel/tracepoints.ts';
import { hasTracepoint } from '../attach-point.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { MEANT_EVENTS } from '../tables/meant-events.ts';

/** An attach point has as many parts as its kind takes, and they are such as it takes. */
export const probeParts: Rule = {
  name: 'probe-parts',
  alone: true,
  *check(context) {
    const { dialect } = context;
    for (const probe of context.script.probes) {
      for (const point of probe.attachPoints) {
        const kind = dialect.probeKind(/^[^:/]*/.exec(point.text)?.[0] ?? '');
        // The rule about tracepoints says more about theirs.
        if (kind === undefined || (kind.name === 'tracepoint' && point.parts.length > 1)) continue;
        const message = wrong(point, kind);
        if (message === undefined) continue;
        const meant = intended(point, kind, context);
        // The rule about symbols of programs says more about theirs.
        if (meant === undefined && ['uprobe', 'uretprobe', 'usdt'].includes(kind.name)) continue;
        const fixes = meant === undefined ? [] : [automaticFix(`use ${meant.text}`, [{ span: point.span, text: meant.text }], meant.changes)];
        const hints = [`it is written ${kind.spelling}${kind.form === '' ? '' : `:${kind.form}`}`];
        const code = kind.name === 'tracepoint' ? 'malformed-tracepoint' : 'probe-parts';
        yield { code, severity: 'error', message, span: point.span, hints, fixes } satisfies Diagnostic;
      }
    }
  },
};

/** The first part of their attach points is one of a list of events. */
const COUNTERS: ReadonlySet<string> = new Set(['hardware', 'software']);
const CLOCKS: ReadonlySet<string> = new Set(['profile', 'interval']);

function wrong(point: AttachPoint, { spelling, form, parts: [least, most], words = [] }: ProbeKind): string | undefined {
  const { parts, provider } = point;
  const count = parts.length;
  if (count < least || count > most) {
    const takes = most === 0 ? 'nothing behind it' : form;
    return spelling === 'tracepoint' ? `${point.text} names no tracepoint` : `${spelling} takes ${takes}, and not ${count === 0 ? 'nothing' : parts.join(':')}`;
  }
  const [first = '', number = ''] = parts;
  // src/ast/attachpoint_parser.cpp of every release: only entry probes may be placed inside a function.
  if (provider === 'kretprobe' && /\+\w+$/.test(parts.at(-1) ?? '')) return `${spelling} is placed on a whole function, and takes no offset`;
  if (COUNTERS.has(provider) && !words.includes(first) && !/[*?$]/.test(first)) return `there is no ${spelling} event "${first}"`;
  if (!CLOCKS.has(provider) || count !== 2) return undefined;
  if (/^\$/.test(number)) return undefined;
  return CLOCK_UNITS.includes(first) && /^[0-9][0-9_]*(?:e[0-9]+)?$/.test(number)
    ? undefined
    : `${spelling} takes a unit (${CLOCK_UNITS.join(', ')}) and a number, and not ${parts.join(':')}`;
}

interface Meant {
  readonly text: string;
  readonly changes?: string;
}

function intended(point: AttachPoint, { words = [] }: ProbeKind, context: RuleContext): Meant | undefined {
  const { provider, parts } = point;
  const { tracepoints } = context;
  const written = parts.join(':');
  const table = MEANT_EVENTS.find(({ written: pattern, to }) => pattern.test(`${provider}:${written}`) && hasTracepoint(tracepoints, to));
  if (table !== undefined) return { text: `tracepoint:${table.to}`, ...(table.changes === undefined ? {} : { changes: table.changes }) };
  const events = COUNTERS.has(provider) ? words.filter((name) => spelt(name) === spelt(parts[0] ?? '')) : [];
  if (events.length === 1) return { text: [provider, events[0], ...parts.slice(1)].join(':') };
  if (parts.length === 2 && hasTracepoint(tracepoints, written)) return { text: `tracepoint:${written}` };
  if (CLOCKS.has(provider)) return rate(provider, written);
  if (provider === 'tracepoint' && parts.length === 1) return alone(parts[0] ?? '', tracepoints);
  if ((provider === 'uprobe' || provider === 'uretprobe') && parts.length === 1 && context.functions?.has(written) === 'yes') {
    return { text: `${provider.replace('u', 'k')}:${written}` };
  }
  return undefined;
}

/** `page_faults`, `page-fault`, `CacheMisses`: letters alone, without a plural's end. */
function spelt(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/s$/, '');
}

const UNIT_WORDS: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:hz|hertz)$/, 'hz', 1],
  [/^(?:s|secs?|seconds?)$/, 's', 1],
  [/^(?:ms|msecs?|milliseconds?|millis)$/, 'ms', 1],
  [/^(?:us|usecs?|microseconds?)$/, 'us', 1],
  [/^(?:m|mins?|minutes?)$/, 's', 60],
  [/^(?:h|hours?)$/, 's', 3600],
];

/** `1s`, `99hz`, `hz99`, `1:s`, `seconds:5`, `99`. */
function rate(provider: string, written: string): Meant | undefined {
  const match = /^(\d+)[:_ ]?([a-z]*)$/i.exec(written) ?? /^([a-z]+)[:_ ]?(\d+)$/i.exec(written);
  if (match === null) return undefined;
  const number = Number(match.find((part, at) => at > 0 && /^\d+$/.test(part)));
  const word = (match.find((part, at) => at > 0 && /^[a-z]+$/i.test(part)) ?? (provider === 'profile' ? 'hz' : 's')).toLowerCase();
  const unit = UNIT_WORDS.find(([pattern]) => pattern.test(word));
  return unit === undefined || number === 0 ? undefined : { text: `${provider}:${unit[1]}:${number * unit[2]}` };
}

/** `tracepoint:sched_switch`, `tracepoint:sys_enter_open`: the one tracepoint of that name. */
function alone(name: string, tracepoints: Tracepoints): Meant | undefined {
  const all = tracepoints.list() ?? [];
  const split = name.replace(/[./]|->/, ':');
  if (split !== name && hasTracepoint(tracepoints, split)) return { text: `tracepoint:${split}` };
  const same = all.filter((id) => id.endsWith(`:${name}`));
  if (same.length === 1) return { text: `tracepoint:${same[0] ?? ''}` };
  if (/^sys_(?:enter|exit)_\w+$/.test(name)) return { text: `tracepoint:syscalls:${name}` };
  // The category and the name run together, as in the names of kernel functions: sched_sched_switch, kvm_kvm_exit.
  const joined = all.filter((id) => id.replace(':', '_') === name || id.split(':')[1] === `mm_${name}`);
  return joined.length === 1 ? { text: `tracepoint:${joined[0] ?? ''}` } : undefined;
}
