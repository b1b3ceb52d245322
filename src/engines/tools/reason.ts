import type { KernelFacts } from '../../core/facts.ts';

/** What tools say when they cannot work here, and what that means. The first that fits is told. */
const TELLING: readonly { readonly said: RegExp; readonly means: (facts: KernelFacts, line: string) => string }[] = [
  {
    said: /kernel headers|chdir\(\/lib\/modules|linux\/(?:types|kconfig)\.h|kheaders|Failed to compile BPF (?:module|text)/i,
    means: ({ release }) =>
      `it compiles against the headers of the running kernel, which are not here: install linux-headers-${release} (apt install linux-headers-${release})`,
  },
  {
    said: /(?:must|need|has|have) (?:to )?(?:be|run as) root|requires root|only works as root|please run as root|are you root/i,
    means: ({ privilege }, line) => (privilege === 'root' ? line : 'it works only as root: run gpttrace with sudo'),
  },
  {
    said: /unrecogni[sz]ed option|invalid option|unrecogni[sz]ed arguments?|unknown (?:option|switch)|no such option/i,
    means: (_, line) => `it does not know an option: ${line}`,
  },
  { said: /No module named|ImportError/, means: (_, line) => `a package it needs is not installed: ${line}` },
  {
    said: /Operation not permitted|Permission denied|EPERM/i,
    means: ({ privilege }, line) =>
      privilege === 'root' ? `this kernel does not let it attach what it needs: ${line}` : `it was not allowed to: run gpttrace with sudo (${line})`,
  },
  {
    said: /not supported|(?:failed|unable|could not|cannot) (?:to )?(?:attach|load|open)|unsupported|No such file or directory.*(?:tracepoint|kprobe|events)/i,
    means: (_, line) => `this kernel does not offer what it attaches to: ${line}`,
  },
];

const MOST = 300;

/** The one reason why a tool failed: what it wrote to standard error tells, and else what it printed, where that is no part of its answer; `status` is how it ended. */
export function toolReason(said: string, printed: string, status: number | null, facts: KernelFacts): string {
  const [own, other] = [linesOf(said), linesOf(printed)];
  for (const lines of [own, other]) {
    for (const { said: pattern, means } of TELLING) {
      const line = lines.find((one) => pattern.test(one));
      if (line !== undefined) return means(facts, line);
    }
  }
  const telling = (lines: readonly string[]): string | undefined => lines.findLast((line) => /error|fail|cannot|invalid|usage/i.test(line));
  return telling(own) ?? own.at(-1) ?? telling(other) ?? (status === null ? 'it did not say why' : `it ended with status ${status}, and did not say why`);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().slice(0, MOST))
    .filter((line) => line !== '');
}
