/** A suite: questions with known answers, a JSON object a line (docs/EVAL.md). Read whole and strictly, for a field misspelt would judge nothing. */

import { editDistance } from '../core/distance.ts';
import { isObject } from '../core/is-object.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { isNeed, NEEDS } from './needs.ts';

/** An amount that the records matching must come to. */
export interface Evidence {
  readonly match: string;
  readonly min?: number;
  readonly max?: number;
  /** Numbers inside printed lines are amounts too. */
  readonly values?: boolean;
}

/** What the answer must say. Patterns are regular expressions in which `{pid}` stands for the process ids the workload told. */
export interface Expectation {
  readonly sees: readonly string[];
  readonly hides: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly hist: readonly { readonly match?: string; readonly min: number }[];
  readonly stacks: readonly string[];
  /** Over the source of the program, without its comments. */
  readonly program: readonly string[];
}

/** One question and its truth. */
export interface Case {
  readonly id: string;
  readonly lang: string;
  readonly request: string;
  /** A shell command; empty where nothing has to be done. */
  readonly workload: string;
  readonly seconds: number;
  readonly expect: Expectation;
  readonly needs: readonly string[];
  readonly refuse: boolean;
  readonly class?: string;
  readonly kind?: string;
  /** The file it is of; the commands beside it are on PATH. */
  readonly suite: string;
}

export const DEFAULT_SECONDS = 4;
const MOST_SECONDS = 600;
const FIELDS = ['id', 'lang', 'request', 'workload', 'seconds', 'expect', 'needs', 'refuse', 'class', 'kind'];
const LISTS = ['sees', 'hides', 'stacks', 'program'] as const;
const EXPECTED = [...LISTS, 'evidence', 'hist'];

type Json = { readonly [field: string]: unknown };

/** Why a case is none, and what to do. */
export class Bad extends Error {
  readonly hint: string;
  constructor(why: string, hint: string) {
    super(why);
    this.hint = hint;
  }
}

/** The cases of a suite. Throws a Problem that names the line of the first one that is none. */
export function parseSuite(text: string, file: string): readonly Case[] {
  const cases: Case[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const one = caseOf(line, file);
      const before = lineOf.get(one.id);
      if (before !== undefined) throw new Bad(`the id ${JSON.stringify(one.id)} is that of line ${before} too`, 'give it one of its own');
      lineOf.set(one.id, index + 1);
      cases.push(one);
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      throw new Problem(messages.badCase(file, index + 1, error.message, error.hint));
    }
  }
  if (cases.length === 0)
    throw new Problem(messages.badCase(file, 1, 'there is no case in it', 'write one JSON object a line: {"id": ..., "lang": "en", ...}'));
  return cases;
}

function caseOf(line: string, suite: string): Case {
  const json = objectOf(line);
  for (const field of Object.keys(json)) {
    const meant = FIELDS.find((known) => !FIELDS.includes(field) && editDistance(field, known, 1) <= 1);
    if (meant !== undefined) throw new Bad(`there is no field ${JSON.stringify(field)}`, `did you mean ${meant}?`);
  }
  const [id, request] = [textOf(json, 'id'), textOf(json, 'request')];
  const { workload = '', seconds = DEFAULT_SECONDS, refuse = false, needs = [] } = json;
  if (typeof workload !== 'string') throw new Bad('workload is no text', 'write the shell command as a string; "" where nothing has to be done');
  if (typeof refuse !== 'boolean') throw new Bad('refuse is neither true nor false', 'write true where the right answer is a refusal or a question back');
  if (!(typeof seconds === 'number' && seconds > 0 && seconds <= MOST_SECONDS))
    throw new Bad('seconds is no time', `write a number above 0, of at most ${MOST_SECONDS}`);
  const expect = expectationOf(json.expect ?? {});
  const empty = EXPECTED.every((name) => expect[name as keyof Expectation].length === 0);
  if (refuse && !empty) throw new Bad('it is to be refused, and says what the answer is', 'leave out expect, or refuse');
  if (!refuse && empty) throw new Bad('it expects nothing, so that any program would pass', 'write expect, or "refuse": true');
  return {
    id,
    lang: textOf(json, 'lang'),
    request,
    workload,
    seconds,
    expect,
    needs: needsOf(needs),
    refuse,
    ...optionalText(json, 'class'),
    ...optionalText(json, 'kind'),
    suite,
  };
}

function objectOf(line: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Bad(`this is no JSON: ${error instanceof Error ? error.message : String(error)}`, 'a case is one JSON object on one line');
  }
  if (!isObject(value)) throw new Bad('this is JSON, but no object', 'a case is one JSON object on one line');
  return value;
}

/** What an answer must say, read strictly. Throws a Bad. */
export function expectationOf(value: unknown): Expectation {
  if (!isObject(value)) throw new Bad('expect is no object', 'write {"sees": [...], "evidence": [...]}');
  const unknown = Object.keys(value).find((name) => !EXPECTED.includes(name));
  if (unknown !== undefined) throw new Bad(`nothing is known of expect.${unknown}`, `there are ${EXPECTED.join(', ')}`);
  const [sees, hides, stacks, program] = LISTS.map((name) => patternsOf(value[name] ?? [], `expect.${name}`));
  return {
    sees: sees ?? [],
    hides: hides ?? [],
    stacks: stacks ?? [],
    program: program ?? [],
    evidence: listOf(value.evidence ?? [], 'expect.evidence').map(evidenceOf),
    hist: listOf(value.hist ?? [], 'expect.hist').map(histOf),
  };
}

function evidenceOf(value: unknown, index: number): Evidence {
  const where = `expect.evidence[${index}]`;
  if (!isObject(value)) throw new Bad(`${where} is no object`, 'write {"match": "REGEX", "min": 1}');
  onlyFields(value, where, ['match', 'min', 'max', 'values']);
  const { min, max, values = false } = value;
  if (min === undefined && max === undefined) throw new Bad(`${where} has neither min nor max`, 'write the least, the most, or both');
  if (typeof values !== 'boolean') throw new Bad(`${where}.values is neither true nor false`, 'write true, or leave it out');
  const [least, most] = [optionalNumber(min, `${where}.min`), optionalNumber(max, `${where}.max`)];
  if (least !== undefined && most !== undefined && least > most) throw new Bad(`${where}: no amount is from ${least} to ${most}`, 'exchange min and max');
  return {
    match: patternOf(value.match, `${where}.match`),
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    ...(values ? { values } : {}),
  };
}

function histOf(value: unknown, index: number): Expectation['hist'][number] {
  const where = `expect.hist[${index}]`;
  if (!isObject(value)) throw new Bad(`${where} is no object`, 'write {"match": "REGEX", "min": 1}');
  onlyFields(value, where, ['match', 'min']);
  const min = optionalNumber(value.min, `${where}.min`);
  if (min === undefined) throw new Bad(`${where} has no min`, 'write how many samples there are at least');
  return value.match === undefined ? { min } : { match: patternOf(value.match, `${where}.match`), min };
}

/** Throws a Bad. */
export function needsOf(value: unknown): readonly string[] {
  return listOf(value, 'needs').map((need) => {
    if (typeof need === 'string' && need.split('|').every(isNeed)) return need;
    throw new Bad(`nothing is known of the need ${JSON.stringify(need)}`, `there are ${NEEDS.join(', ')} and tracepoint:CATEGORY:NAME; a|b is met by either`);
  });
}

function patternsOf(value: unknown, where: string): readonly string[] {
  return listOf(value, where).map((pattern, index) => patternOf(pattern, `${where}[${index}]`));
}

function patternOf(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new Bad(`${where} is no regular expression`, 'write it as a string that is not empty');
  try {
    new RegExp(withPids(value, [0]));
  } catch (error) {
    throw new Bad(`${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'write it as JavaScript reads it, each \\ twice');
  }
  return value;
}

/** A pattern in which `{pid}` stands for these process ids; where there are none it matches nothing. */
export function withPids(pattern: string, pids: readonly number[]): string {
  return pattern.replaceAll('{pid}', pids.length === 0 ? '(?!)' : `(?:${pids.join('|')})`);
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Bad(`${where} is no list`, 'put it between [ and ]');
}

function onlyFields(value: Json, where: string, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Bad(`nothing is known of ${where}.${unknown}`, `there are ${known.join(', ')}`);
}

function optionalNumber(value: unknown, where: string): number | undefined {
  if (value === undefined || (typeof value === 'number' && value >= 0)) return value;
  throw new Bad(`${where} is no amount`, 'write a number of at least 0');
}

function textOf(json: Json, name: string): string {
  const value = json[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new Bad(value === undefined ? `it has no ${name}` : `its ${name} is no text`, `write "${name}": "..."`);
}

function optionalText(json: Json, name: 'class' | 'kind'): { readonly class?: string; readonly kind?: string } {
  return json[name] === undefined ? {} : { [name]: textOf(json, name) };
}
