import { walk } from '../../bpftrace/visit.ts';
import { replacing } from '../../core/fix.ts';
import { lookup } from '../../core/lookup.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Registers of x86 as the kernel's pt_regs names them (bpftrace's src/arch/x86_64.cpp), by their names in assembly. */
const X86: Readonly<Record<string, string>> = {
  rax: 'ax',
  eax: 'ax',
  rbx: 'bx',
  ebx: 'bx',
  rcx: 'cx',
  ecx: 'cx',
  rdx: 'dx',
  edx: 'dx',
  rsi: 'si',
  esi: 'si',
  rdi: 'di',
  edi: 'di',
  rbp: 'bp',
  ebp: 'bp',
  rsp: 'sp',
  esp: 'sp',
  rip: 'ip',
  eip: 'ip',
  eflags: 'flags',
  rflags: 'flags',
};
const KNOWN_X86: ReadonlySet<string> = new Set([...Object.values(X86), 'r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'cs', 'ss', 'orig_ax']);
/** Those of arm64 (src/arch/aarch64.cpp). */
const KNOWN_ARM64 = /^(?:r(?:[0-9]|[12][0-9]|30)|sp|pc|pstate)$/;

/** reg() names a register of this machine as the kernel does. */
export const registerName: Rule = {
  name: 'register-name',
  *check({ script, facts }) {
    if (facts.arch !== 'x64' && facts.arch !== 'arm64') return;
    for (const node of walk(script)) {
      const [name] = node.kind === 'call' && node.name === 'reg' ? node.args : [];
      if (name?.kind !== 'string') continue;
      if (facts.arch === 'arm64') {
        if (!KNOWN_ARM64.test(name.value)) yield report('error', 'unknown-register', `there is no register "${name.value}"`, name.span);
        continue;
      }
      if (KNOWN_X86.has(name.value)) continue;
      const right = lookup(X86, name.value.toLowerCase().replace(/^%/, ''));
      const fixes = right === undefined ? [] : [replacing(`use "${right}"`, name.span, `"${right}"`, true)];
      const hints = right === undefined ? [`registers: ${[...KNOWN_X86].join(', ')}`] : [`use "${right}"`];
      yield report('error', 'unknown-register', `x86 has no register "${name.value}" here`, name.span, hints, fixes);
    }
  },
};
