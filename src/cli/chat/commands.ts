/** `/NAME` in a talk: its own commands, and those of the command line. */
import type { Exit } from '../../core/exit.ts';
import { callCommand, type RunFile, wordsOf } from './command-line.ts';
import { doSaying, explain } from './sayings.ts';
import type { Scene } from './scene.ts';

/** Commands of the talk itself, beside those of the command line. */
export const OWN_COMMANDS = ['program', 'save', 'undo', 'restart', 'again', 'why', 'next', 'good', 'bad', 'help', 'quit', 'exit'] as const;

/** Does what was typed; `leave` where that ends the talk. Throws a Problem where it cannot be done. */
export async function doCommand(name: string, rest: string, scene: Scene, runFile: RunFile): Promise<Exit | 'leave'> {
  const args = wordsOf(rest);
  switch (name) {
    case 'save':
      return doSaying({ saying: 'save', ...(args[0] === undefined ? {} : { about: args[0] }) }, scene);
    case 'program':
    case 'undo':
    case 'restart':
    case 'why':
    case 'next':
    case 'good':
    case 'bad':
      return doSaying({ saying: name }, scene);
    case 'help': {
      const about = args[0]?.replace(/^\//, '');
      if (about === undefined || (OWN_COMMANDS as readonly string[]).includes(about)) return doSaying({ saying: 'help' }, scene);
      return call(about, ['--help'], scene, runFile);
    }
    case 'again':
      return scene.asked().again(undefined);
    case 'quit':
    case 'exit':
      return 'leave';
    case 'explain': {
      // Of what was asked, where nothing else is named.
      const line = /^(?:line\s+)?(\d+)$/.exec(args.join(' '))?.[1];
      if (args.length === 0 || line !== undefined) return explain(line === undefined ? undefined : Number(line), scene);
      break;
    }
    case 'write': {
      // Of what was asked, where nothing else is.
      const as = /^(?:(?:it )?(?:as|in) )?(c|bpftrace)$/i.exec(args.join(' '))?.[1]?.toLowerCase();
      if (as !== undefined) return (await import('./write.ts')).writeAsked(scene, { as: as === 'c' ? 'c' : 'bpftrace' });
      break;
    }
    case 'facts':
      // What it writes for other machines is no reading matter.
      if (args.length === 0) return (await import('../doctor.ts')).doctorCommand(false);
      break;
    default:
      break;
  }
  return call(name, args, scene, runFile);
}

function call(name: string, args: readonly string[], scene: Scene, runFile: RunFile): Promise<Exit> {
  const { setting, language } = scene;
  return callCommand(setting.commandLine(), {
    name,
    args,
    own: OWN_COMMANDS,
    language,
    runFile,
    ofAnswer: {
      debug: async (flags) => (await import('./debug.ts')).debugAsked(scene, 'debug', flags),
      write: async (flags) => (await import('./write.ts')).writeAsked(scene, flags),
    },
  });
}
