/** What the tests of programs in C share: a workshop that proves by what clang and the verifier were seen to say, and an agent run to its end on it. */
import { readFileSync } from 'node:fs';
import { verifierDiagnostics } from '../../../src/check/object/verifier.ts';
import { clangDiagnostics } from '../../../src/compiler/clang.ts';
import { lintOf } from '../../../src/compiler/lint.ts';
import { type Budget, DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import type { ChatModel } from '../../../src/models/model.ts';
import type { AgentSetting } from '../../../src/plan/agent/setting.ts';
import type { CWorkshop, ProvenC } from '../../../src/plan/agent/workshop.ts';
import { Agent } from '../../../src/plan/agent.ts';
import { machine } from '../../check/linux-6.18.ts';
import { hear } from '../contract/hold.ts';
import { type Ended, ended, QUESTION } from './bench.ts';

export const HEAD = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\nchar LICENSE[] SEC("license") = "GPL";\n';
/** Nothing is wrong with it. */
export const RIGHT = `${HEAD}SEC("tracepoint/sched/sched_process_exec")\nint exec(void *ctx)\n{\n  return 0;\n}\n`;

/** What Linux 6.18 and libbpf 1.1 said of a program, by the name of both (test/check/object/verifier). */
export function refused(name: string): { readonly source: string; readonly log: string } {
  const textOf = (file: string): string => readFileSync(new URL(`../../check/object/verifier/${file}`, import.meta.url), 'utf8');
  return { source: textOf(`${name}.bpf.c`), log: textOf(`${name}.log`) };
}

/** What clang 14 said of lines of a program, by what is in it. */
const CLANG: readonly (readonly [RegExp, (source: string) => string])[] = [
  [/\bu64 \w+ = 1;/, (source) => (source.includes('vmlinux.h') ? '' : said(source, 'u64', "unknown type name 'u64'"))],
  [
    /bpf_get_pid/,
    (source) => said(source, 'bpf_get_pid', "implicit declaration of function 'bpf_get_pid' is invalid in C99 [-Wimplicit-function-declaration]", 'warning'),
  ],
  [/flub/, (source) => said(source, 'flub', "no member named 'flub' in 'struct task_struct'")],
];

function said(source: string, at: string, message: string, kind = 'error'): string {
  const before = source.slice(0, source.indexOf(at)).split('\n');
  return `program.bpf.c:${before.length}:${(before.at(-1) ?? '').length + 1}: ${kind}: ${message}\n`;
}

export interface CScene extends Partial<CWorkshop>, Partial<Pick<AgentSetting, 'examples' | 'nearest' | 'options'>> {
  readonly question?: string;
  readonly budget?: Partial<Budget>;
  /** Of a source that compiles: what the verifier's log of it is. */
  readonly log?: (source: string) => string | undefined;
  readonly unmet?: (source: string) => readonly Diagnostic[];
}

export function cWorkshop({ log, unmet, question: _, budget: __, examples: ___, nearest: ____, options: _____, ...more }: CScene = {}): CWorkshop {
  return {
    language: 'c',
    findProbes: (words) => `tracepoint:sched:sched_process_exec (${words})`,
    describeProbe: (point) => `${point}: its context`,
    describeType: (name) => `${name} { int flab; }`,
    describeHelper: (words) => `long bpf_near_${words}(void)`,
    findExamples: () => RIGHT,
    listTools: () => '',
    async prove(source) {
      const stderr = CLANG.map(([pattern, tell]) => (pattern.test(source) ? tell(source) : '')).join('');
      const compiled = [...clangDiagnostics(stderr, source, ['program.bpf.c']), ...lintOf(source)];
      const of = (stage: ProvenC['stage'], diagnostics: readonly Diagnostic[], forbidden?: string): ProvenC => ({
        stage,
        diagnostics,
        ...(forbidden === undefined ? {} : { forbidden }),
        unmet: unmet?.(source) ?? [],
      });
      if (compiled.some(({ severity }) => severity === 'error')) return of('syntax', compiled);
      if (source.includes('bpf_send_signal')) return of('check', compiled, 'it does more than watch: exec: it sends a signal');
      const missing = /SEC\("tracepoint\/(garden)\/(\w+)"\)/.exec(source);
      if (missing !== null)
        return of('check', [
          { code: 'unknown-tracepoint', severity: 'error', message: `exec: this kernel has no tracepoint garden:${missing[2]}`, hints: [], fixes: [] },
        ]);
      const text = log?.(source);
      return of('load', [...compiled, ...(text === undefined ? [] : verifierDiagnostics(text, source))]);
    },
    ...more,
  };
}

export async function cAgent(model: ChatModel, scene: CScene = {}): Promise<Agent> {
  const { question = QUESTION, budget, examples = [], nearest, options } = scene;
  return new Agent({
    model,
    workshop: cWorkshop(scene),
    budget: { ...DEFAULT_BUDGET, ...budget },
    intent: await hear(question),
    question,
    facts: machine.facts,
    examples,
    ...(nearest === undefined ? {} : { nearest }),
    ...(options === undefined ? {} : { options }),
  });
}

export async function planC(model: ChatModel, scene: CScene = {}): Promise<Ended> {
  return ended((await cAgent(model, scene)).plan(new AbortController().signal));
}
