import { expect, test } from 'vitest';
import { Bpftrace } from './dialect-trial.ts';
import { trialsOf } from './dialect-trials.ts';

const PATHS = ['bpftrace', ...(process.env.GPTTRACE_BPFTRACES ?? '').split(':').filter((path) => path !== '')];

for (const path of PATHS) {
  test(`the table is right about ${path}`, async () => {
    const bpftrace = await Bpftrace.at(path);
    const tried = await bpftrace.try(trialsOf(bpftrace.dialect, path !== 'bpftrace'));
    const unknown = tried.filter(({ accepted }) => accepted === undefined);
    const wrong = tried.filter(({ accepted, trial }) => accepted !== undefined && accepted !== trial.expected);
    console.log(
      `${path} ${bpftrace.dialect.version}: ${tried.length} tried, ${unknown.length} cannot be told here, ${wrong.length} wrong, in ${bpftrace.programs} programs`,
    );
    for (const { trial, said } of wrong) console.log(`${trial.expected ? 'REFUSED' : 'ACCEPTED'} ${trial.about} | ${trial.kind}: ${trial.code} | ${said}`);
    expect(wrong.length).toBe(0);
  });
}
