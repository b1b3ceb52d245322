/** The mistakes people and models make in C for the kernel, told by what clang says of them: what it means, and what to do. */
import type { Fix, Severity, Span } from '../core/diagnostic.ts';

interface Reworded {
  readonly code: string;
  readonly severity?: Severity;
  readonly message: string;
  readonly hints: readonly string[];
  readonly fixes?: readonly Fix[];
}

interface Mistake {
  /** What clang says; its groups are handed to `tell`. */
  readonly said: RegExp;
  readonly tell: (groups: readonly string[], source: string, span: Span | undefined) => Reworded | undefined;
}

/** Macros and functions by the header that has them. */
const HEADERS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:SEC|__uint|__type|__array|__always_inline|__noinline|bpf_printk|bpf_\w+|barrier_var|__weak|__hidden|__kconfig|__ksym|LIBBPF_PIN_BY_NAME)$/,
    'bpf/bpf_helpers.h',
  ],
  [/^(?:BPF_CORE_READ\w*|bpf_core_\w+)$/, 'bpf/bpf_core_read.h'],
  [/^(?:BPF_PROG2?|BPF_KPROBE\w*|BPF_KRETPROBE|BPF_KSYSCALL|BPF_UPROBE|BPF_URETPROBE|PT_REGS_\w+|BPF_SEQ_PRINTF)$/, 'bpf/bpf_tracing.h'],
  [/^(?:bpf_(?:ntohs|ntohl|htons|htonl|be64_to_cpu|cpu_to_be64)|__bpf_\w*to\w*)$/, 'bpf/bpf_endian.h'],
  [/^(?:BPF_USDT|bpf_usdt_\w+)$/, 'bpf/usdt.bpf.h'],
  [
    /^(?:[us](?:8|16|32|64)|__[us](?:8|16|32|64)|__be(?:16|32|64)|bool|true|false|pid_t|size_t|BPF_MAP_TYPE_\w+|BPF_ANY|BPF_NOEXIST|BPF_EXIST|BPF_F_\w+|trace_event_raw_\w+|task_struct|pt_regs)$/,
    'vmlinux.h',
  ],
];
/** What C programs elsewhere call and the kernel has not, with what is used instead. */
const LIBRARY: Readonly<Record<string, string>> = {
  printf: 'bpf_printk (for debugging), or a ring buffer',
  snprintf: 'BPF_SNPRINTF',
  sprintf: 'BPF_SNPRINTF',
  strcmp: 'bpf_strncmp, or a bounded loop over the characters',
  strncmp: 'bpf_strncmp, or a bounded loop over the characters',
  strcpy: 'bpf_probe_read_kernel_str or bpf_probe_read_user_str',
  strncpy: 'bpf_probe_read_kernel_str or bpf_probe_read_user_str',
  strlen: 'what bpf_probe_read_kernel_str returns',
  strcat: 'a bounded loop over the characters',
  memcpy: '__builtin_memcpy with a constant size, or bpf_probe_read_kernel',
  memset: '__builtin_memset with a constant size',
  memmove: '__builtin_memmove with a constant size',
  memcmp: '__builtin_memcmp with a small constant size, or a bounded loop',
  malloc: 'a map, or bpf_ringbuf_reserve',
  free: 'bpf_ringbuf_discard for what a ring buffer reserved',
  time: 'bpf_ktime_get_ns',
  getpid: 'bpf_get_current_pid_tgid() >> 32',
  gettid: '(u32)bpf_get_current_pid_tgid()',
  getuid: '(u32)bpf_get_current_uid_gid()',
  sleep: 'a timer (bpf_timer), or the reading side',
  rand: 'bpf_get_prandom_u32',
};
const TOO_LARGE = 'a program has 512 bytes of stack, all its functions on the way together';

/** The first that fits tells; what none fits is told in clang's own words. */
const MISTAKES: readonly Mistake[] = [
  {
    said: /^'?([^']+?)'? file not found$/,
    tell: ([file = '']) => ({
      code: 'c-missing-header',
      message: `there is no ${file} to include`,
      hints: /^(?:stdio|stdlib|string|unistd|stdint|errno|sys\/.*)\.?h?$/.test(file.replace(/\.h$/, ''))
        ? ['a program in the kernel has no C library: vmlinux.h has the types, bpf/bpf_helpers.h what can be called']
        : /^linux\/|^asm\//.test(file)
          ? ['leave it out and include vmlinux.h, which has the types of the kernel; its #define constants are written out by hand']
          : ['an included file is looked for beside the program and among the system headers; vmlinux.h is made by gpttrace'],
    }),
  },
  {
    said: /BPF stack limit of 512 bytes is exceeded|stack arguments are not supported|Exceed[s]? the BPF stack/i,
    tell: () => ({
      code: 'bpf-stack',
      message: `the variables of this function do not fit on the stack: ${TOO_LARGE}`,
      hints: [
        'put the large one into a BPF_MAP_TYPE_PERCPU_ARRAY of one entry, or reserve its room in the ring buffer with bpf_ringbuf_reserve and fill it there',
      ],
    }),
  },
  {
    said: /^(?:A call to built-in function|call to) '(__\w*(?:df|sf|tf)\w*)' is not supported|unsupported floating point|cannot use .*floating/i,
    tell: () => ({
      code: 'bpf-floating-point',
      message: 'BPF has no floating-point numbers',
      hints: ['compute with integers: scale first (x * 1500 / 1000 for x * 1.5), and divide where the answer is shown'],
    }),
  },
  {
    said: /^A call to built-in function '(\w+)' is not supported/,
    tell: ([name = '']) => ({
      code: 'bpf-library-call',
      message: `${name} is not in the kernel: clang can only write it out where its size is constant and small`,
      hints: instead(name),
    }),
  },
  {
    said: /^too many args to/,
    tell: () => ({
      code: 'bpf-arguments',
      message: 'a function of a BPF program has at most five arguments',
      hints: ['hand over a pointer to a struct, or make the function static __always_inline'],
    }),
  },
  {
    said: /^implicitly declaring library function '(\w+)'/,
    tell: ([name = '']) => ({
      code: 'bpf-library-call',
      severity: 'error',
      message: `${name} is a function of the C library, and there is none in the kernel`,
      hints: instead(name),
    }),
  },
  {
    said: /^(?:implicit declaration of function|call to undeclared function|use of undeclared identifier|unknown type name|call to undeclared library function) '(\w+)'/,
    tell: ([name = ''], source) => {
      if (name in LIBRARY)
        return {
          code: 'bpf-library-call',
          severity: 'error',
          message: `${name} is a function of the C library, and there is none in the kernel`,
          hints: instead(name),
        };
      const header = headerOf(name);
      if (header === undefined || source.includes(header)) return undefined;
      return {
        code: 'c-missing-include',
        severity: 'error',
        message: `${name} is not known here: it comes with ${header}`,
        hints: [`add: ${includeLine(header)}`],
        fixes: [including(header, source)],
      };
    },
  },
  {
    said: /^(?:implicit declaration of function|call to undeclared function) '(\w+)'/,
    tell: ([name = '']) => ({
      code: 'c-unknown-function',
      severity: 'error',
      message: `there is no function ${name}`,
      hints: name.startsWith('bpf_')
        ? [
            'the kernel has helpers by other names: they are listed in bpf/bpf_helper_defs.h and in man 7 bpf-helpers; a kernel function is declared with extern ... __ksym',
          ]
        : ['a program can call what it defines itself (static __always_inline), helpers (bpf_...) and kernel functions declared with __ksym'],
    }),
  },
  {
    said: /^unknown type name '(\w+)'/,
    tell: ([name = '']) => ({
      code: 'c-unknown-type',
      message: `there is no type ${name}`,
      hints: [`a structure of the kernel is written with its keyword (struct ${name}); what the kernel has: gpttrace type ${name}`],
    }),
  },
  {
    said: /^(?:incomplete definition of type|variable has incomplete type|invalid application of 'sizeof' to an incomplete type) '([^']+)'/,
    tell: ([name = ''], source) => ({
      code: 'c-incomplete-type',
      message: `what is in ${name} is not known here`,
      hints: source.includes('vmlinux.h')
        ? [
            `this kernel's types have no ${name} of that name: gpttrace type ${name.replace(/^(?:struct|union|enum) /, '')}`,
            'a type of a module is declared by hand, with the fields that are read and __attribute__((preserve_access_index))',
          ]
        : ['include vmlinux.h, which has the types of the kernel'],
    }),
  },
  {
    said: /^no member named '(\w+)' in '([^']+)'/,
    tell: ([field = '', type = '']) => ({
      code: 'c-unknown-field',
      message: `${type} has no field ${field} in this kernel`,
      hints: [`what it has: gpttrace type ${type.replace(/^(?:struct|union) /, '')}`],
    }),
  },
  {
    said: /^(?:expected parameter declarator|expected function body after function declarator|a type specifier is required|type specifier missing)/,
    tell: (_, source) =>
      source.includes('bpf/bpf_helpers.h')
        ? undefined
        : {
            code: 'c-missing-include',
            message: 'SEC and the declarations of maps come with bpf/bpf_helpers.h, which is not included',
            hints: [`add: ${includeLine('bpf/bpf_helpers.h')}`],
            fixes: [including('bpf/bpf_helpers.h', source)],
          },
  },
  {
    said: /^redefinition of '(\w+)'|^redefinition of enumerator '(\w+)'|^typedef redefinition/,
    tell: ([name = 'this'], source) =>
      source.includes('vmlinux.h') && /#\s*include\s*<(?:linux|asm)\//.test(source)
        ? {
            code: 'c-redefinition',
            message: `${name} is defined twice`,
            hints: ['vmlinux.h and the headers of linux/ have the same types: include one of them only'],
          }
        : taken(name, source),
  },
  {
    said: /^error in backend: (.*)$/,
    tell: ([text = '']) => ({
      code: 'c-back-end',
      message: `clang cannot make BPF instructions of it: ${text}`,
      hints: ['leave out what a processor has and BPF has not: floating point, 128-bit division, variable-length arrays, indirect calls'],
    }),
  },
];

/** What clang said in words of this program, with what to do about it; undefined where clang's own are as good. */
export function reworded(said: string, source: string, span: Span | undefined): Reworded | undefined {
  for (const { said: pattern, tell } of MISTAKES) {
    const match = pattern.exec(said.replace(/^in \S+, line \d+: /, ''));
    const told =
      match === null
        ? undefined
        : tell(
            match.slice(1).filter((group) => group !== undefined),
            source,
            span,
          );
    if (told !== undefined) return told;
  }
  return undefined;
}

/** A struct of the program's own that is called like one of the kernel's. */
function taken(name: string, source: string): Reworded | undefined {
  const own = new RegExp(`\\bstruct\\s+${name}\\s*\\{`, 'g');
  // What is defined twice in the source itself is another mistake.
  if (!source.includes('vmlinux.h') || [...source.matchAll(own)].length !== 1 || new RegExp(`\\bown_${name}\\b`).test(source)) return undefined;
  const uses = [...source.matchAll(new RegExp(`\\bstruct\\s+${name}\\b`, 'g'))];
  const edits = uses.map(({ index, 0: { length } }) => ({ span: { start: index, end: index + length }, text: `struct own_${name}` }));
  return {
    code: 'c-name-taken',
    message: `the kernel has a struct ${name} already (vmlinux.h)`,
    hints: ['call the program’s own something else'],
    fixes: [{ title: `call it own_${name}`, edits, automatic: true }],
  };
}

function headerOf(name: string): string | undefined {
  // The more special headers first: a name that begins with bpf_ may be of any.
  return [...HEADERS.slice(1), ...HEADERS.slice(0, 1)].find(([names]) => names.test(name))?.[1];
}

function instead(name: string): readonly string[] {
  const other = Object.hasOwn(LIBRARY, name) ? LIBRARY[name] : undefined;
  return other === undefined ? ['a program can call helpers (bpf_...), kernel functions declared with __ksym, and what it defines itself'] : [`use ${other}`];
}

function includeLine(header: string): string {
  return header === 'vmlinux.h' ? '#include "vmlinux.h"' : `#include <${header}>`;
}

/** vmlinux.h comes first: the other headers need its types. */
function including(header: string, source: string): Fix {
  const first = /^[ \t]*#[ \t]*include\b/m.exec(source)?.index ?? 0;
  const lasts = [...source.matchAll(/^[ \t]*#[ \t]*include\b.*\n/gm)].at(-1);
  const at = header === 'vmlinux.h' || lasts === undefined ? first : lasts.index + lasts[0].length;
  return { title: `include ${header}`, edits: [{ span: { start: at, end: at }, text: `${includeLine(header)}\n` }], automatic: true };
}
