import type { AskEvent } from '../ask.ts';
import { paint, type Style, wrap } from '../views/layout.ts';
import { group, secondsText, visibleLine } from '../views/values.ts';
import { betweenSpoken, spoken, tongue } from './tongue.ts';

/** What a program did in a guest, before it is agreed to. */
export function sandboxLines(event: Extract<AskEvent, { type: 'sandbox'; stage: 'proven' | 'untried' }>, style: Style): string[] {
  const wrapped = (text: string, indent: string): string[] => wrap(visibleLine(text), style.columns - indent.length).map((line) => indent + line);
  if (event.stage === 'untried') return wrapped(spoken(`not tried: ${event.why}`), '').map((line) => paint(line, 'yellow', style));
  const { guest, workload, probes, records, lost, seconds, sentence, notes } = event;
  const did = [
    spoken(`${group(probes)} ${probes === 1 ? 'probe' : 'probes'} attached`),
    spoken(`${group(records)} ${records === 1 ? 'record' : 'records'} in ${secondsText(seconds, tongue())}`),
    spoken(lost === 0 ? 'none lost' : `${group(lost)} lost`),
    spoken('the guest is as well as before'),
  ];
  return [
    ...wrapped(spoken(`tried in the guest ${guest.name} (Linux ${guest.release}, bpftrace ${guest.bpftrace}), next to ${workload}:`), ''),
    ...wrapped(did.join(betweenSpoken(', ')), '  '),
    ...(records === 0 || sentence === '' ? [] : wrapped(sentence, '  ')),
    ...notes.flatMap((note) => wrapped(spoken(`note: ${note}`), '  ').map((line) => paint(line, 'yellow', style))),
  ];
}
