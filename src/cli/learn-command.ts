/** The command line of the course. */
import { type Command, Option } from 'commander';
import type { Exit } from '../core/exit.ts';
import type { LearnAskFlags } from './learn/ask.ts';
import type { GradeFlags } from './learn/grade.ts';
import type { LearnFlags } from './learn/learn.ts';
import type { LangFlags } from './learn/place.ts';
import type { ProgressFlags } from './learn/progress.ts';
import type { HintFlags, SolutionFlags } from './learn/work.ts';
import { addModelChoice } from './options.ts';
import { spoken } from './tongue.ts';

const WORK = 'LESSON, LESSON/EXERCISE or goal; where you are without';

/** Declares `gpttrace learn` and its subcommands. */
export function addLearn(program: Command): void {
  const learn = withLang(
    program
      .command('learn')
      .description('a course in eBPF, on this machine: lessons, exercises that are judged by what your program sees, and the way to what you want to see')
      .usage(spoken('[LESSON | "GOAL"] [options]\n       gpttrace learn edit|grade|watch|hint|solution|ask|progress ...'))
      .argument('[words...]', 'a lesson, by its name or number, or what you want to be able to see')
      .enablePositionalOptions(),
  )
    .option('--plain', 'a lesson as text, also on a terminal')
    .option('--json', 'JSON on standard output')
    .option('--export <PATH>', 'write the course as a static site into a folder, or as one page for paper into a file that ends in .html')
    .option('--force', 'with --export: overwrite a file that exists')
    .option('--check', 'for those who write lessons: read those of a folder strictly, and say what is wrong')
    .option('--run', 'with --check: judge every solution, start and slip on this machine too')
    .option('-y, --yes', 'with --run: without asking')
    .action(async (words: readonly string[], flags: LearnFlags) => {
      const { learnCommand } = await import('./learn/learn.ts');
      process.exitCode = await told(flags, words.join(' '), () => learnCommand(words, flags));
    });

  withLang(
    learn.command('edit').description('open the file of an exercise in $VISUAL or $EDITOR; what you wrote is never overwritten').argument('[exercise]', WORK),
  ).action(async (name: string | undefined, flags: LangFlags) => {
    const { editCommand } = await import('./learn/work.ts');
    process.exitCode = await told(flags, '', () => editCommand(name, flags));
  });
  withGrading(
    learn.command('grade').description('judge a program: it runs beside a workload, and must say what that did').argument('[exercise]', `${WORK}; or a file`),
  ).action(async (name: string | undefined, flags: GradeFlags) => {
    const { gradeCommand } = await import('./learn/grade.ts');
    process.exitCode = await told(flags, '', () => gradeCommand(name, flags));
  });
  withGrading(learn.command('watch').description('judge it each time it is saved, until Ctrl-C').argument('[exercise]', `${WORK}; or a file`)).action(
    async (name: string | undefined, flags: GradeFlags) => {
      const { watchCommand } = await import('./learn/watch.ts');
      process.exitCode = await told(flags, '', () => watchCommand(name, flags));
    },
  );
  withLang(learn.command('hint').description('a hint for an exercise, each time one more').argument('[exercise]', WORK))
    .option('--json', 'JSON on standard output')
    .action(async (name: string | undefined, flags: HintFlags) => {
      const { hintCommand } = await import('./learn/work.ts');
      process.exitCode = await told(flags, '', () => hintCommand(name, flags));
    });
  withLang(learn.command('solution').description('one right answer, after the hints').argument('[exercise]', WORK))
    .option('--give-up', 'before them')
    .option('--json', 'JSON on standard output')
    .action(async (name: string | undefined, flags: SolutionFlags) => {
      const { solutionCommand } = await import('./learn/work.ts');
      process.exitCode = await told(flags, '', () => solutionCommand(name, flags));
    });
  addModelChoice(
    withLang(
      learn.command('ask').description('a question about the lesson at hand: to the model in use, or else to the course itself').argument('<question...>'),
    ),
    'what the model may cost for this question',
  )
    .option('--lesson <LESSON>', 'about this lesson')
    .option('--json', 'JSON on standard output')
    .action(async (words: readonly string[], flags: LearnAskFlags) => {
      const { learnAskCommand } = await import('./learn/ask.ts');
      process.exitCode = await told(flags, words.join(' '), () => learnAskCommand(words.join(' '), flags));
    });
  withLang(learn.command('progress').description('what you have done, and where it is kept'))
    .option('--reset', 'forget it')
    .option('-y, --yes', 'without asking')
    .option('--json', 'JSON on standard output')
    .action(async (flags: ProgressFlags) => {
      const { progressCommand } = await import('./learn/progress.ts');
      process.exitCode = await told(flags, '', () => progressCommand(flags));
    });
}

/** Does it; what goes wrong is said in the language of whoever learns: as wanted, or as was typed. */
async function told(flags: LangFlags, text: string, action: () => Promise<Exit>): Promise<Exit> {
  const [{ typedLanguage }, { inLanguage }] = await Promise.all([import('./learn/place.ts'), import('../line/learn/in-language.ts')]);
  return inLanguage(flags.lang ?? typedLanguage(text), action);
}

function withLang(command: Command): Command {
  return command.addOption(new Option('--lang <LANG>', 'in this language instead of that of the locale, or of what you typed').choices(['en', 'zh']));
}

function withGrading(command: Command): Command {
  return withLang(command)
    .option('--for <EXERCISE>', 'which exercise a file is of')
    .option(
      '--guest [NAME]',
      'judge it in a guest of the lab (gpttrace lab list) instead of on this machine; one is taken by itself where this kernel lacks the probes',
    )
    .option('-y, --yes', 'run programs without asking')
    .option('--json', 'JSON on standard output');
}
