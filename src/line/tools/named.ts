/** The tool that a name means, or in words why there is none. */
import type { Intent } from '../../core/intent.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { GivenTool } from '../../core/request.ts';
import type { Host } from '../../system/host.ts';
import { isWatching } from '../../toolbox/allowed.ts';
import { COMMANDS } from '../../toolbox/catalogue.ts';
import { chooseTools } from '../../toolbox/choose.ts';
import { toolNamed } from '../../toolbox/find.ts';
import type { Tool } from '../../toolbox/tool.ts';
import { installing, packageOf } from './packages.ts';

/** Programs whose first arguments say which of their tools it is. */
const PARTED: readonly ('perf' | 'bpftool')[] = ['perf', 'bpftool'];

/** `perf` with `stat -a` is the tool `perf stat` with `-a`. Throws a Problem where there is none. */
export function toolOf({ name, args }: GivenTool, tools: readonly Tool[], host: Host): { readonly tool: Tool; readonly args?: readonly string[] } {
  const program = PARTED.find((one) => one === name.trim());
  if (program !== undefined && args !== undefined) {
    const own = tools.filter(({ kind, words }) => kind === program && words.every((word, at) => args[at] === word));
    const [tool] = own.sort((a, b) => b.words.length - a.words.length);
    if (tool !== undefined) return { tool, args: args.slice(tool.words.length) };
    if (host.which(program) !== undefined) throw new Problem(messages.notOfferedCommand([program, ...args.slice(0, 2)].join(' '), namesOf(program)));
  }
  const found = toolNamed(name, tools);
  if (found.kind === 'tool') return { tool: found.tool, ...(args === undefined ? {} : { args }) };
  if (program !== undefined && host.which(program) !== undefined) throw new Problem(messages.whichCommand(program, namesOf(program)));
  const first = name.trim().split(/\s+/)[0] ?? '';
  const parted = PARTED.find((one) => one === first);
  if (parted !== undefined && host.which(parted) !== undefined) throw new Problem(messages.notOfferedCommand(name, namesOf(parted)));
  const brought = packageOf(name.trim());
  if (brought !== undefined) throw new Problem(messages.toolNotInstalled(name, brought, installing(host, brought)));
  throw new Problem(messages.noSuchTool(name, found.near));
}

/** Of a program that is several tools the one that a question asks for; undefined where the name is no such program's, or none of them fits. */
export function commandFor(name: string, intent: Intent, tools: readonly Tool[]): Tool | undefined {
  const program = PARTED.find((one) => one === name.trim());
  if (program === undefined) return undefined;
  return chooseTools(
    intent,
    tools.filter(({ kind }) => kind === program),
    { headers: true },
  )[0]?.tool;
}

function namesOf(program: 'perf' | 'bpftool'): string[] {
  return COMMANDS[program].map(({ words }) => [program, ...words].join(' ')).filter((name) => isWatching(name, program));
}

function isBare(word: string | undefined): boolean {
  return word !== undefined && /^[a-z][\w-]*$/.test(word);
}

/** The words of a command line as the name of a tool and the words of a question: `perf stat` is a name of two words. */
export function nameAndQuestion(words: readonly string[]): { readonly name: string; readonly question: string } {
  const [first = '', ...rest] = words;
  const program = PARTED.find((one) => one === first);
  if (program === undefined) return { name: first, question: rest.join(' ') };
  const command = COMMANDS[program].filter(({ words: own }) => own.every((word, at) => rest[at] === word)).sort((a, b) => b.words.length - a.words.length)[0];
  // Of a command that is not offered it is told so, by its name.
  const taken = command?.words ?? (isBare(rest[0]) ? rest.slice(0, isBare(rest[1]) ? 2 : 1) : []);
  return { name: [first, ...taken].join(' '), question: rest.slice(taken.length).join(' ') };
}
