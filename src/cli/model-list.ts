/** What there is of models, as text. */
import type { ModelSurvey, SurveyedModel, SurveyedProvider, SurveyedUse } from '../line/model/survey.ts';
import { padEnd, width } from '../views/layout.ts';
import { group } from '../views/values.ts';
import { spoken } from './tongue.ts';

export function describeSurvey({ inUse, own, providers, settingsFile, localOnly, warnings }: ModelSurvey): string[] {
  const models = providers.flatMap((provider) => provider.models);
  return [
    ...(inUse === undefined ? [spoken('No model is in use: questions are answered by the embedded planner alone.')] : describeUse(inUse)),
    ...(localOnly ? [spoken('Nothing may leave this machine (local-only = true).')] : []),
    spoken(`Settings: ${settingsFile}`),
    ...warnings.map(({ says, mend }) => spoken(`Mind: ${says}${mend === undefined ? '' : `; mend it: ${mend}`}`)),
    '',
    ...table([[spoken('provider'), '', spoken('key')], ...providers.map((provider) => [provider.name, spoken(provider.title), keyText(provider)])]),
    ...section(
      spoken('On this machine:'),
      providers.flatMap(({ served = [] }) => served.map((name) => [name])),
    ),
    ...section(
      spoken('Your own names:'),
      own.map(({ name, provider, model, url, problem, served }) => [
        name,
        `${provider}/${model}`,
        problem ?? `${url ?? ''}${served === undefined ? '' : spoken(`, which has ${served.join(', ')}`)}`,
      ]),
    ),
    ...section(spoken('Well-known models, with the tokens they take, and US dollars for a million tokens in and out:'), models.map(modelRow)),
    '',
    spoken('gpttrace model use NAME uses one; docs/MODELS.md says more.'),
  ];
}

function describeUse({ name, from, url, local, context, price, problem }: SurveyedUse): string[] {
  const details = [
    ...(url === undefined ? [] : [spoken(`at ${url}`)]),
    ...(local === true ? [spoken('on this machine')] : []),
    ...(context === undefined ? [] : [spoken(`${group(context)} tokens`)]),
    ...(price === undefined
      ? local === true
        ? []
        : [spoken('price not known')]
      : price.input + price.output === 0
        ? []
        : [spoken(`$${price.input} in, $${price.output} out`)]),
  ];
  return [
    spoken(`In use: ${name}${from === 'settings' ? '' : ` (from ${from})`}`),
    ...(problem === undefined ? [`  ${details.join(', ')}`] : [spoken(`  cannot be used: ${problem}`)]),
  ];
}

function keyText({ key, needsKey, keyFrom, problem }: SurveyedProvider): string {
  if (problem !== undefined) return spoken(problem);
  if (key !== undefined) return key.kind === 'variable' ? spoken(`set, in ${key.name}`) : spoken('set, typed in');
  if (!needsKey) return spoken('needs none');
  return spoken(`none (${keyFrom.join(', ')})`);
}

function modelRow({ name, context, price }: SurveyedModel): string[] {
  return [name, group(context), price === undefined ? spoken('not known') : `${price.input} / ${price.output}`];
}

/** `$0.0012`; what is less than can be shown is said to be. */
export function dollars(amount: number): string {
  if (amount === 0) return spoken('free of charge');
  return amount < 0.0001 ? spoken('less than $0.0001') : `$${amount.toFixed(amount < 0.01 ? 4 : 2)}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...table(rows).map((line) => `  ${line}`)];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
