/** What there is of models, as text. */
import type { ModelSurvey, SurveyedModel, SurveyedProvider, SurveyedUse } from '../line/model/survey.ts';
import { group } from '../views/values.ts';

export function describeSurvey({ inUse, own, providers, settingsFile, localOnly, warnings }: ModelSurvey): string[] {
  const models = providers.flatMap((provider) => provider.models);
  return [
    ...(inUse === undefined ? ['No model is in use: questions are answered by the embedded planner alone.'] : describeUse(inUse)),
    ...(localOnly ? ['Nothing may leave this machine (local-only = true).'] : []),
    `Settings: ${settingsFile}`,
    ...warnings.map(({ says, mend }) => `Mind: ${says}${mend === undefined ? '' : `; mend it: ${mend}`}`),
    '',
    ...table([['provider', '', 'key'], ...providers.map((provider) => [provider.name, provider.title, keyText(provider)])]),
    ...section(
      'On this machine:',
      providers.flatMap(({ served = [] }) => served.map((name) => [name])),
    ),
    ...section(
      'Your own names:',
      own.map(({ name, provider, model, url, problem, served }) => [
        name,
        `${provider}/${model}`,
        problem ?? `${url ?? ''}${served === undefined ? '' : `, which has ${served.join(', ')}`}`,
      ]),
    ),
    ...section('Well-known models, with the tokens they take, and US dollars for a million tokens in and out:', models.map(modelRow)),
    '',
    'gpttrace model use NAME uses one; docs/MODELS.md says more.',
  ];
}

function describeUse({ name, from, url, local, context, price, problem }: SurveyedUse): string[] {
  const details = [
    ...(url === undefined ? [] : [`at ${url}`]),
    ...(local === true ? ['on this machine'] : []),
    ...(context === undefined ? [] : [`${group(context)} tokens`]),
    ...(price === undefined
      ? local === true
        ? []
        : ['price not known']
      : price.input + price.output === 0
        ? []
        : [`$${price.input} in, $${price.output} out`]),
  ];
  return [
    `In use: ${name}${from === 'settings' ? '' : ` (from ${from})`}`,
    ...(problem === undefined ? [`  ${details.join(', ')}`] : [`  cannot be used: ${problem}`]),
  ];
}

function keyText({ key, needsKey, keyFrom, problem }: SurveyedProvider): string {
  if (problem !== undefined) return problem;
  if (key !== undefined) return key.kind === 'variable' ? `set, in ${key.name}` : 'set, typed in';
  if (!needsKey) return 'needs none';
  return `none (${keyFrom.join(', ')})`;
}

function modelRow({ name, context, price }: SurveyedModel): string[] {
  return [name, group(context), price === undefined ? 'not known' : `${price.input} / ${price.output}`];
}

/** `$0.0012`; what is less than can be shown is said to be. */
export function dollars(amount: number): string {
  if (amount === 0) return 'free of charge';
  return amount < 0.0001 ? 'less than $0.0001' : `$${amount.toFixed(amount < 0.01 ? 4 : 2)}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...table(rows).map((line) => `  ${line}`)];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
