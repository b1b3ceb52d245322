/** The whole catalogue. Read by nobody who reads English: what imports it is imported where Chinese is wanted. */
import { MODEL_FAILURES } from '../model-failures.ts';
import { cPrograms } from './c-programs.ts';
import type { Catalogue } from './catalogue.ts';
import { commander } from './commander.ts';
import { compiled } from './compiled.ts';
import { files } from './files.ts';
import { help } from './help.ts';
import { helpMore } from './help-more.ts';
import { host } from './host.ts';
import { kept } from './kept.ts';
import { lab } from './lab.ts';
import { labels } from './labels.ts';
import { machine } from './machine.ts';
import { models } from './models.ts';
import { policies } from './policies.ts';
import { questions } from './questions.ts';
import { reasons } from './reasons.ts';
import { repairs } from './repairs.ts';
import { rules } from './rules.ts';
import { rulesLast } from './rules-last.ts';
import { rulesMore } from './rules-more.ts';
import { runs } from './runs.ts';
import { shown } from './shown.ts';
import { syntax } from './syntax.ts';
import { toolPolicy } from './tool-policy.ts';
import { tools } from './tools.ts';
import { verifier } from './verifier.ts';
import { counts, words } from './words.ts';

/** What they call `$`, the name of the model, stands once in each. */
const failures: Catalogue = Object.fromEntries(
  Object.values(MODEL_FAILURES).flatMap(({ en, zh, hints }): [string, string][] =>
    [[en, zh] as const, ...hints.en.map((hint, at) => [hint, hints.zh[at] ?? hint] as const)].map(([english, chinese]) => [
      english.replaceAll('$', '{}'),
      chinese.replaceAll('$', '{1}'),
    ]),
  ),
);

export const CATALOGUES: readonly Catalogue[] = [
  commander,
  compiled,
  files,
  help,
  helpMore,
  host,
  kept,
  lab,
  labels,
  machine,
  models,
  policies,
  questions,
  reasons,
  rules,
  rulesLast,
  rulesMore,
  runs,
  shown,
  syntax,
  tools,
  words,
  cPrograms,
  repairs,
  toolPolicy,
  verifier,
  counts,
  failures,
];
