/** The first thing that runs. What every start pays for stays out of here: the rest is imported when it is known to be needed. */
import { readFileSync } from 'node:fs';

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  // As `Exit.outputClosed` and `Exit.file`, which need not be imported for this.
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') process.stderr.write(`gpttrace: cannot write the version: ${message}\n`);
    process.exit(code === 'EPIPE' ? 141 : 10);
  });
  process.stdout.write(`gpttrace ${version}\n`);
} else {
  const { main } = await import('./program.ts');
  await main(argv);
}
