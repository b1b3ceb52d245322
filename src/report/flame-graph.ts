import { flameSvg } from '../views/flame-svg.ts';
import type { Format } from './format.ts';
import { stacksToWrite, whyNoProfile } from './run-stacks.ts';

/** A picture to be opened in a browser. */
export const flameGraph: Format = {
  name: 'flame-graph',
  extensions: ['.svg'],
  what: 'a flame graph that can be zoomed and searched, for a browser',
  unfit: whyNoProfile,
  write: (record) =>
    flameSvg(stacksToWrite(record), {
      title: record.program.title,
      ...(record.question === undefined ? {} : { question: record.question }),
      language: record.language,
      seconds: record.seconds,
    }),
};
