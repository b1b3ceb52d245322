import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type FoundProbe, searchProbes } from '../line/probes.ts';
import { paint, type Style, width } from '../views/layout.ts';
import { group, visible } from '../views/values.ts';
import { type MachineFlags, whichMachine } from './machine.ts';
import { stderrStyle, stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface ProbesFlags extends MachineFlags {
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly top?: number;
}

/** As many as fit a screen or two; a pipe gets all. */
const MOST_ON_TERMINAL = 50;
/** A name longer than this does not push the notes of all others to the right. */
const WIDEST = 60;

/** `gpttrace probes PATTERN`: the probes of this machine by attach point, by a part of their name, or by what they tell. */
export async function probesCommand(words: readonly string[], flags: ProbesFlags): Promise<Exit> {
  const query = words.join(' ');
  if (query.trim() === '') throw new Problem(messages.badOption('PATTERN', query, 'an attach point, a part of a name, or words'));
  const most = flags.top ?? (process.stdout.isTTY === true && !flags.json ? MOST_ON_TERMINAL : Number.POSITIVE_INFINITY);
  const details = flags.verbose ?? false;
  const { probes, total, cannot, near, by } = await searchProbes({ words: query, most, details, ...whichMachine(flags) });
  if (total === 0) throw new Problem(messages.noProbes(query, cannot, near));
  if (flags.json) {
    const lines = [...probes.map((probe) => ({ type: 'probe', ...probe })), { type: 'end', by, shown: probes.length, total, cannot }];
    await write(process.stdout, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    return Exit.answered;
  }
  await write(process.stdout, `${render(probes, details, stdoutStyle()).join('\n')}\n`);
  // Apart from the probes, so that a pipe gets nothing else.
  const notes = [
    ...unattached(probes),
    ...cannot.map(spoken),
    ...(total > probes.length ? [spoken(`${group(probes.length)} of ${group(total)} shown; -n ${total} shows all`)] : []),
  ];
  if (notes.length > 0) await write(process.stderr, `${notes.map((note) => paint(visible(note), 'dim', stderrStyle())).join('\n')}\n`);
  return Exit.answered;
}

function render(probes: readonly FoundProbe[], details: boolean, style: Style): string[] {
  const rows = probes.map((found) => ({ found, name: visible(found.probe), note: noteOf(found) }));
  const column = Math.min(WIDEST, Math.max(...rows.map(({ name }) => width(name))));
  return rows.flatMap(({ found, name, note }) => {
    const line = note === '' ? name : `${name}${' '.repeat(Math.max(0, column - width(name)))}  ${paint(visible(note), 'dim', style)}`;
    return [line, ...(details ? argumentsOf(found).map((text) => `    ${visible(text)}`) : [])];
  });
}

function noteOf({ attaches, used }: FoundProbe): string {
  return [...(attaches === 'no' ? [spoken('not attached by this kernel')] : []), ...(used === undefined ? [] : [spoken(used)])].join('; ');
}

/** Why, once a kind. */
function unattached(probes: readonly FoundProbe[]): string[] {
  const reasons = new Map(probes.filter(({ attaches }) => attaches === 'no').map(({ kind, why }) => [kind, why]));
  return [...reasons].map(([kind, why]) => spoken(`${kind} probes are not attached by this kernel: ${why}`));
}

function argumentsOf(found: FoundProbe): string[] {
  return [...(found.arguments ?? []), ...(found.returns === undefined ? [] : [spoken(`returns ${found.returns}`)])];
}
