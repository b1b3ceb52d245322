/** The table's own verdicts as statements that a bpftrace can be asked about. */
import { BUILTINS } from '../../src/bpftrace/dialect/builtins.ts';
import { CONFIG_KEYS } from '../../src/bpftrace/dialect/config.ts';
import { CONVERSIONS } from '../../src/bpftrace/dialect/conversions.ts';
import { type Dialect, dialectOf } from '../../src/bpftrace/dialect/dialect.ts';
import { FEATURES, type Feature } from '../../src/bpftrace/dialect/features.ts';
import { type ArgumentKind, type Func, fitting, type Parameter, type Placement, type Signature } from '../../src/bpftrace/dialect/function.ts';
import { FUNCTIONS } from '../../src/bpftrace/dialect/functions.ts';
import { PROBES, type ProbeKindId } from '../../src/bpftrace/dialect/probes.ts';
import { VERSIONS } from '../../src/bpftrace/dialect/version.ts';
import { POINTS, type Trial } from './dialect-trial.ts';

const KINDS = Object.keys(POINTS) as ProbeKindId[];

/** A value, and all that it counts as. */
interface Sample {
  readonly code: string;
  readonly kinds: readonly ArgumentKind[];
}

/** Values of which nobody can doubt what they are. */
const SAMPLES: readonly Sample[] = [
  { code: 'cpu', kinds: ['integer', 'printable'] },
  { code: '3', kinds: ['integer', 'integer-literal', 'printable'] },
  { code: 'comm', kinds: ['string', 'printable'] },
  { code: '"abc"', kinds: ['string', 'string-literal', 'printable'] },
  { code: 'curtask', kinds: ['pointer', 'printable'] },
  { code: 'pton("127.0.0.1")', kinds: ['array', 'printable'] },
  { code: 'buf("ab", 2)', kinds: ['buffer', 'printable'] },
  { code: 'kstack', kinds: ['stack', 'printable'] },
];

/** Arguments that are checked for more than their kind: ones that pass. */
const VALID: Readonly<Record<string, string>> = {
  'kaddr.symbol': '"vfs_read"',
  'percpu_kaddr.symbol': '"runqueues"',
  'uaddr.symbol': '"environ"',
  'reg.register': '"ip"',
  'pton.address': '"127.0.0.1"',
  'cgroupid.path': '"/sys/fs/cgroup/unified"',
  'cgroup_path.filter': '"*"',
  'signal.signal': '"KILL"',
  'signal_thread.signal': '"KILL"',
  'lhist.min': '0',
  'lhist.max': '100',
  'tseries.interval_ns': '1000000',
  'tseries.aggregation': '"avg"',
  'sizeof.of': 'uint64',
  'offsetof.of': 'struct task_struct',
  'offsetof.member': 'comm',
  'path.path': 'curtask->fs->pwd',
  'container_of.type': 'struct task_struct',
  'container_of.field': 'comm',
  'static_assert.condition': 'true',
};

/** Never accepted: fail() by its nature; container_of() is broken in the only release that has it (it takes its parameter's name for the member's). */
const NEVER_ACCEPTED: ReadonlySet<string> = new Set(['container_of', 'fail']);

let serial = 0;

function example(of: Func, parameter: Parameter): Sample {
  const kinds = parameter.accepts;
  if (of.name === 'getopt' && parameter.name === 'name') return { code: `"option${serial}"`, kinds };
  const valid = Object.hasOwn(VALID, `${of.name}.${parameter.name}`) ? VALID[`${of.name}.${parameter.name}`] : undefined;
  if (valid !== undefined) return { code: valid, kinds };
  const [kind] = kinds;
  if (kind === 'map') return { code: `@m${serial}`, kinds: ['map'] };
  if (kind === 'map-entry') return { code: `@m${serial}[1]`, kinds: ['map-entry'] };
  if (kind === 'variable') return { code: `$v${serial}`, kinds: ['variable'] };
  if (kind === 'word') return { code: parameter.words?.[0] ?? '', kinds };
  return SAMPLES.find((sample) => kind !== undefined && sample.kinds.includes(kind)) ?? { code: '1', kinds };
}

/** The call in a statement where it stands as `placement` says, with the maps and variables it needs made first. */
function statement(name: string, args: readonly Sample[], placement: Placement): string {
  const text = `${name}(${args.map(({ code }) => code).join(', ')})`;
  const maps = [...new Set(text.match(/@m\d+/g) ?? [])].map((map) => `${map}[1] = 1; `).join('');
  const variables = [...new Set(text.match(/\$v\d+/g) ?? [])].map((variable) => `${variable} = 1; `).join('');
  serial++;
  const target = { statement: '', 'map-value': `@r${serial} = `, 'variable-value': `$r${serial} = `, value: `$r${serial} = ` }[placement];
  return `${maps}${variables}${target}${text}`;
}

function samplesFor(of: Func, { parameters }: Signature, count: number): Sample[] {
  serial++;
  const samples = parameters.slice(0, count).map((parameter) => example(of, parameter));
  while (samples.length < count) samples.push({ code: '1', kinds: ['integer', 'integer-literal', 'printable'] });
  if (of.format === true && samples[0] !== undefined) {
    samples[0] = { code: `"${'%s'.repeat(count - 1)}"`, kinds: ['string', 'string-literal'] };
    samples.fill({ code: 'comm', kinds: ['string', 'printable'] }, 1);
  }
  return samples;
}

function needed({ parameters }: Signature): number {
  return parameters.filter(({ optional }) => optional !== true).length;
}

/** Some edition of a function: the one this version has, or that of the first version that has it. */
function edition(name: string, dialect: Dialect): Func | undefined {
  return dialect.function(name) ?? VERSIONS.map((version) => dialectOf(version).function(name)).find((found) => found !== undefined);
}

function kindsOf(dialect: Dialect): ProbeKindId[] {
  return KINDS.filter((kind) => dialect.probeKind(kind) !== undefined);
}

function builtinTrials(dialect: Dialect): Trial[] {
  return BUILTINS.flatMap(({ name }) => {
    const code = name.replace('N', '0');
    const found = dialect.builtin(code);
    return kindsOf(dialect).map((kind) => {
      const expected = found !== undefined && found.needsCommand !== true && (found.probes?.includes(kind) ?? true);
      return { about: `builtin ${code}`, kind, code, expected };
    });
  });
}

/** What cannot stand in the body of a for. */
function loopTrials(dialect: Dialect): Trial[] {
  if (!dialect.has('for-map')) return [];
  const places = { argN: 'kprobe', sargN: 'kprobe', args: 'tracepoint', ctx: 'kprobe', retval: 'kretprobe' } as const;
  return BUILTINS.flatMap(({ name }) => {
    const kind = Object.hasOwn(places, name) ? places[name as keyof typeof places] : 'kprobe';
    const code = name.replace('N', '0');
    const found = dialect.builtin(code);
    if (found === undefined || found.needsCommand === true) return [];
    serial++;
    return [
      {
        about: `${code} in for`,
        kind,
        code: `@m${serial}[1] = 1; for ($kv : @m${serial}) { ${code}; } $r${serial} = 1`,
        expected: found.readsContext !== true,
      },
    ];
  });
}

function functionTrials(of: Func, dialect: Dialect, thorough: boolean): Trial[] {
  const here = dialect.function(of.name) !== undefined;
  const trials: Trial[] = [];
  for (const [n, signature] of of.signatures.entries()) {
    const kinds = signature.probes ?? of.probes;
    const tried = kindsOf(dialect).filter((kind) => thorough || kinds !== undefined || kind === 'BEGIN');
    for (const kind of n === 0 || signature.probes !== undefined ? tried : []) {
      const code = statement(of.name, samplesFor(of, signature, needed(signature)), of.placement);
      trials.push({ about: `${of.name}()`, kind, code, expected: here && (kinds?.includes(kind) ?? true) });
    }
    if (!here) continue;
    const kind = kinds?.[0] ?? 'BEGIN';
    const fits = (args: readonly Sample[]): boolean => {
      const signatures = of.signatures.filter(({ probes }) => probes?.includes(kind) ?? true);
      return (
        fitting(
          { signatures },
          args.map((sample) => sample.kinds),
        ) !== undefined
      );
    };
    const most = signature.most ?? signature.parameters.length;
    for (const count of new Set([
      0,
      1,
      2,
      needed(signature) - 1,
      needed(signature),
      signature.parameters.length,
      signature.parameters.length + 1,
      most,
      most + 1,
    ])) {
      // A format with that many values is allowed, and then too large for the stack.
      if (count < 0 || (count > 100 && count <= most)) continue;
      const args = samplesFor(of, signature, count);
      // What a type or a format takes in its place is checked elsewhere.
      if (args.some(({ kinds: of_ }) => of_.includes('type')) && count > most) continue;
      trials.push({ about: `${of.name}() with ${count} arguments`, kind, code: statement(of.name, args, of.placement), expected: fits(args) });
    }
    for (const [at, parameter] of signature.parameters.entries()) {
      if (parameter.accepts.some((accepted) => ['any', 'type', 'field', 'key', 'word', 'map', 'map-entry', 'variable', 'printable'].includes(accepted)))
        continue;
      for (const sample of SAMPLES) {
        const args = samplesFor(of, signature, Math.max(at + 1, needed(signature)));
        const isValue = sample.kinds.includes('string-literal') && parameter.accepts.includes('string-literal');
        if (!isValue) args[at] = sample;
        const code = statement(of.name, args, of.placement);
        trials.push({ about: `${of.name}() ${parameter.name}: ${sample.kinds[0]}`, kind, code, expected: fits(args) });
      }
    }
    if (n > 0) continue;
    trials.push({
      about: `${of.name}() without --unsafe`,
      kind,
      code: statement(of.name, samplesFor(of, signature, needed(signature)), of.placement),
      expected: of.unsafe !== true,
      safe: true,
    });
    for (const placement of ['statement', 'map-value', 'variable-value'] as const) {
      const code = statement(of.name, samplesFor(of, signature, needed(signature)), placement);
      trials.push({ about: `${of.name}() as ${placement}`, kind, code, expected: of.placement === 'value' || of.placement === placement });
    }
  }
  return trials;
}

function conversionTrials(dialect: Dialect): Trial[] {
  return CONVERSIONS.flatMap(({ name }) => {
    const found = dialect.conversion(name);
    const samples = /^(hh|ll|l|h|j|z|t)/.test(name) ? SAMPLES.slice(0, 3) : SAMPLES;
    return samples.map(({ code, kinds }) => {
      // Stacks count as strings here.
      const counted: readonly ArgumentKind[] = kinds.includes('stack') ? ['string'] : kinds.includes('pointer') ? ['integer'] : kinds;
      const expected = found?.accepts.some((accepted) => accepted === 'any' || counted.includes(accepted)) === true;
      return { about: `%${name} of ${kinds[0]}`, kind: 'BEGIN' as const, code: `printf("%${name}", ${code})`, expected };
    });
  });
}

function featureTrials(dialect: Dialect): Trial[] {
  return FEATURES.map((feature: Feature) => {
    const code = feature.program ?? `BEGIN { ${feature.example} }`;
    return { about: `feature ${feature.name}`, code, expected: FEATURES.some(({ name }) => name === feature.name && dialect.has(name)) };
  });
}

function configTrials(dialect: Dialect): Trial[] {
  if (!dialect.has('config-block')) return [];
  return CONFIG_KEYS.map(({ name, type, default: value, words }) => {
    const found = dialect.configKey(name);
    // The name of a stack mode was a word of its own.
    const bare = name === 'stack_mode' && !dialect.has('bool-type');
    const isBool = type === 'bool' && dialect.has('bool-type');
    const set = type === 'string' ? `"${value}"` : type === 'word' ? (bare ? (words?.[1] ?? '') : `"${words?.[1]}"`) : isBool ? String(value === '1') : value;
    return { about: `setting ${name}`, code: `config = { ${name} = ${set} } BEGIN { }`, expected: found !== undefined && found.environmentOnly !== true };
  });
}

function probeTrials(dialect: Dialect): Trial[] {
  return PROBES.flatMap(({ name, spelling, aliases, changes }) => {
    const point = POINTS[name];
    if (point === undefined) return [];
    const rest = point.includes(':') ? point.slice(point.indexOf(':')) : '';
    const spellings = [
      spelling,
      ...aliases,
      ...(changes ?? []).flatMap((change) => [...(change.spelling === undefined ? [] : [change.spelling]), ...(change.aliases ?? [])]),
    ];
    return [...new Set([...spellings, spelling.toUpperCase()])].map((written) => {
      const kind = dialect.probeKind(written);
      return { about: `probe ${written}`, code: `${written}${rest} { }`, expected: kind !== undefined };
    });
  });
}

function limitTrials(dialect: Dialect): Trial[] {
  const at = (about: string, value: number, code: (n: number) => string): Trial[] => [
    { about: `${about} at its limit`, code: `BEGIN { ${code(value)} }`, expected: true },
    { about: `${about} past its limit`, code: `BEGIN { ${code(value + 1)} }`, expected: false },
  ];
  return [
    ...at('unroll', dialect.limit('unroll'), (n) => `unroll (${n}) { $x = 1; }`),
    ...at('string literal', dialect.limit('string-literal'), (n) => `@ = "${'a'.repeat(n)}";`),
    ...at('debugf', dialect.limit('debugf-values'), (n) => `debugf("${'%d'.repeat(n)}"${', 1'.repeat(n)});`),
    ...at('lhist', dialect.limit('lhist-buckets'), (n) => `@ = lhist(1, 0, ${n}, 1);`),
    ...at('kstack', dialect.limit('stack-frames'), (n) => `@ = kstack(${n});`),
    ...(dialect.limit('hist-bits') === Number.POSITIVE_INFINITY ? [] : at('hist', dialect.limit('hist-bits'), (n) => `@ = hist(1, ${n});`)),
    ...at('signal', dialect.limit('signal'), (n) => `signal(${n});`).map((trial) => ({ ...trial, code: trial.code.replace('BEGIN', POINTS.kprobe ?? '') })),
  ];
}

/** The trials of a version; `thorough`: with every function in every kind of probe, also where the table makes no difference. */
export function trialsOf(dialect: Dialect, thorough: boolean): Trial[] {
  const names = new Set(FUNCTIONS.map(({ name }) => name));
  return [
    ...builtinTrials(dialect),
    ...[...names].flatMap((name) => {
      const of = edition(name, dialect);
      return of === undefined || NEVER_ACCEPTED.has(name) ? [] : functionTrials(of, dialect, thorough);
    }),
    ...loopTrials(dialect),
    ...conversionTrials(dialect),
    ...featureTrials(dialect),
    ...configTrials(dialect),
    ...probeTrials(dialect),
    ...limitTrials(dialect),
  ];
}
