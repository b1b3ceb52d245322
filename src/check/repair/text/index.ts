import type { Diagnostic } from '../../../core/diagnostic.ts';
import { characters } from './characters.ts';
import { clauses } from './clauses.ts';
import { comments } from './comments.ts';
import { escapes } from './escapes.ts';
import { fences } from './fences.ts';
import { foreign } from './foreign.ts';
import { headers } from './headers.ts';
import { html } from './html.ts';
import type { TextMender } from './mender.ts';
import { newlines } from './newlines.ts';
import { margins } from './prompts.ts';
import { prose } from './prose.ts';
import { settings } from './settings.ts';
import { statements } from './statements.ts';
import { wrapper } from './wrapper.ts';

/** What stands around a program comes away before what stands in it is looked at: a quote in a sentence is no string. */
const MENDERS: readonly TextMender[] = [
  html,
  characters,
  fences,
  wrapper,
  escapes,
  margins,
  comments,
  prose,
  newlines,
  foreign,
  headers,
  clauses,
  statements,
  settings,
];

/** Nobody pastes more than this; what is longer is no program with something around it. */
const MAX_LENGTH = 256 * 1024;

/** What keeps a text that does not parse from being a program; the first thing there is, since each hides or feigns others. Never throws. */
export function examineText(source: string): Diagnostic | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  for (const mender of MENDERS) {
    const found = mender(source);
    if (found !== undefined) return found;
  }
  return undefined;
}
