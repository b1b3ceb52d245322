import type { Command } from 'commander';
import type { DashboardFlags } from './dashboard.ts';
import { addModelChoice } from './options.ts';

/** Declares `gpttrace export dashboard`; `export` itself where nothing has declared it before. */
export function addDashboard(program: Command): void {
  const parent =
    program.commands.find((command) => command.name() === 'export') ?? program.command('export').description('write what gpttrace knows for other programs');
  const dashboard = parent
    .command('dashboard')
    .description('write a Grafana dashboard for the metrics that a program becomes with --otlp or --prometheus; runs nothing')
    .argument('<question...>', 'a question, a program (FILE.bt), or a session that is kept (its id, or last)')
    .option('-o, --output <FILE.json>', 'write it to a file instead of standard output')
    .option('--force', 'overwrite a file that exists');
  addModelChoice(dashboard, 'what the model may cost for this question').action(async (words: readonly string[], flags: DashboardFlags) => {
    const { dashboardCommand } = await import('./dashboard.ts');
    process.exitCode = await dashboardCommand(words, flags);
  });
}
