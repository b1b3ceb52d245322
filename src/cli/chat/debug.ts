/** "why is it silent?", `/debug`: how far the events of the last program come. */
import type { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { type DebugFlags, debugGiven } from '../debug.ts';
import type { Asked } from './asked.ts';
import { programName } from './save.ts';
import type { Scene } from './scene.ts';
import { why } from './why.ts';

/** `silent`: asked why nothing came, which is said to be wrong where something did. Throws a Problem where nothing was asked, or it cannot be looked into. */
export async function debugAsked(scene: Scene, wish: 'silent' | 'debug', flags: DebugFlags = {}): Promise<Exit> {
  const asked = scene.asked();
  const { plan, record, given } = asked;
  if (wish === 'silent') {
    if (record === undefined) throw new Problem(messages.notRunYet(scene.language));
    if (record.records > 0) {
      await scene.note(scene.words.notSilent(record.records));
      return why(scene);
    }
  }
  if (flags.fix === true)
    throw new Problem(messages.conflictingOptions('--fix', '/debug without FILE', 'the program stands in no file: save it, and name that'));
  const { language, source, binary } = plan.program;
  if (language === 'tool') throw new Problem(messages.noDebugFor('tool'));
  const { yes, dryRun } = scene.setting.flags;
  const said = scene.language === 'zh' ? 'zh' : 'en';
  const all = { lang: said, ...(yes === undefined ? {} : { yes }), ...(dryRun === undefined ? {} : { dryRun }), ...flags } as const;
  return debugGiven({ path: nameOf(asked), language, source, ...(binary === undefined ? {} : { binary }) }, given ?? [], all);
}

function nameOf({ plan }: Asked): string {
  const { origin } = plan.program;
  return origin.kind === 'file' ? origin.path : programName(plan);
}
