import { randomBytes } from 'node:crypto';
import type { ask } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Sink } from '../line/sink.ts';
import { localMachine, stateDirectory } from '../local.ts';
import type { ServerPolicy } from '../mcp/policy.ts';
import type { Service } from '../mcp/service.ts';
import { visible } from '../views/values.ts';
import { modelWish, plannerOf } from './model-wish.ts';
import type { ModelFlags } from './options.ts';
import { listen } from './signals.ts';
import { keepsSessions } from './sinks.ts';
import { spoken } from './tongue.ts';
import { version } from './version.ts';

export interface McpFlags extends ModelFlags {
  readonly http?: number | true;
  readonly maxSeconds: number;
  readonly maxEvents: number;
  readonly maxOverhead?: number;
  readonly maxRuns: number;
  readonly allowUnsafe?: boolean;
  /** False for `--no-ask`. */
  readonly ask: boolean;
  /** False for `--no-keep`. */
  readonly keep?: boolean;
}

export const MCP_PORT = 4783;
/** Seconds between two looks at the maps of what runs. */
const LOOK_SECONDS = 1;
const SHORTEST_TOKEN = 32;

/** `gpttrace mcp`: serves one client on standard input and output, or, over HTTP, those who know the token. */
export async function mcpCommand(flags: McpFlags): Promise<Exit> {
  if (flags.http === undefined && process.stdin.isTTY === true) throw new Problem(messages.mcpOnTerminal());
  const interruption = listen();
  try {
    const service = await openService(flags);
    if (flags.http === undefined) {
      const { serveOnStdio } = await import('../mcp/stdio.ts');
      await serveOnStdio(service, process.stdin, process.stdout, interruption.stop);
    } else await serveHttp(service, flags.http === true ? MCP_PORT : flags.http, interruption.stop);
    return interruption.exit() ?? Exit.answered;
  } finally {
    interruption.dispose();
    // A client that is gone without a word may have left its end of the pipe open.
    process.stdin.destroy();
  }
}

async function openService(flags: McpFlags): Promise<Service> {
  const { maxSeconds, maxEvents, maxRuns, maxOverhead, allowUnsafe = false, ask: asks } = flags;
  const policy: ServerPolicy = { maxSeconds, maxEvents, maxRuns, allowUnsafe, asks, ...(maxOverhead === undefined ? {} : { maxOverhead }) };
  const [{ Traces }, { personAtTerminal, reader }, { Answers }, { Turns }, { SessionSink }] = await Promise.all([
    import('../mcp/traces.ts'),
    import('../mcp/person.ts'),
    import('../mcp/service.ts'),
    import('../mcp/turns.ts'),
    import('../line/sinks/session.ts'),
  ]);
  const around = {
    ...localMachine(),
    interactive: false,
    allowUnsafe,
    confined: true,
    keepDrafts: false,
    snapshots: LOOK_SECONDS,
    ...(maxOverhead === undefined ? {} : { maxOverhead }),
    // A model costs money, and is sent what is asked: only where whoever starts the server wants that.
    ...(flags.model === undefined && flags.planner !== 'model' ? {} : modelWish(flags)),
  };
  const sinks = (): readonly Sink[] => (keepsSessions(flags) ? [new SessionSink(`${stateDirectory()}/sessions`)] : []);
  const planner = plannerOf(flags);
  // A client that connects is answered before anything is planned.
  const line: typeof ask = async function* (request, surroundings) {
    return yield* (await import('../ask.ts')).ask({ ...request, ...planner }, surroundings);
  };
  const ground = { line, around, sinks };
  // Where a client has started us the terminal is the client's.
  const person = flags.http === undefined ? reader() : (personAtTerminal() ?? reader());
  const log = (line: string): void => void process.stderr.write(`gpttrace mcp: ${visible(line)}\n`);
  return {
    version: version(),
    policy,
    ground,
    traces: new Traces(ground, policy, person),
    library: async () => (await import('../line/library.ts')).openLibrary(),
    answers: new Answers(),
    turns: new Turns(),
    log,
  };
}

async function serveHttp(service: Service, port: number, stop: AbortSignal): Promise<void> {
  const { serveOnHttp } = await import('../mcp/http.ts');
  const given = process.env.GPTTRACE_MCP_TOKEN;
  const token = given ?? randomBytes(32).toString('hex');
  if (token.length < SHORTEST_TOKEN || !/^[\w-]+$/.test(token)) throw new Problem(messages.mcpWeakToken(SHORTEST_TOKEN));
  const serving = await serveOnHttp(service, { port, token });
  process.stderr.write(spoken(`gpttrace mcp: serving at ${serving.url}\n`));
  process.stderr.write(`gpttrace mcp: ${given === undefined ? `Authorization: Bearer ${token}` : spoken('the token is that of GPTTRACE_MCP_TOKEN')}\n`);
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  await serving.close();
}
