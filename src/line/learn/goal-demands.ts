/** What a program for a goal must hold beside saying what the workload did: a count of anything else that happened as often is no answer. */

import type { Column, ColumnKind, Program } from '../../core/program.ts';
import { type Demand, meets } from '../../learn/demand.ts';
import type { ProgramFile, Said } from '../../learn/lesson.ts';

/** Kinds of numbers that gpttrace's own answers show by name, which a program alone cannot. */
const NAMED: ReadonlySet<ColumnKind> = new Set(['syscall', 'errno', 'signal', 'protocol', 'state', 'family', 'capability', 'softirq', 'permissions', 'device']);

const WAYS: readonly { readonly concept: string; readonly demand: Demand }[] = [
  {
    concept: 'histogram',
    demand: {
      wants: 'distribution',
      say: { en: 'What is asked for is a distribution: keep it with `hist()` or `lhist()`.', zh: '要的是分布：用 `hist()` 或 `lhist()` 来存。' },
    },
  },
  {
    concept: 'latency',
    demand: {
      wants: 'time',
      say: {
        en: 'What is asked for is a time: keep `nsecs` where it begins, and subtract it where it ends.',
        zh: '要的是时间：开始处存下 `nsecs`，结束处相减。',
      },
    },
  },
  {
    concept: 'file',
    demand: {
      wants: 'file',
      say: { en: 'What is asked for is files: say which, with `str()` of their names.', zh: '要的是文件：用 `str()` 说出是哪个文件。' },
    },
  },
  {
    concept: 'kernel-stack',
    demand: { wants: 'place-in-code', say: { en: 'What is asked for is where in the code: use `kstack`.', zh: '要的是代码里的位置：用 `kstack`。' } },
  },
  {
    concept: 'user-stack',
    demand: { wants: 'place-in-code', say: { en: 'What is asked for is where in the code: use `ustack`.', zh: '要的是代码里的位置：用 `ustack`。' } },
  },
];

/** Those of a goal whose own program holds these concepts. One that it does not meet itself is none; nor is a file where none is shown (`outputs`): it counts by process, say. */
export function demandsOf(concepts: ReadonlySet<string>, program: Pick<ProgramFile, 'language' | 'source'>, outputs: Program['outputs']): readonly Demand[] {
  const shows = (kind: ColumnKind): boolean => columnsOf(outputs).some((column) => column.kind === kind);
  return WAYS.flatMap(({ concept, demand }) => {
    if (!concepts.has(concept) || !meets(demand, program)) return [];
    return demand.wants === 'file' && !shows('file') && !shows('directory') ? [] : [demand];
  });
}

/** Of a program that listens to something else than the goal's own, or another answer to it. */
export const ANOTHER_EVENT: Said = {
  en: 'It listens to another event than the one that is asked about: the second hint says where to listen.',
  zh: '它听的是别的事件，不是要问的那个：第二条提示说在哪里听。',
};

function columnsOf(outputs: Program['outputs']): readonly Column[] {
  return outputs.flatMap((output) => (output.shape === 'rows' ? output.columns : [...output.keys, output.value]));
}

/** Whether what is shown of it are names where the program itself says numbers: then its words cannot be asked of a learner's. */
export function namesNumbers({ outputs }: Pick<Program, 'outputs'>): boolean {
  return columnsOf(outputs).some(({ kind }) => NAMED.has(kind));
}
