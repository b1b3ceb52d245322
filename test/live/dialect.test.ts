import { describe, expect, test } from 'vitest';
import { Bpftrace } from './dialect-trial.ts';
import { trialsOf } from './dialect-trials.ts';
import { whyNot } from './helpers.ts';

/** The installed bpftrace, and the ones named in GPTTRACE_BPFTRACES (paths with colons between them; 0.25 and later take a minute or two). */
const PATHS = ['bpftrace', ...(process.env.GPTTRACE_BPFTRACES ?? '').split(':').filter((path) => path !== '')];

/** The installed one takes ten seconds alone on two processors; the newest are ten times slower, and others may be at work. */
const TIMEOUT_MS = 900_000;

describe.skipIf(whyNot('bpftrace', 'root', 'tracefs') !== undefined)('what the table says is what bpftrace says', () => {
  for (const path of PATHS) {
    test(
      path,
      async () => {
        const bpftrace = await Bpftrace.at(path);
        const tried = await bpftrace.try(trialsOf(bpftrace.dialect, process.env.GPTTRACE_THOROUGH !== undefined));
        const told = tried.filter(({ accepted }) => accepted !== undefined);
        const wrong = told.filter(({ accepted, trial }) => accepted !== trial.expected);
        console.log(
          `${path} (${bpftrace.dialect.version}): ${wrong.length} of ${told.length} wrong; ${tried.length - told.length} more cannot be told on this machine`,
        );
        expect(
          wrong.map(({ trial, said }) => `${trial.about}: ${trial.expected ? 'refused' : 'accepted'}: ${trial.kind ?? 'program'} { ${trial.code} } ${said}`),
        ).toEqual([]);
        expect(told.length).toBeGreaterThan(1000);
      },
      TIMEOUT_MS,
    );
  }
});
