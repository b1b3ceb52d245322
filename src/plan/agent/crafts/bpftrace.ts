/** Programs in bpftrace: checked and mended by the rules, compiled by the machine's own bpftrace. */
import { parse } from '../../../bpftrace/parser.ts';
import type { Diagnostic } from '../../../core/diagnostic.ts';
import type { Craft, Examination } from '../craft.ts';
import { dialectText } from '../dialect.ts';
import { fault } from '../examination.ts';
import { BPFTRACE_TEXT } from '../extract.ts';
import { factsAbout, relevantFacts } from '../relevant.ts';
import { identityOf } from '../same.ts';
import type { Workshop } from '../workshop.ts';

export function bpftraceCraft(workshop: Workshop): Craft {
  return {
    name: 'bpftrace',
    prompts: { system: 'system', brief: 'system-brief' },
    text: BPFTRACE_TEXT,
    fence: 'bpftrace',
    example: { source: 'tracepoint:sched:sched_process_exec { @[comm] = count(); }', title: '...', tells: '...', columns: ['process', 'count'] },
    headlines: {
      syntax: 'The program cannot be read as bpftrace.',
      check: 'The program does not fit this machine and its bpftrace.',
      load: 'bpftrace refuses the program.',
    },
    judge: 'bpftrace',
    narrowing: { pid: '', comm: ' (comm == "...")' },
    every: (seconds) => ` (interval:s:${seconds} { print(@map); clear(@map); })`,
    identityOf,
    machine: dialectText,
    examine: (source) => examine(source, workshop),
    load: (source, signal) => workshop.load(source, signal),
    factsAbout: (said, source, room) => factsAbout(said, parse(source).script, workshop, room),
    mayBeOffered,
  };
}

/** Takes milliseconds, and runs nothing. */
function examine(given: string, workshop: Workshop): Examination {
  const { source, mends } = workshop.repair(given);
  const { parsed, diagnostics } = workshop.check(source);
  const isRead = parsed.diagnostics.length === 0;
  const forbidden = isRead ? workshop.forbidden(source) : undefined;
  const faults = diagnostics.filter(({ severity }) => severity !== 'note');
  const unread = !isRead && faults.every(({ severity }) => severity !== 'error') ? parsed.diagnostics : [];
  return {
    source,
    mends,
    faults: [...unread, ...faults],
    stage: isRead ? 'check' : 'syntax',
    ...(forbidden === undefined ? {} : { forbidden: fault('forbidden', `it may not run: ${forbidden}`) }),
    unmet: () => workshop.contract(parsed, source),
    facts: (wrong, asked, room) => relevantFacts(wrong, parsed.script, source, asked, workshop, room),
  };
}

const NOT_OFFERED: ReadonlySet<string> = new Set(['prose', 'another-language', 'empty-program', 'unsafe-call']);

/** Prose and programs of other languages are nothing to be offered as the best there is; nor is what would do harm, once somebody mends its syntax. */
function mayBeOffered(source: string, errors: readonly Diagnostic[]): boolean {
  return !errors.some(({ code }) => NOT_OFFERED.has(code)) && !/\b(?:system|signal|signal_thread|override|skboutput|write_user)\s*\(/.test(source);
}
