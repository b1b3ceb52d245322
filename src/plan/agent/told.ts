/** What a model is told of a run that did not answer, and what that counts as among the faults of its program. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { quoted } from '../../models/quote.ts';
import { promptText } from '../prompts.ts';
import type { Craft } from './craft.ts';
import type { Draft, RunFailure } from './events.ts';
import { fault } from './examination.ts';
import type { Room } from './room.ts';
import { tellingLines } from './telling.ts';

export interface Told {
  readonly text: string;
  readonly fault: Diagnostic;
}

/** What is said of a run of `ran`, by why it did not answer. Pure. */
export function toldOf(failure: RunFailure, ran: Draft, craft: Craft, room: Room): Told {
  switch (failure.kind) {
    case 'silent':
      return toldOfSilence(failure, room);
    case 'rejected':
      return toldOfRejection(failure.said, ran, craft, room);
    case 'rehearsed':
      return { text: promptText('rehearsed', { said: quoted('the rehearsal', failure.said, room.result) }), fault: fault('rehearsed-silent', failure.said) };
  }
}

function toldOfSilence({ seconds, probes, hits }: Extract<RunFailure, { kind: 'silent' }>, room: Room): Told {
  const text = promptText('silent', {
    seconds: String(seconds),
    probes: String(probes),
    hits: hits === undefined ? '' : quoted('how often its probes fired', hits, room.result),
  });
  return { text, fault: fault('saw-nothing', `it ran for ${seconds} s and saw nothing`) };
}

function toldOfRejection(said: string, ran: Draft, craft: Craft, room: Room): Told {
  const telling = tellingLines(said);
  const facts = craft.factsAbout(said, ran.source, room);
  const text = promptText('rejected', { said: quoted(`what ${craft.judge} said`, telling, room.result), facts: facts.join('\n') });
  return { text, fault: fault('refused-at-run', telling) };
}
