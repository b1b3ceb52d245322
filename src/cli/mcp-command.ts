/** The command line of the MCP server. */
import { type Command, InvalidArgumentError } from 'commander';
import type { McpFlags } from './mcp.ts';
import { addModelChoice, parsePercent, parsePositive, parseSeconds } from './options.ts';
import { spoken } from './tongue.ts';

const EXAMPLES = `
Examples:
  gpttrace mcp                          a client starts it (docs/MCP.md)
  gpttrace mcp --http                   clients connect to it, with the token it prints
  gpttrace mcp --max-seconds 10 --max-runs 1`;

/** Declares `gpttrace mcp`. */
export function addMcp(program: Command): void {
  const command = program
    .command('mcp')
    .description('serve AI clients by the Model Context Protocol, on standard input and output: they may plan, check and run what only observes')
    .addHelpText('after', spoken(EXAMPLES))
    .option('--http [PORT]', 'serve over HTTP on this machine alone, 4783 without a port; a token is needed, and printed', parsePort)
    .option('--max-seconds <SECONDS>', 'how long a run may last', parseLasting, 60)
    .option('--max-events <N>', 'how many events a run may deliver', parsePositive, 50_000)
    .option('--max-runs <N>', 'how many runs may go on at a time', parsePositive, 4)
    .option('--max-overhead <PERCENT>', "how much of this machine's CPU time a run may cost before it is slowed down, then ended; 25% without", parsePercent)
    .option('--allow-unsafe', 'let the person at the machine allow programs that do more than watch; without it they are refused')
    .option('--no-ask', 'do not have clients ask their user before a program that only observes is run')
    .option('--no-keep', 'do not keep runs as sessions (gpttrace sessions)');
  addModelChoice(command, 'what the model may cost for each question').action(async (flags: McpFlags) => {
    const { mcpCommand } = await import('./mcp.ts');
    process.exitCode = await mcpCommand(flags);
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw new InvalidArgumentError('expected a port from 1 to 65535.');
  return port;
}

/** Without an end there is no limit. */
function parseLasting(text: string): number {
  const seconds = parseSeconds(text);
  if (seconds === 0) throw new InvalidArgumentError('expected more than 0 seconds.');
  return seconds;
}
