/** Makes a plan of a program in C that a model wrote: what it delivers is known of its object, and called what the model calls it. */
import { flat } from '../../../core/flat.ts';
import type { Intent } from '../../../core/intent.ts';
import type { Request } from '../../../core/request.ts';
import type { Draft } from '../../../plan/agent/events.ts';
import { refusalNote } from '../../../plan/make-plan.ts';
import type { Plan } from '../../../plan/plan.ts';
import { planTexts } from '../../../plan/texts.ts';
import type { Host } from '../../../system/host.ts';
import { DEFAULT_SECONDS, missingProcess, timed } from '../../plans.ts';
import { answerOf, confidenceIn, named, notesOf, provenBy } from '../plan-of-draft.ts';

/** `proven` is its plan as the proof left it; `heard` is what was asked, `model` the name of who wrote it. */
export function planOfCDraft(draft: Draft, proven: Plan, heard: Intent, request: Request, host: Host, model: string): Plan {
  const { title, tells, columns, mends } = draft;
  const { intent, endless } = timed(heard, request);
  const missing = missingProcess(intent, host);
  const texts = planTexts(intent.language);
  const outputs = proven.program.outputs.map((output) => named(output, columns));
  const answer = answerOf(outputs, columns) ?? proven.program.answer;
  const seconds = endless ? undefined : (intent.seconds?.value ?? DEFAULT_SECONDS);
  const top = intent.top?.value;
  const by = provenBy(true, intent);
  return {
    ...proven,
    intent,
    confidence: confidenceIn(by),
    tells: flat(tells).replace(/[.。]$/, ''),
    notes: [
      ...notesOf(draft, model, heard.language),
      ...(missing === undefined ? [] : [missing]),
      // Nothing in the kernel prints at intervals: what there is, is shown while it runs.
      ...(intent.every === undefined ? [] : [refusalNote({ what: 'every' }, texts)]),
      ...(intent.times === undefined ? [] : [refusalNote({ what: 'times' }, texts)]),
    ],
    narrowed: intent.filter !== undefined,
    written: { model, mended: mends.length, proven: by },
    program: {
      ...proven.program,
      title: flat(title),
      origin: { kind: 'model', name: model },
      outputs,
      ...(answer === undefined ? {} : { answer }),
      ...(seconds === undefined ? {} : { seconds }),
      ...(top === undefined ? {} : { top }),
    },
  };
}
