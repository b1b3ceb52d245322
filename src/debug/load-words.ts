/** What bpftrace and the kernel say where they refuse a program, in plain words: the first that fits tells. */
import type { StageId } from './diagnosis.ts';
import type { Said } from './wording.ts';

export interface LoadWord {
  readonly said: RegExp;
  readonly id: string;
  readonly stage: StageId;
  readonly concept: string;
  readonly en: Said;
  readonly zh: Said;
}

export const LOAD_WORDS: readonly LoadWord[] = [
  {
    said: /stack limit|[Ll]ooks like the BPF stack|stack size .* exceeded/,
    id: 'stack-too-large',
    stage: 'loads',
    concept: 'verifier',
    en: [
      'a probe keeps more at a time than the 512 bytes that the kernel gives it',
      'use fewer texts at once: each str() takes 64 bytes, each comm 16',
      'let texts be shorter: BPFTRACE_STRLEN=32',
    ],
    zh: ['探针同时保存的内容超过了内核给的 512 字节', '减少同时使用的文本:每个 str() 占 64 字节,每个 comm 占 16 字节', '让文本更短:BPFTRACE_STRLEN=32'],
  },
  {
    said: /[Pp]rogram too large|too many instructions|BPF program is too large|Argument list too long|E2BIG/,
    id: 'too-large',
    stage: 'loads',
    concept: 'verifier',
    en: ['a probe has more steps than the kernel is willing to follow', 'split it into several probes, or unroll less'],
    zh: ['探针的指令数超过了内核愿意检查的上限', '拆成几个探针,或减少 unroll 的次数'],
  },
  {
    said: /Operation not permitted|EPERM|Permission denied|must be run as root|sudo:/,
    id: 'not-permitted',
    stage: 'loads',
    concept: 'safety',
    en: ['the kernel does not let this user load programs', 'run it as root', 'see what is missing: gpttrace doctor'],
    zh: ['内核不允许当前用户加载程序', '以 root 运行', '查看缺少什么:gpttrace doctor'],
  },
  {
    said: /Cannot allocate memory|ENOMEM|failed to create map|Failed to create map|Error creating map/i,
    id: 'no-memory-for-maps',
    stage: 'loads',
    concept: 'map',
    en: ['the kernel has no room for the maps of the program', 'let them be smaller: BPFTRACE_MAP_KEYS_MAX=1024'],
    zh: ['内核没有足够的内存给程序的映射表', '让它们更小:BPFTRACE_MAP_KEYS_MAX=1024'],
  },
  {
    said: /Error attaching probe|[Ff]ailed to attach|Could not (?:attach|resolve)|perf_event_open/,
    id: 'cannot-attach',
    stage: 'attaches',
    concept: 'attach-point',
    en: ['the program was loaded, and the kernel would not attach it to its probe', 'see what can be attached on this machine: gpttrace doctor'],
    zh: ['程序已加载,但内核拒绝把它挂载到探针上', '查看本机能挂载什么:gpttrace doctor'],
  },
  {
    said: /invalid mem access|unbounded|R\d+ |verifier|Error loading program|BPF_PROG_LOAD|loading BPF/,
    id: 'verifier-refused',
    stage: 'loads',
    concept: 'verifier',
    en: [
      'the kernel reads a program through before it runs it (the verifier), and could not convince itself that this one is safe',
      'take parts out until it loads: the last one is to blame',
      'read pointers through str() or fields of args, not by sums of addresses',
    ],
    zh: [
      '内核在运行之前会通读程序(验证器),它无法确信这个程序是安全的',
      '逐步去掉一些部分直到能加载:最后去掉的就是原因',
      '用 str() 或 args 的字段读取指针,不要对地址做运算',
    ],
  },
];

export const OTHER_LOAD: LoadWord = {
  said: /(?:)/,
  id: 'refused',
  stage: 'loads',
  concept: 'verifier',
  en: ['bpftrace did not accept the program', 'read what it says below; gpttrace check says more where it can'],
  zh: ['bpftrace 没有接受这个程序', '请看下面它的原话;gpttrace check 或许能说得更多'],
};
