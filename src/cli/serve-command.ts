/** The command line of the page's server. */
import { type Command, InvalidArgumentError } from 'commander';
import { parseInterval, parsePercent, parsePositive, parseSeconds, parseText } from './options.ts';
import type { ServeFlags } from './serve.ts';

/** Declares `gpttrace serve`. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the page: questions, programs, live charts and kept runs in a browser on this machine; ends with Ctrl-C')
    .option('--port <PORT>', 'where it listens, on 127.0.0.1 alone; 0 for any port that is free, 7575 without', parsePort)
    .option('--open', 'open the page in a browser')
    .option('--read-only', 'only show what is kept and what this machine offers; nothing is run')
    .option('--allow-unsafe', 'let programs do more than watch')
    .option('--no-commands', 'start no command for a page, to be traced')
    .option('--max-seconds <SECONDS>', 'end every run after so long', parseSeconds)
    .option('--max-runs <N>', 'so many runs at a time, 4 without', parsePositive)
    .option('--max-overhead <PERCENT>', "how much of this machine's CPU time a run may cost before it is slowed down, then ended; 25% without", parsePercent)
    .option('--token-file <FILE>', 'keep the token in this file, so that pages stay open when the server is started again', parseText)
    .option(
      '--otlp [URL]',
      'where metrics of a run are pushed to where a page wishes it (http/protobuf); this machine, port 4318, where neither this nor OTEL_EXPORTER_OTLP_ENDPOINT says',
    )
    .option('--otlp-interval <SECONDS>', 'how often; every 10 seconds without', parseInterval)
    .option('--max-series <N>', 'series of one metric at most; the others become one, 1000 without', parsePositive)
    .option('--no-keep', 'do not keep runs as sessions (gpttrace sessions)')
    .action(async (flags: ServeFlags) => {
      const { serveCommand } = await import('./serve.ts');
      process.exitCode = await serveCommand(flags);
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('expected a port, such as 7575, or 0 for any that is free.');
  return port;
}
