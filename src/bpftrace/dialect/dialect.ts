import { type Availability, availabilityOf, type Thing } from './availability.ts';
import { BUILTINS, type Builtin } from './builtins.ts';
import { CONFIG_KEYS, type ConfigKey } from './config.ts';
import { CONVERSIONS, type Conversion, conversionPattern } from './conversions.ts';
import { type Lifetime, tableIn } from './entry.ts';
import { FEATURES, type Feature, type FeatureName } from './features.ts';
import { type Func, takes } from './function.ts';
import { FUNCTIONS } from './functions.ts';
import { LIMITS, type Limit, type LimitName } from './limits.ts';
import { PROBES, type ProbeKind } from './probes.ts';
import { compareVersions, VERSIONS, type Version, versionOf } from './version.ts';

/** The language as one version of bpftrace has it. */
export interface Dialect {
  /** The version the answers are about: the nearest known one. */
  readonly version: Version;
  /** `arg3` and `sarg3` too, whose entries are named `argN` and `sargN`. */
  builtin(name: string): Builtin | undefined;
  /** Builtins that may be called without arguments count as functions too. */
  function(name: string): Func | undefined;
  /** By stable name, spelling or alias; in any case of letters where the version does not mind. */
  probeKind(name: string): ProbeKind | undefined;
  configKey(name: string): ConfigKey | undefined;
  /** By its text without percent sign, flags and width: `d`, `lld`. */
  conversion(text: string): Conversion | undefined;
  /** The conversions in a format; the first group of each match is its text. */
  conversionsIn(format: string): Iterable<RegExpExecArray>;
  has(feature: FeatureName): boolean;
  limit(name: LimitName): number;
  /** What there is to be suggested, as it is written: `arg0` to `arg9` for `argN`. */
  names(of: Thing): readonly string[];
  /** When a name exists, whether this version has it or not; undefined where no version does. */
  availability(of: Thing, name: string): Availability | undefined;
}

const dialects = new Map<Version, Dialect>();

/** The dialect of a bpftrace, by whatever it says its version is; without one, that of the newest version. Made once a version. */
export function dialectOf(text: string | undefined): Dialect {
  const version = versionOf(text);
  let dialect = dialects.get(version);
  if (dialect === undefined) {
    dialect = makeDialect(version);
    dialects.set(version, dialect);
  }
  return dialect;
}

function makeDialect(version: Version): Dialect {
  const builtins = tableIn<Builtin>(BUILTINS, version);
  const functions = new Map(tableIn<Func>(FUNCTIONS, version));
  for (const builtin of builtins.values()) {
    if (builtin.callable === true && !functions.has(builtin.name)) functions.set(builtin.name, asFunction(builtin));
  }
  const kinds = tableIn<ProbeKind>(PROBES, version);
  const features = tableIn<Feature>(FEATURES, version);
  const limits = tableIn<Limit>(LIMITS, version);
  const keys = tableIn<ConfigKey>(CONFIG_KEYS, version);
  const conversions = tableIn<Conversion>(CONVERSIONS, version);
  const spellings = new Map<string, ProbeKind>();
  // Only the full name minds no capitals: `K:` is no kprobe.
  const inAnyCase = new Map<string, ProbeKind>();
  for (const kind of kinds.values()) {
    inAnyCase.set(kind.spelling, kind);
    for (const name of [kind.spelling, ...kind.aliases]) spellings.set(name, kind);
  }
  const pattern = conversionPattern(version);
  // Since 0.24 the letters before a conversion are read, but not looked at.
  const modifiersMix = compareVersions(version, '0.24') >= 0;
  const anyCase = features.has('case-insensitive-kind');
  const names: Readonly<Record<Thing, readonly string[]>> = {
    builtin: [...builtins.keys()].flatMap((name) => (name.endsWith('N') ? Array.from({ length: 10 }, (_, n) => `${name.slice(0, -1)}${n}`) : [name])),
    function: [...functions.keys()],
    probe: [...spellings.keys()],
    config: [...keys.keys()],
    conversion: [...conversions.keys()],
    feature: [...features.keys()],
  };
  return {
    version,
    builtin: (name) => builtins.get(familyName(name)),
    function: (name) => functions.get(name),
    probeKind: (name) => spellings.get(name) ?? kinds.get(name) ?? (anyCase ? inAnyCase.get(name.toLowerCase()) : undefined),
    configKey: (name) => keys.get(name),
    conversion: (text) => conversions.get(text) ?? (modifiersMix ? conversions.get(text.replace(/^[hlLjzt]*/, '')) : undefined),
    conversionsIn: (format) => format.matchAll(pattern),
    has: (feature) => features.has(feature),
    limit: (name) => limits.get(name)?.value ?? Number.POSITIVE_INFINITY,
    names: (of) => names[of],
    availability: (of, name) => availabilityIn(of, name, version, kinds),
  };
}

/** A kind of probe keeps its stable name when it is spelled in another way: what this version writes is found by it. */
function availabilityIn(of: Thing, name: string, version: Version, kinds: ReadonlyMap<string, ProbeKind>): Availability | undefined {
  const lookUp = (in_: Version): Lifetime | undefined => LOOK_UPS[of](dialectOf(in_), name);
  const found = availabilityOf(lookUp, version);
  if (of !== 'probe' || found === undefined || found.here) return found;
  const other = VERSIONS.map(lookUp).find((kind) => kind !== undefined);
  const instead = kinds.get(other?.name ?? '')?.spelling;
  return instead === undefined ? found : { ...found, instead };
}

const LOOK_UPS: Readonly<Record<Thing, (dialect: Dialect, name: string) => Lifetime | undefined>> = {
  builtin: (dialect, name) => dialect.builtin(name),
  function: (dialect, name) => dialect.function(name),
  probe: (dialect, name) => dialect.probeKind(name),
  config: (dialect, name) => dialect.configKey(name),
  conversion: (dialect, name) => dialect.conversion(name),
  feature: (dialect, name) => FEATURES.find((feature) => feature.name === name && dialect.has(feature.name)),
};

/** `arg3` is one of the family `argN`. */
function familyName(name: string): string {
  return name.replace(/^(s?arg)\d+$/, '$1N');
}

function asFunction({ name, doc, type, probes }: Builtin): Func {
  return { name, doc, signatures: takes(), result: type, placement: 'value', ...(probes === undefined ? {} : { probes }) };
}
