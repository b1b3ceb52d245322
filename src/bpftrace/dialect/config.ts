import type { Entry, Lifetime } from './entry.ts';

/** A setting: a line of the `config` block (since 0.20), or an environment variable. */
export interface ConfigKey extends Lifetime {
  readonly doc: string;
  readonly type: 'integer' | 'bool' | 'word' | 'string';
  /** Where it is a word: written in quotes, `stack_mode` without them until 0.23. */
  readonly words?: readonly string[];
  readonly default: string;
  /** Absent where only the config block has it. */
  readonly environment?: string;
  /** Given by the environment only. */
  readonly environmentOnly?: boolean;
  /** Still taken, with a warning, but without effect. */
  readonly ignored?: boolean;
}

const ENVIRONMENT_ONLY = { environmentOnly: true } as const;
const UNSTABLE = { type: 'word', words: ['error', 'warn', 'enable'] } as const;
const doc = (what: string): string => `whether ${what} is an error, warned of or allowed`;

/** Facts: src/config.cpp, src/config.h and src/main.cpp of each release; man bpftrace, "Config Variables" and "Environment Variables". */
export const CONFIG_KEYS: readonly Entry<ConfigKey>[] = [
  {
    name: 'cache_user_symbols',
    doc: 'whether user symbols are kept per program or per process',
    type: 'word',
    words: ['PER_PROGRAM', 'PER_PID', 'NONE'],
    default: 'PER_PID',
    environment: 'BPFTRACE_CACHE_USER_SYMBOLS',
  },
  {
    name: 'cpp_demangle',
    doc: 'whether C++ names are shown as they are written',
    type: 'bool',
    default: '1',
    environment: 'BPFTRACE_NO_CPP_DEMANGLE',
    changes: [{ in: '0.20', environment: 'BPFTRACE_CPP_DEMANGLE' }],
  },
  {
    name: 'lazy_symbolication',
    doc: 'whether symbols are looked up only when they are printed',
    type: 'bool',
    default: '0',
    environment: 'BPFTRACE_LAZY_SYMBOLICATION',
    since: '0.21',
    changes: [{ in: '0.24', default: '1' }],
  },
  { name: 'license', doc: 'the license the kernel is told', type: 'string', default: 'GPL', environment: 'BPFTRACE_LICENSE', since: '0.24' },
  { name: 'log_size', doc: "bytes of the verifier's log", type: 'integer', default: '1000000', environment: 'BPFTRACE_LOG_SIZE' },
  {
    name: 'max_bpf_progs',
    doc: 'programs that are made of one script at most',
    type: 'integer',
    default: '512',
    environment: 'BPFTRACE_MAX_BPF_PROGS',
    changes: [{ in: '0.23', default: '1024' }],
  },
  {
    name: 'max_cat_bytes',
    doc: 'bytes cat() prints at most',
    type: 'integer',
    default: '10240',
    environment: 'BPFTRACE_CAT_BYTES_MAX',
    changes: [{ in: '0.20', environment: 'BPFTRACE_MAX_CAT_BYTES' }],
  },
  {
    name: 'max_map_keys',
    doc: 'entries a map holds at most',
    type: 'integer',
    default: '4096',
    environment: 'BPFTRACE_MAP_KEYS_MAX',
    changes: [{ in: '0.20', environment: 'BPFTRACE_MAX_MAP_KEYS' }],
  },
  {
    name: 'max_probes',
    doc: 'probes that are attached at most',
    type: 'integer',
    default: '512',
    environment: 'BPFTRACE_MAX_PROBES',
    changes: [{ in: '0.23', default: '1024' }],
  },
  {
    name: 'max_strlen',
    doc: 'bytes of a string',
    type: 'integer',
    default: '64',
    environment: 'BPFTRACE_STRLEN',
    changes: [
      { in: '0.20', environment: 'BPFTRACE_MAX_STRLEN' },
      { in: '0.23', default: '1024' },
    ],
  },
  {
    name: 'max_type_res_iterations',
    doc: 'how deep types of fields are followed',
    type: 'integer',
    default: '0',
    environment: 'BPFTRACE_MAX_TYPE_RES_ITERATIONS',
    changes: [{ in: '0.24', ignored: true }],
  },
  {
    name: 'missing_probes',
    doc: 'what happens where a probe cannot be attached',
    type: 'word',
    words: ['ignore', 'warn', 'error'],
    default: 'warn',
    environment: 'BPFTRACE_MISSING_PROBES',
    since: '0.21',
    changes: [{ in: '0.24', default: 'error' }],
  },
  {
    name: 'on_stack_limit',
    doc: 'bytes of a value that is kept on the stack',
    type: 'integer',
    default: '32',
    environment: 'BPFTRACE_ON_STACK_LIMIT',
    since: '0.22',
  },
  {
    name: 'perf_rb_pages',
    doc: 'pages of the buffer to user space',
    type: 'integer',
    default: '64',
    environment: 'BPFTRACE_PERF_RB_PAGES',
    changes: [{ in: '0.25', default: '0' }],
  },
  {
    name: 'print_maps_on_exit',
    doc: 'whether maps are printed at the end',
    type: 'bool',
    default: '1',
    environment: 'BPFTRACE_PRINT_MAPS_ON_EXIT',
    since: '0.22',
  },
  {
    name: 'probe_inline',
    doc: 'whether inlined functions are attached to',
    type: 'bool',
    default: '0',
    environment: 'BPFTRACE_PROBE_INLINE',
    since: '0.21',
    until: '0.24',
  },
  {
    name: 'show_debug_info',
    doc: 'whether symbols are shown with their source line',
    type: 'bool',
    default: '1',
    environment: 'BPFTRACE_SHOW_DEBUG_INFO',
    since: '0.24',
  },
  {
    name: 'stack_mode',
    doc: 'how stacks are printed',
    type: 'word',
    words: ['bpftrace', 'perf', 'raw'],
    default: 'bpftrace',
    environment: 'BPFTRACE_STACK_MODE',
    since: '0.18',
    changes: [{ in: '0.25', words: ['bpftrace', 'perf', 'raw', 'build_id'] }],
  },
  {
    name: 'str_trunc_trailer',
    doc: 'what is put after a string that was cut',
    type: 'string',
    default: '..',
    environment: 'BPFTRACE_STR_TRUNC_TRAILER',
    since: '0.18',
  },
  {
    name: 'symbol_source',
    doc: 'where user functions are looked up',
    type: 'word',
    words: ['dwarf', 'symbol_table'],
    default: 'dwarf',
    environment: 'BPFTRACE_SYMBOL_SOURCE',
    since: '0.22',
    changes: [{ in: '0.24', ignored: true }],
  },
  { name: 'use_blazesym', doc: 'whether blazesym looks symbols up', type: 'bool', default: '1', environment: 'BPFTRACE_USE_BLAZESYM', since: '0.23' },
  { name: 'unstable_macro', doc: doc('a macro'), ...UNSTABLE, default: 'warn', since: '0.24', changes: [{ in: '0.25', ignored: true }] },
  { name: 'unstable_map_decl', doc: doc('a map declaration'), ...UNSTABLE, default: 'warn', since: '0.24', changes: [{ in: '0.25', ignored: true }] },
  { name: 'unstable_import', doc: doc('an import'), ...UNSTABLE, default: 'warn', since: '0.24', changes: [{ in: '0.26', ignored: true }] },
  { name: 'unstable_addr', doc: doc('the address of a variable'), ...UNSTABLE, default: 'warn', since: '0.24', changes: [{ in: '0.26', ignored: true }] },
  { name: 'unstable_tseries', doc: doc('tseries()'), ...UNSTABLE, default: 'warn', since: '0.24' },
  { name: 'unstable_import_statement', doc: doc('an import in a block'), ...UNSTABLE, default: 'error', since: '0.25' },
  { name: 'unstable_typeinfo', doc: doc('typeinfo()'), ...UNSTABLE, default: 'error', since: '0.25' },
  { name: 'unstable_dw_ustack', doc: doc('dw_ustack()'), ...UNSTABLE, default: 'warn', since: '0.26' },
  {
    name: 'btf',
    doc: "the file with the kernel's types",
    type: 'string',
    default: '/sys/kernel/btf/vmlinux',
    environment: 'BPFTRACE_BTF',
    ...ENVIRONMENT_ONLY,
  },
  {
    name: 'kernel_build',
    doc: "the kernel's build folder",
    type: 'string',
    default: '/lib/modules/$(uname -r)',
    environment: 'BPFTRACE_KERNEL_BUILD',
    ...ENVIRONMENT_ONLY,
  },
  {
    name: 'kernel_source',
    doc: "the kernel's headers",
    type: 'string',
    default: '/lib/modules/$(uname -r)',
    environment: 'BPFTRACE_KERNEL_SOURCE',
    ...ENVIRONMENT_ONLY,
  },
  { name: 'vmlinux', doc: "the kernel's image with symbols", type: 'string', default: '', environment: 'BPFTRACE_VMLINUX', ...ENVIRONMENT_ONLY },
];
