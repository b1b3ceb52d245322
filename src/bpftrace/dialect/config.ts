import type { Entry, Lifetime } from './entry.ts';

/** A setting of the `config` block, also given by an environment variable. */
export interface ConfigKey extends Lifetime {
  readonly doc: string;
  readonly type: 'integer' | 'bool' | 'word' | 'string';
  readonly default: string;
  readonly environment?: string;
}

/** Facts: src/config.cpp and man bpftrace, "Config Variables", of each release. */
export const CONFIG_KEYS: readonly Entry<ConfigKey>[] = [
  { name: 'max_map_keys', doc: 'entries of a map', type: 'integer', default: '4096', environment: 'BPFTRACE_MAX_MAP_KEYS', since: '0.20' },
  {
    name: 'max_strlen',
    doc: 'bytes of a string',
    type: 'integer',
    default: '64',
    environment: 'BPFTRACE_MAX_STRLEN',
    since: '0.20',
    changes: [{ in: '0.23', default: '1024' }],
  },
];
