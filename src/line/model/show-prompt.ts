/** What a model would be sent for a question, without sending it. */

import { DEFAULT_BUDGET } from '../../core/budget.ts';
import { messages } from '../../core/messages.ts';
import type { Request } from '../../core/request.ts';
import { noCache } from '../../kernel/cache.ts';
import { gatherFacts } from '../../kernel/facts.ts';
import type { ChatModel } from '../../models/model.ts';
import { NO_SETTINGS } from '../../models/settings.ts';
import type { Prompt } from '../../plan/agent/setting.ts';
import type { Surroundings } from '../events.ts';
import { planByMeans } from '../means.ts';
import { isForModel } from '../planning.ts';
import { machineOf } from '../prepare.ts';
import { validateQuestion } from '../question.ts';
import type { OpenModel } from './open.ts';
import { Writer } from './writer.ts';

export interface Shown {
  /** The model that would be asked; undefined where none is configured. */
  readonly model?: string;
  /** What is to be known beside the prompt. */
  readonly notes: readonly string[];
  /** Undefined where nothing would ever be sent. */
  readonly prompt?: Prompt;
}

/** Throws a Problem as `ask` does, for a question that is empty, and for a model that cannot be used. */
export async function showPrompt(request: Request, around: Surroundings): Promise<Shown> {
  validateQuestion(request.question ?? '');
  const { facts } = await gatherFacts(around.host, around.cache ?? noCache);
  const machine = await machineOf(facts, around);
  const planned = await planByMeans(request, machine, around, {});
  if (planned.kind === 'nothing' && !isForModel(planned, 'model'))
    return { notes: [`nothing would be sent: ${messages.notTracing(planned.why === 'unknown' ? 'off-topic' : planned.why, planned.language).message}`] };
  const opened = await around.model?.();
  const notes = [
    ...(opened === undefined ? ['no model is configured: this is what one that takes tools would be sent'] : []),
    ...(isForModel(planned, request.planner ?? 'auto') ? [] : ['this is answered without a model; with --planner model, this would be sent']),
  ];
  const writer = await Writer.open(opened ?? NOBODY, request, machine, around, planned);
  return { ...(opened === undefined ? {} : { model: opened.model.name }), notes, prompt: writer.prompt() };
}

/** A model that is never asked. */
const nobody: ChatModel = {
  name: 'none',
  tools: true,
  context: 128_000,
  local: true,
  exchange() {
    throw new Error('nothing is sent where a prompt is only shown');
  },
};
const NOBODY: OpenModel = { model: nobody, budget: DEFAULT_BUDGET, settings: NO_SETTINGS };
