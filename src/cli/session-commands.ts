/** The command line of the runs that are kept. */
import { type Command, InvalidArgumentError } from 'commander';
import { addExport } from './export-commands.ts';
import { parsePositive } from './options.ts';
import type { DiffFlags } from './session-diff.ts';
import type { ListFlags } from './session-list.ts';
import type { RemoveFlags } from './session-remove.ts';
import type { ReplayFlags } from './session-replay.ts';
import type { ShowFlags } from './session-show.ts';

const NAMED = 'its id, a beginning or an ending of it, last, or last-1 for the one before';

async function list(words: readonly string[], flags: ListFlags): Promise<void> {
  const { sessionsCommand } = await import('./session-list.ts');
  process.exitCode = await sessionsCommand(words, flags);
}

/** Declares `gpttrace sessions` and all below it. */
export function addSessions(program: Command): void {
  const sessions = program
    .command('sessions')
    .description('runs that are kept: all of them, or those that these words are in')
    .argument('[word...]', 'words of the question, the program or the state')
    .option('-n, --top <N>', 'show no more than the N latest', parsePositive)
    .option('--json', 'one JSON value a line')
    .helpCommand(false)
    .action(list);
  sessions
    .command('list')
    .alias('ls')
    .description('the same')
    .argument('[word...]', 'words of the question, the program or the state')
    .option('-n, --top <N>', 'show no more than the N latest', parsePositive)
    .option('--json', 'one JSON value a line')
    .action(list);
  sessions
    .command('show')
    .description('what was asked and run, and its answer')
    .argument('<session>', NAMED)
    .option('-n, --top <N>', 'show the N largest', parsePositive)
    .option('--events', 'its events instead, as they came')
    .option('--json', 'the whole run as one JSON value, or one event a line')
    .action(async (name: string, flags: ShowFlags) => {
      const { sessionShowCommand } = await import('./session-show.ts');
      process.exitCode = await sessionShowCommand(name, flags);
    });
  sessions
    .command('replay')
    .description('show it once more as it came; Ctrl-C goes to the answer')
    .argument('<session>', NAMED)
    .option('--speed <FACTOR>', 'so many times as fast, such as 10 or 0.5; max for at once', parseSpeed)
    .option('--plain', 'print events as lines instead of the live screen')
    .option('--json', 'one JSON value a line')
    .action(async (name: string, flags: ReplayFlags) => {
      const { sessionReplayCommand } = await import('./session-replay.ts');
      process.exitCode = await sessionReplayCommand(name, flags);
    });
  sessions
    .command('diff')
    .description('what is different between two of them, what changed most first')
    .argument('<before>', NAMED)
    .argument('<after>', 'the other one, in the same way')
    .option('-n, --top <N>', 'show the N largest changes', parsePositive)
    .option('-o, --output <FILE.svg>', 'draw the difference of their stacks instead, as a flame graph')
    .option('--force', 'overwrite a file that exists')
    .option('--json', 'as one JSON value')
    .action(async (before: string, after: string, flags: DiffFlags) => {
      const { sessionDiffCommand } = await import('./session-diff.ts');
      process.exitCode = await sessionDiffCommand(before, after, flags);
    });
  sessions
    .command('rm')
    .aliases(['remove', 'delete'])
    .description('remove sessions; those that are pinned only by their names')
    .argument('[session...]', NAMED)
    .option('--all', 'all of them')
    .option('--older-than <TIME>', 'those that began longer ago, such as 7d or 12h', parseAge)
    .option('-y, --yes', 'remove without asking')
    .action(async (names: readonly string[], flags: RemoveFlags) => {
      const { sessionRemoveCommand } = await import('./session-remove.ts');
      process.exitCode = await sessionRemoveCommand(names, flags);
    });
  addExport(sessions);
  for (const [name, pinned, description] of [
    ['pin', true, 'keep sessions, however old they become'],
    ['unpin', false, 'let them go by their age again'],
  ] as const) {
    sessions
      .command(name)
      .description(description)
      .argument('<session...>', NAMED)
      .action(async (names: readonly string[]) => {
        const { sessionPinCommand } = await import('./session-remove.ts');
        process.exitCode = await sessionPinCommand(names, pinned);
      });
  }
}

function parseSpeed(text: string): number {
  if (/^max$/i.test(text)) return Number.POSITIVE_INFINITY;
  const speed = Number(text.replace(/^x|x$/i, ''));
  if (!(speed > 0) || speed > 1e6) throw new InvalidArgumentError('expected how many times as fast, such as 10 or 0.5, or max.');
  return speed;
}

/** `7d`, `12h`, `30m`, in milliseconds. */
function parseAge(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(m|h|d|w)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('expected a time such as 7d, 12h, 30m or 2w.');
  return Number(match[1]) * ({ m: 60, h: 3600, d: 86_400, w: 604_800 }[match[2] ?? 'd'] ?? 0) * 1000;
}
