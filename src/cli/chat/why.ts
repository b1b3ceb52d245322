/** "why": what stands out in an answer, computed; what a model makes of it, where one may be asked; and what to ask deeper. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { renderFindings, runFindings } from '../../line/explain-text.ts';
import { explainResult } from '../../line/model/explain.ts';
import { localMachine } from '../../local.ts';
import { wrapHanging } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import { explainingText, explanationLines } from '../explanation.ts';
import { modelWish } from '../model-wish.ts';
import { listen } from '../signals.ts';
import { stdoutStyle, write } from '../terminal.ts';
import type { Asked } from './asked.ts';
import type { Scene } from './scene.ts';

/** Throws a Problem where nothing was run. */
export async function why(scene: Scene): Promise<Exit> {
  const asked = scene.asked();
  const { record } = asked;
  if (record === undefined) throw new Problem(messages.notRunYet(scene.language));
  const style = { ...stdoutStyle(), language: record.language };
  const found = renderFindings(runFindings(record), style);
  const none = record.reasons.length > 0 ? record.reasons : [scene.words.nothingStandsOut];
  const lines = found.length > 0 ? found : none.flatMap((text) => wrapHanging(visible(text), style.columns));
  await write(process.stdout, `${lines.join('\n')}\n`);
  const next = await byModel(scene, asked);
  if (next === 'interrupted') return Exit.interrupted;
  await scene.suggest(true, undefined, next);
  if (record.records === 0 && asked.plan.program.language !== 'tool') await scene.note(scene.words.debugTells);
  return Exit.answered;
}

/** What was seen goes to a model on this machine; to another only where the talk was begun so (`--explain`). The questions that it would ask next. */
async function byModel(scene: Scene, { plan, record }: Asked): Promise<readonly string[] | 'interrupted'> {
  const { flags, isTerminal } = scene.setting;
  if (record === undefined || flags.planner === 'embedded') return [];
  const open = modelWish(flags).model;
  const opened = await open().catch((error: unknown) => {
    // Without a model there is what was computed.
    if (error instanceof Problem) return undefined;
    throw error;
  });
  if (opened === undefined) return [];
  if (!opened.model.local && flags.explain !== true) {
    if (isTerminal && record.datasets.length > 0) await scene.note(scene.words.notAsked(opened.model.name));
    return [];
  }
  const interruption = listen();
  let next: readonly string[] = [];
  try {
    const say = (
      { kind, said }: { readonly kind: Parameters<typeof messages.modelFailed>[0]; readonly said: string },
      model: string,
      language: string,
    ): string => messages.modelFailed(kind, model, said, language).message;
    for await (const event of explainResult(plan, record, { open: async () => opened, say }, { host: localMachine().host, stop: interruption.stop })) {
      if (event.type === 'explaining') {
        await scene.note(explainingText(event));
        continue;
      }
      next = event.next;
      await write(process.stdout, `${explanationLines({ ...event, next: [] }, stdoutStyle()).join('\n')}\n`);
    }
    return interruption.stop.aborted ? 'interrupted' : next;
  } finally {
    interruption.dispose();
  }
}
