/** What stands out in a run: the rules, asked one after the other, and what matters most of what they say. */
import type { ValueNames } from '../../core/names.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { spaced, tongueOf } from '../lines/tongue.ts';
import { beyond } from './beyond.ts';
import { concentration } from './concentration.ts';
import { cost } from './cost.ts';
import { cutTexts } from './cut-texts.ts';
import { drift } from './drift.ts';
import { errors } from './errors.ts';
import { fewSamples } from './few-samples.ts';
import { type Finding, type FindingRule, FindingScene } from './finding.ts';
import { fullMap } from './full-map.ts';
import { impossible } from './impossible.ts';
import { longTail } from './long-tail.ts';
import { lost } from './lost.ts';
import { modes } from './modes.ts';
import { outliers } from './outliers.ts';
import { overTime } from './over-time.ts';
import { own } from './own.ts';
import { sameEverywhere } from './same-everywhere.ts';
import { silence } from './silence.ts';
import { slowTail } from './slow-tail.ts';

export type { Finding } from './finding.ts';

/** Every rule. */
export const FINDING_RULES: readonly FindingRule[] = [
  silence,
  lost,
  fullMap,
  impossible,
  sameEverywhere,
  cost,
  own,
  concentration,
  longTail,
  slowTail,
  modes,
  outliers,
  beyond,
  drift,
  overTime,
  errors,
  cutTexts,
  fewSamples,
];

/** More than these nobody reads. */
const MOST = 6;
/** Of one rule: a histogram of fifty keys would otherwise fill them all. */
const MOST_OF_ONE = 2;

/**
 * What stands out in a run, what matters most first, at most a handful; empty where nothing does. Every claim is computed from the record and names the rows it rests on.
 * `names` words values (`kernel/names.ts`), `language` is English or Chinese, English for every other.
 */
export function findings(record: RunRecord, names: ValueNames, language: string, most: number = MOST): Finding[] {
  const scene = new FindingScene(record, names, tongueOf(language));
  const found = FINDING_RULES.flatMap((rule) => {
    const claims = rule.find(scene).map((claim): Finding => ({ ...claim, text: scene.tongue === 'zh' ? spaced(claim.text) : claim.text, rule: rule.name }));
    return claims.sort((a, b) => b.weight - a.weight).slice(0, MOST_OF_ONE);
  });
  return found.sort((a, b) => b.weight - a.weight).slice(0, most);
}
