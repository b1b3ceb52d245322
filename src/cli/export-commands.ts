import type { Command } from 'commander';
import type { ExportFlags } from './export.ts';
import { parseText } from './options.ts';

/** Declares `gpttrace export`. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write a run that is over as a file: a page, a table, a profile')
    .argument('[SESSION]', 'the run: a session (last, last-1, an id), or a FILE.json that holds one; - for standard input')
    .option('--as <FORMAT>', 'the form; without it the ending of the file tells', parseText)
    .option('-o, --output <FILE>', 'where to write it; standard output without', parseText)
    .option('--dataset <NAME>', 'which table of the run, for a form that holds one; the answer without', parseText)
    .option('--force', 'overwrite a file that exists')
    .option('--list', 'show the forms there are, and the tables of SESSION')
    .action(async (session: string | undefined, flags: ExportFlags) => {
      const { exportCommand } = await import('./export.ts');
      process.exitCode = await exportCommand(session, flags);
    });
}
