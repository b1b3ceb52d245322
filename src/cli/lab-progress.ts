import { megabytes } from '../core/megabytes.ts';
import type { BuildEvent } from '../lab/lab.ts';
import { StatusLine } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Shows how building goes on: as lines of JSON; on a terminal in one line that changes; else a line a step. */
export function showBuild(json: boolean): { readonly event: (event: BuildEvent) => void; readonly done: () => void } {
  const status = new StatusLine();
  let step = '';
  const event = (event: BuildEvent): void => {
    if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
    else if (event.type === 'built') {
      status.clear();
      process.stdout.write(spoken(`${event.guest}: built in ${event.seconds.toFixed(1)} s, ${megabytes(event.bytes)}\n`));
    } else if (event.type === 'progress') {
      const { done, total, unit } = event;
      status.show(`${step}: ${unit === 'bytes' ? spoken(`${megabytes(done)} of ${megabytes(total)}`) : spoken(`${done} of ${total}`)}`);
    } else {
      step = event.guest === '' ? spoken(event.what) : `${event.guest}: ${spoken(event.what)}`;
      if (process.stderr.isTTY === true) status.show(step);
      else process.stderr.write(`gpttrace: ${step}\n`);
    }
  };
  return { event, done: () => status.clear() };
}
