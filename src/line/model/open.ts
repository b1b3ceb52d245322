/** The language model that was asked for, or that is in use. */
import type { Budget } from '../../core/budget.ts';
import type { ChatModel } from '../../models/model.ts';
import type { Settings } from '../../models/settings.ts';

/** What flags say of it. */
export interface ModelWish {
  /** Instead of the model in use: PROVIDER/MODEL, a name of the user's own, or replay:DIR. */
  readonly model?: string;
  /** Where every exchange is written down. */
  readonly record?: string;
  readonly localOnly?: boolean;
  /** US dollars that one question may cost. */
  readonly dollars?: number;
}

export interface OpenModel {
  readonly model: ChatModel;
  readonly budget: Budget;
  readonly settings: Settings;
}

/**
 * The model, ready to be talked to; undefined where none is configured and none was asked for. Throws a Problem for a name that is no model's, where a key is
 * missing, and where it is not on this machine though nothing may leave it. Opens no connection.
 */
export async function openModel(_wish: ModelWish): Promise<OpenModel | undefined> {
  return undefined;
}
