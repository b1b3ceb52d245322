/** Why a program is silent: looked at, then a copy of it that counts is run, as any run of a client is. */
import type { CallToolResult, InputRequiredResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Plan, Surroundings } from '../../ask.ts';
import { Exit } from '../../core/exit.ts';
import type { GivenProgram, Request } from '../../core/request.ts';
import type { Diagnosis } from '../../debug/diagnosis.ts';
import type { DebugAround, DebugRequest } from '../../line/debug.ts';
import type { AskEvent } from '../../line/events.ts';
import { givenProgram, programLanguage, programText, requestOf } from '../asked.ts';
import { answer, answering } from '../result.ts';
import type { Connection } from '../service.ts';
import { SHAPES } from '../shapes.ts';
import { hintsForClients, tellState } from '../tell.ts';
import type { Trace } from '../traces.ts';
import { canElicit, elicitation, ended, settled, takeAnswer } from './runs.ts';

const SECONDS = 5;
const MOST_SECONDS = 60;

export function addDebug(server: McpServer, connection: Connection): void {
  const { service, client } = connection;
  const { traces, policy, ground, turns } = service;

  const debugLine = async () => ground.debug ?? (await import('../../line/debug.ts')).debug;
  const aroundOf = (around: Omit<Surroundings, 'decide' | 'sinks'>, agree: boolean): DebugAround => {
    const { host, cache, lists, launcher, maxOverhead, confined, stop, kill } = around;
    return {
      host,
      ...(cache === undefined ? {} : { cache }),
      ...(lists === undefined ? {} : { lists }),
      ...(launcher === undefined ? {} : { launcher }),
      ...(maxOverhead === undefined ? {} : { maxOverhead }),
      ...(confined === undefined ? {} : { confined }),
      interactive: false,
      stop,
      kill,
      agree: () => Promise.resolve(agree),
    };
  };
  const diagnose = async (request: DebugRequest, around: DebugAround): Promise<Diagnosis> => {
    for await (const event of (await debugLine())(request, around))
      if (event.type === 'diagnosis') return (await import('../../debug/private.ts')).withoutSeen(event, request.program.source);
    throw new Error('the line ended without a diagnosis');
  };

  /** Planned and agreed to as any other; what runs then is the copy. */
  const begin = (program: GivenProgram, seconds: number, asks: boolean, wanted: Request): Trace => {
    const trace: Trace = traces.start({ ...wanted, seconds }, client, asks, async function* (request, around): AsyncGenerator<AskEvent, Exit> {
      let agreed: Plan | undefined;
      const decide: Surroundings['decide'] = async (plan, diagnostics) => {
        const decision = await around.decide(plan, diagnostics);
        if (decision.kind !== 'run') return decision;
        agreed = plan;
        return { kind: 'stop', exit: Exit.answered };
      };
      const exit = yield* ground.line(request, { ...around, sinks: [], decide });
      if (agreed === undefined || around.stop.aborted) return exit;
      yield { type: 'running', plan: agreed };
      const asked = { program, language: 'en' as const, seconds: request.seconds ?? seconds, beside: false };
      trace.diagnosis = await diagnose(asked, aroundOf(around, true));
      return trace.diagnosis.verdict === 'silent' ? Exit.sawNothing : trace.diagnosis.verdict === 'broken' ? Exit.badProgram : Exit.answered;
    });
    return trace;
  };
  const state = (trace: Trace): CallToolResult => {
    const { plan: _, ...rest } = tellState(trace, policy);
    return answer({ ...rest, ...(trace.diagnosis === undefined ? {} : { diagnosis: tellDiagnosis(trace.diagnosis) }) }, { untrusted: true });
  };

  server.registerTool(
    'debug',
    {
      title: 'Why is a program silent?',
      description: `Tells why a program (bpftrace, or C for BPF) fails or shows nothing: its stages, and what is wrong with what to try. A program that can run is run for some seconds in a copy that counts how far its events come, under the policy of run_start. Where somebody has to agree first it answers with a run that waits; once they have, call debug with that run for the diagnosis.`,
      inputSchema: z.object({
        source: programText().optional(),
        written_in: programLanguage(),
        seconds: z.number().int().min(1).max(MOST_SECONDS).default(SECONDS),
        run: z.string().min(1).max(80).optional().describe('instead of source: a run that debug gave, which was agreed to meanwhile'),
      }),
      outputSchema: SHAPES.diagnosed,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    },
    ({ source, written_in: language, seconds, run }, ctx) =>
      answering(service, ctx.mcpReq.signal, async (): Promise<CallToolResult | InputRequiredResult> => {
        const asks = canElicit(server, ctx);
        const begun = ctx.mcpReq.requestState<string>();
        let trace: Trace | undefined = begun === undefined && run === undefined ? undefined : traces.get(begun ?? run ?? '', client);
        if (begun !== undefined && trace !== undefined) takeAnswer(trace, ctx, connection);
        if (trace === undefined) {
          const wanted = requestOf({ source, written_in: language });
          const program = givenProgram(source ?? '', language);
          const { signal } = ctx.mcpReq;
          const looking = aroundOf({ ...ground.around, stop: signal, kill: signal }, false);
          const looked = await turns.take(signal, () => diagnose({ program, language: 'en', seconds }, looking));
          if (looked.verdict === 'broken') return answer({ diagnosis: tellDiagnosis(looked) });
          trace = begin(program, seconds, asks, wanted);
        }
        await settled(trace, ctx);
        if (trace.run.phase !== 'deciding') await ended(trace, ctx);
        return elicitation(trace, asks, ctx) ?? state(trace);
      }),
  );
}

/** Its repairs as the program that comes of them. */
function tellDiagnosis({ verdict, seconds, stages, findings, repaired, program }: Diagnosis): object {
  return {
    verdict,
    program,
    ...(seconds === undefined ? {} : { seconds }),
    stages,
    findings: findings.map(({ id, stage, severity, concept, from, says, tries, said }) => ({
      id,
      stage,
      severity,
      concept,
      ...(from === undefined ? {} : { line: from.line, column: from.column }),
      says,
      tries: hintsForClients(tries),
      ...(said === undefined ? {} : { said }),
    })),
    ...(repaired === undefined ? {} : { repaired }),
  };
}
