import { editDistance } from '../core/distance.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { forgetKey, planUse, type UsedModel, useNone, useReplay, type WantedModel } from '../line/model/manage.ts';
import { openModel } from '../line/model/open.ts';
import { surveyModels } from '../line/model/survey.ts';
import { type ModelTrial, tryModel } from '../line/model/trial.ts';
import { group, visible } from '../views/values.ts';
import { describeSurvey, dollars } from './model-list.ts';
import { askSecret, readSecret } from './secret.ts';
import { interruptible } from './signals.ts';
import { canAsk } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Flags of `gpttrace model use`. */
export interface ModelUseFlags {
  readonly url?: string;
  readonly as?: string;
  readonly keyStdin?: boolean;
  /** False with --no-tools; commander sets it to true without. */
  readonly tools: boolean;
  readonly context?: number;
  readonly price?: WantedModel['price'];
}

/** `gpttrace model use NAME`. */
export function modelUseCommand(name: string, flags: ModelUseFlags): Promise<Exit> {
  return interruptible(spoken('stopped'), async (signal) => {
    if (name === 'none') {
      await useNone(process.env, signal);
      process.stdout.write(spoken('no model is in use; questions are answered by the embedded planner alone\n'));
      return Exit.answered;
    }
    if (name.startsWith('replay:')) {
      process.stdout.write(spoken(`in use: ${visible(await useReplay(name, process.env, signal))}\n`));
      return Exit.answered;
    }
    const { url, as, tools, context, price } = flags;
    const wanted: WantedModel = {
      name,
      ...(as === undefined ? {} : { as }),
      ...(url === undefined ? {} : { url }),
      ...(tools ? {} : { tools }),
      ...(context === undefined ? {} : { context }),
      ...(price === undefined ? {} : { price }),
    };
    const plan = planUse(wanted, process.env);
    const fromTerminal = canAsk() && (flags.keyStdin === true || (plan.needsKey && plan.key === undefined));
    const asked = fromTerminal
      ? await askSecret(spoken(`key for ${visible(plan.keyOf)} (it is not shown): `), signal)
      : flags.keyStdin === true
        ? { typed: await readSecret() }
        : undefined;
    if (asked === 'gone') return Exit.hangup;
    if (asked === 'left') return declined(signal);
    const used = await plan.write(asked?.typed, signal);
    process.stdout.write(`${describeUsed(used, plan.key, asked !== undefined).join('\n')}\n`);
    return Exit.answered;
  });
}

function declined(signal: AbortSignal): Exit {
  signal.throwIfAborted();
  process.stderr.write(spoken('gpttrace: nothing was changed\n'));
  return Exit.notConsented;
}

function describeUsed(used: UsedModel, key: { readonly kind: 'variable' | 'kept'; readonly name: string } | undefined, isTyped: boolean): string[] {
  const origin = isTyped
    ? spoken(`kept in ${used.keysFile}`)
    : key === undefined
      ? undefined
      : key.kind === 'variable'
        ? spoken(`from ${key.name}`)
        : spoken(`kept in ${used.keysFile}`);
  return [
    spoken(`in use: ${visible(used.name)}`),
    spoken(`  at ${visible(used.url)}, ${used.local ? 'on this machine' : 'which gets the questions, and what this machine offers for answering them'}`),
    ...(origin === undefined ? [] : [spoken(`  its key is ${origin}`)]),
    ...(used.contextGuessed
      ? [
          spoken(
            `  it is taken to have room for ${group(used.context)} tokens, which is little: where its server gives it more, say so with --context N (docs/MODELS.md)`,
          ),
        ]
      : []),
    spoken(`  written to ${used.settingsFile}`),
    spoken('gpttrace model test tries it'),
  ];
}

/** `gpttrace model list`. */
export async function modelListCommand(json: boolean): Promise<Exit> {
  const survey = await surveyModels(process.env);
  process.stdout.write(json ? `${JSON.stringify(survey)}\n` : `${describeSurvey(survey).map(visible).join('\n')}\n`);
  return Exit.answered;
}

/** For `gpttrace model WORD`, where the word is none of these commands. */
export function noModelCommand(word: string, commands: readonly string[]): Problem {
  return new Problem(
    messages.noModelCommand(
      word,
      // Of three letters every other is two slips away.
      commands.filter((command) => editDistance(word, command, 2) <= (Math.min(word.length, command.length) > 4 ? 2 : 1)),
    ),
  );
}

/** `gpttrace model test [NAME]`. Exit status 14 where it does not work. */
export function modelTestCommand(name: string | undefined, flags: { readonly json?: boolean; readonly localOnly?: boolean }): Promise<Exit> {
  return interruptible(spoken('stopped'), async (signal) => {
    const open = await openModel({ ...(name === undefined ? {} : { model: name }), localOnly: flags.localOnly ?? false });
    if (open === undefined) throw new Problem(messages.noModelToTest());
    for (const { says, mend } of open.warnings ?? [])
      process.stderr.write(spoken(`gpttrace: ${visible(says)}${mend === undefined ? '' : `; mend it: ${visible(mend)}`}\n`));
    const trial = await tryModel(open.model, signal);
    signal.throwIfAborted();
    if (trial.failure !== undefined) throw new Problem(messages.modelFailed(trial.failure.kind, trial.model, trial.failure.said, 'en'));
    process.stdout.write(flags.json === true ? `${JSON.stringify({ type: 'model-test', works: true, ...trial })}\n` : `${describeTrial(trial).join('\n')}\n`);
    return Exit.answered;
  });
}

const TOOLS: Readonly<Record<ModelTrial['tools'], string>> = {
  calls: 'it answers, and calls tools',
  ignores: 'it answers, but in words where it was told to call a tool; it may do better when it has something to do',
  text: 'it answers; it is spoken to in text only',
  refuses: 'it answers in text only: it takes no tools',
};

function describeTrial({ model, tools, seconds, usage, dollars: cost }: ModelTrial): string[] {
  const tokens = spoken(`${usage.estimated === true ? 'about ' : ''}${group(usage.input)} tokens in, ${group(usage.output)} out`);
  return [
    `${visible(model)}: ${spoken(TOOLS[tools])}`,
    `  ${spoken(`${seconds.toFixed(1)} s`)}, ${tokens}, ${cost === undefined ? spoken('its price is not known (--price IN,OUT)') : dollars(cost)}`,
    ...(tools === 'refuses' ? [spoken(`  to spare it the attempt: gpttrace model use ${visible(model)} --no-tools`)] : []),
  ];
}

/** `gpttrace model forget PROVIDER`. */
export function modelForgetCommand(name: string): Promise<Exit> {
  return interruptible(spoken('stopped'), async (signal) => {
    const { stillIn } = await forgetKey(name, process.env, signal);
    process.stdout.write(spoken(`the key of ${visible(name)} is no longer kept\n`));
    for (const variable of stillIn) process.stdout.write(spoken(`${variable} is still set in the environment, and is used\n`));
    return Exit.answered;
  });
}
