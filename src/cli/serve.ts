import { readFileSync } from 'node:fs';
import type { AskEvent, Surroundings } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import type { Request } from '../core/request.ts';
import { paint } from '../views/layout.ts';
import { openServer } from '../web/server.ts';
import { newToken, tokenIn } from '../web/token.ts';
import { modelWish } from './model-wish.ts';
import { describeBug } from './report.ts';
import { listen } from './signals.ts';
import { keepsSessions, sinksOf } from './sinks.ts';
import { stderrStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface ServeFlags {
  readonly port?: number;
  readonly open?: boolean;
  readonly readOnly?: boolean;
  readonly allowUnsafe?: boolean;
  /** False where pages may not have commands started, to be traced. */
  readonly commands?: boolean;
  readonly maxSeconds?: number;
  readonly maxRuns?: number;
  /** A share (0 to 1) of the machine's CPU time. */
  readonly maxOverhead?: number;
  readonly tokenFile?: string;
  /** Where metrics go where a page wishes it: an address, or `true` for the usual one. */
  readonly otlp?: string | true;
  readonly otlpInterval?: number;
  readonly maxSeries?: number;
  /** False where runs are not to be kept as sessions. */
  readonly keep?: boolean;
}

const PORT = 7575;
const MOST_RUNS = 4;
/** Seconds between two looks at the maps of what runs. */
const LOOK_SECONDS = 1;

/** `gpttrace serve` */
export async function serveCommand(flags: ServeFlags): Promise<Exit> {
  const {
    port = PORT,
    readOnly = false,
    allowUnsafe = false,
    maxRuns = MOST_RUNS,
    maxSeconds,
    maxOverhead,
    tokenFile,
    keep = true,
    commands = true,
    otlp = true,
  } = flags;
  const otlpTo = async (): Promise<string> => (await import('../line/sinks/otlp-place.ts')).otlpPlace(otlp, process.env);
  if (flags.otlp !== undefined) await otlpTo();
  const exported = {
    otlp,
    ...(flags.otlpInterval === undefined ? {} : { otlpInterval: flags.otlpInterval }),
    ...(flags.maxSeries === undefined ? {} : { maxSeries: flags.maxSeries }),
  };
  const token = tokenFile === undefined ? newToken() : tokenIn(tokenFile);
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const interruption = listen();
  const server = await openServer({
    version,
    port,
    token,
    readOnly,
    allowUnsafe,
    commands,
    maxRuns,
    maxSeconds,
    line,
    keeps: keepsSessions({ keep }),
    otlp: otlpTo,
    around: async (heard = {}) => ({
      ...(await import('../local.ts')).localMachine(),
      ...modelWish({}),
      allowUnsafe,
      // What is typed into a page is compiled as nobody.
      confined: true,
      interactive: false,
      snapshots: LOOK_SECONDS,
      ...(maxOverhead === undefined ? {} : { maxOverhead }),
      sinks: await sinksOf(
        { keep: keep && heard.keep !== false, ...(heard.otlp === true ? exported : {}) },
        { stop: interruption.stop, ...(heard.names === undefined ? {} : { names: heard.names }) },
      ),
    }),
    tell: describeBug,
  });
  interruption.kill.addEventListener('abort', () => server.kill());
  let opened: { dispose(): void } | undefined;
  try {
    await write(process.stdout, `${server.url}\n`);
    await write(process.stderr, `${paint(hintOf(readOnly), 'dim', stderrStyle())}\n`);
    if (flags.open === true) opened = await (await import('./open-browser.ts')).openBrowser(server.url);
    await new Promise<void>((resolve) => {
      if (interruption.stop.aborted) resolve();
      interruption.stop.addEventListener('abort', () => resolve());
    });
  } finally {
    opened?.dispose();
    await server.close();
    interruption.dispose();
  }
  const exit = interruption.exit();
  return exit === undefined || exit === Exit.interrupted ? Exit.answered : exit;
}

/** Imported when it is first asked. */
async function* line(request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  const { ask } = await import('../ask.ts');
  return yield* ask(request, around);
}

function hintOf(readOnly: boolean): string {
  const what = readOnly ? spoken('It only shows; nothing is run.') : spoken('Whoever has this address can trace this machine as you.');
  return spoken(`gpttrace: open this address in a browser on this machine. ${what} Ctrl-C ends it, and what runs.`);
}
