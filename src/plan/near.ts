import { localised } from '../knowledge/library.ts';
import type { Match } from '../knowledge/match.ts';
import type { Near } from './plan.ts';

/** A program that was matched, as one that can be asked for. */
export function nearOf({ program, score }: Match, language: string): Near {
  return {
    name: program.name,
    title: localised(program.title, language),
    tells: localised(program.tells, language),
    ask: program.questions[language]?.[0] ?? program.questions.en?.[0] ?? '',
    score: Math.round(score * 100) / 100,
  };
}
