import type { RunRecord } from '../core/run-record.ts';
import { flameSvg } from '../views/flame-svg.ts';
import { stacksToWrite } from './run-stacks.ts';

/** A picture that a browser can zoom and search. */
export function flameGraphReport(record: RunRecord): string {
  return flameSvg(stacksToWrite(record), {
    title: record.program.title,
    ...(record.question === undefined ? {} : { question: record.question }),
    language: record.language,
    seconds: record.seconds,
  });
}
