/** What is said of suites, and of rehearsals. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const evaluationMessages = {
  badCase: (file: string, line: number, why: string, hint: string): Message => ({
    code: 'bad-case',
    exit: Exit.file,
    message: `${file}:${line}: ${why}`,
    hints: [hint],
  }),
  noCase: (count: number): Message => ({
    code: 'no-case',
    exit: Exit.usage,
    message: `of ${count} cases none is left by --filter, --lang, --every and --show`,
    hints: ['--filter is a regular expression over id, request, class and kind'],
  }),
  evalNoConsent: (count: number): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: `nothing was run: ${count} ${count === 1 ? 'case runs' : 'cases run'} workloads and tracers on this machine, and there is no terminal to ask on`,
    hints: ['add --yes to run without being asked', 'add --dry to only plan and check'],
  }),
  /** `what` is what the workload does, `of` how often. */
  rehearsedSilent: (workload: string, of: number, what: { readonly en: string; readonly zh: string }, language: string): Message => ({
    code: 'rehearsed-silent',
    exit: Exit.rehearsedSilent,
    message:
      language === 'zh'
        ? `没有运行：预演时程序什么都没有看到，而工作负载（${workload}）做了 ${of} ${what.zh}`
        : `it was not run: in rehearsal it saw nothing, next to a workload (${workload}) of ${of} ${what.en}`,
    hints:
      language === 'zh'
        ? ['检查探针和条件：gpttrace check FILE.bt', '--sandbox --rehearse 在虚拟机里预演，那里的内核可能不同', '不加 --rehearse 则直接运行']
        : [
            'check its probes and their conditions: gpttrace probes PATTERN, gpttrace check FILE.bt --sample',
            'the workload was the wrong one? --workload "BEHAVIOUR" or --for "QUESTION" names another, for a file',
            '--sandbox --rehearse rehearses it in a guest, whose kernel may be another',
            'leave out --rehearse to run it all the same',
          ],
  }),
  noSuchWorkload: (workload: string, said: string): Message => ({
    code: 'bad-option',
    exit: Exit.usage,
    message: `--workload ${JSON.stringify(workload)}: expected a behaviour of the workload generator, how often, and its arguments, such as "open 20"`,
    hints: said.split('\n').filter((line) => line.startsWith('  ')),
  }),
  rehearsalFor: (question: string): Message => ({
    code: 'bad-option',
    exit: Exit.usage,
    message: `--for ${JSON.stringify(question)}: no program answers this, so it does not say what the file is to be rehearsed with`,
    hints: ['--workload "BEHAVIOUR" names the workload itself'],
  }),
} as const;
