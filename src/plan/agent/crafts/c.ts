/** Programs in CO-RE C: compiled by the machine's clang, held against policy and machine, looked at by the kernel's verifier. What has one way to mend it is mended unasked. */
import { applyEdits, type Diagnostic, type Fix, positionAt } from '../../../core/diagnostic.ts';
import type { Craft, Examination } from '../craft.ts';
import { fault } from '../examination.ts';
import type { ProgramText } from '../extract.ts';
import type { CWorkshop, Mend, ProvenC } from '../workshop.ts';
import { cFactsAbout, relevantCFacts } from './c-facts.ts';
import { cMachineText } from './c-machine.ts';

/** So often is what was mended proven anew. */
const MOST_ROUNDS = 4;
/** Ways to mend it that people choose themselves, and a program that was written for them has no choice about. */
const MENDED: ReadonlySet<string> = new Set(['verifier-gpl-only']);

export const C_TEXT: ProgramText = {
  fences: [/^(?:c|bpf|ebpf)$/i, /^(?:cpp|c\+\+|text|txt|)$/i],
  isProgram,
  startsAsProgram: (text) => /^\s*(?:#\s*(?:include|define|pragma)|char\s+\w+\s*\[|struct\b|SEC\s*\()/.test(text) && isProgram(text),
};

export function cCraft(workshop: CWorkshop): Craft {
  return {
    name: 'C',
    prompts: { system: 'system-c', brief: 'system-c-brief' },
    text: C_TEXT,
    fence: 'c',
    example: {
      source: '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n...',
      title: '...',
      tells: '...',
      columns: ['process', 'count'],
    },
    headlines: {
      syntax: 'The program does not compile.',
      check: 'The program compiles, and does not fit this machine.',
      load: "The program compiles, and the kernel's verifier refuses it.",
    },
    judge: 'the kernel',
    narrowing: {
      pid: ': declare const volatile __u32 target_pid = 0; it is set before the program is loaded. Compare bpf_get_current_pid_tgid() >> 32 with it where it is not 0',
      comm: ' (const volatile char target_comm[16] = "..."; compare it with what bpf_get_current_comm gives)',
    },
    every: () => '',
    identityOf,
    machine: cMachineText,
    examine: (source, signal) => examine(source, workshop, signal),
    // Its proof has asked the kernel already.
    load: () => Promise.resolve(undefined),
    factsAbout: (said, source, room) => cFactsAbout(said, source, workshop, room),
    mayBeOffered: (source, errors) => isProgram(source) && !errors.some(({ code }) => code === 'unsafe-call') && !ACTS.test(withoutComments(source)),
  };
}

/** What would do harm, once somebody mends the rest. */
const ACTS = /\bbpf_(?:send_signal\w*|override_return|probe_write_user|copy_to_user|sys_bpf|sys_close)\b/;

async function examine(given: string, workshop: CWorkshop, signal: AbortSignal): Promise<Examination> {
  let source = given;
  const mends: Mend[] = [];
  let proven = await workshop.prove(source, signal);
  for (let round = 0; round < MOST_ROUNDS && proven.forbidden === undefined; round++) {
    const mended = mend(source, proven.diagnostics);
    if (mended === undefined) break;
    source = mended.source;
    mends.push(...mended.mends);
    proven = await workshop.prove(source, signal);
  }
  return examined(source, mends, proven, workshop);
}

function examined(source: string, mends: readonly Mend[], { stage, diagnostics, forbidden, unmet }: ProvenC, workshop: CWorkshop): Examination {
  return {
    source,
    mends,
    faults: diagnostics.filter(
      (one, at) =>
        one.severity !== 'note' &&
        (forbidden === undefined || one.code !== 'unsafe-call') &&
        diagnostics.findIndex((other) => isAlike(one, other, source)) === at,
    ),
    stage,
    ...(forbidden === undefined ? {} : { forbidden: fault('forbidden', `it may not run: ${forbidden}`) }),
    unmet: () => unmet,
    facts: (faults, asked, room) => relevantCFacts(faults, source, asked, workshop, room),
  };
}

/** The same of the same line is told once. */
function isAlike(one: Diagnostic, other: Diagnostic, source: string): boolean {
  const line = ({ span }: Diagnostic): number => (span === undefined ? 0 : positionAt(source, span.start).line);
  return one.message === other.message && line(one) === line(other);
}

/** The source with all that can be mended at once; undefined where nothing can. */
export function mend(source: string, diagnostics: readonly Diagnostic[]): { readonly source: string; readonly mends: readonly Mend[] } | undefined {
  const found = diagnostics.flatMap(({ code, message, fixes }) => {
    const fix = fixes.find(({ automatic }) => automatic === true) ?? (MENDED.has(code) && fixes.length === 1 ? fixes[0] : undefined);
    return fix === undefined ? [] : [{ fix, why: message }];
  });
  // The kernel's types stand before the headers that need them.
  found.sort((a, b) => Number(b.fix.title === 'include vmlinux.h') - Number(a.fix.title === 'include vmlinux.h'));
  const chosen: typeof found = [];
  for (const one of found) if (chosen.every(({ fix }) => fix.title !== one.fix.title && !overlap(fix, one.fix))) chosen.push(one);
  const mended = applyEdits(
    source,
    chosen.flatMap(({ fix }) => fix.edits),
  );
  if (mended === source) return undefined;
  return { source: mended, mends: chosen.map(({ fix, why }) => ({ what: fix.title, why, ...(fix.changes === undefined ? {} : { changes: fix.changes }) })) };
}

function overlap(one: Fix, other: Fix): boolean {
  return one.edits.some((a) => other.edits.some((b) => a.span.start < b.span.end && b.span.start < a.span.end));
}

function isProgram(text: string): boolean {
  return /\bSEC\s*\(\s*"/.test(text) && text.includes('{');
}

/** Programs that differ in blanks and comments only are the same one. */
function identityOf(source: string): string {
  const isWord = (sign: string | undefined): boolean => sign !== undefined && /\w/.test(sign);
  return withoutComments(source)
    .trim()
    .replace(/"(?:[^"\\\n]|\\.)*"|\s+/g, (part, offset: number, whole: string) => {
      if (part.startsWith('"')) return part;
      if (part.includes('\n') && /(?:^|\n)[ \t]*#[^\n]*$/.test(whole.slice(0, offset))) return '\n';
      return isWord(whole[offset - 1]) && isWord(whole[offset + part.length]) ? ' ' : '';
    });
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, (text) => (text.startsWith('"') ? text : ' '));
}
