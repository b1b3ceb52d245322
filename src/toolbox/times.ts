/** How long a tool runs by the arguments it is given. */
import { readArguments } from './arguments.ts';
import { optionFor, type Role } from './roles.ts';
import type { ArgumentType, ToolSchema } from './schema.ts';

const SECONDS: Readonly<Partial<Record<ArgumentType, number>>> = { milliseconds: 1e-3, microseconds: 1e-6 };

/** Seconds after which arguments let a tool end by itself: a duration, or an interval and how many of them. Undefined where they do not say. */
export function ownSeconds(args: readonly string[], schema: ToolSchema): number | undefined {
  const { given } = readArguments(args, schema);
  const alone = new Map(given.filter(({ option }) => option === undefined).map(({ value }, at) => [schema.positionals[at]?.name.toLowerCase() ?? '', value]));
  const amountOf = (role: Role): number | undefined => {
    const option = optionFor(role, schema);
    const found = option === undefined ? undefined : given.find((one) => one.option === option);
    return found?.value === undefined ? undefined : Number(found.value) * (SECONDS[option?.argument?.type ?? 'seconds'] ?? 1);
  };
  const standing = (name: string): number | undefined => (alone.get(name) === undefined ? undefined : Number(alone.get(name)));
  const interval = standing('interval') ?? amountOf('interval');
  const times = standing('count') ?? amountOf('times');
  const seconds = amountOf('duration') ?? standing('duration') ?? (interval === undefined || times === undefined ? undefined : interval * times);
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}
