/** `ask`: the program that would answer a question, proven against this machine. Nothing runs. */
import type { McpServer } from '@modelcontextprotocol/server';
import type { AskEvent, Plan } from '../../ask.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { Exit } from '../../core/exit.ts';
import { questionArguments, requestOf } from '../asked.ts';
import { limited } from '../policy.ts';
import { answer, answering } from '../result.ts';
import type { Connection, Service } from '../service.ts';
import { SHAPES } from '../shapes.ts';
import { tellPlan, tellUnanswered } from '../tell.ts';

export function addAsk(server: McpServer, { service }: Connection): void {
  server.registerTool(
    'ask',
    {
      title: 'Plan a trace',
      description:
        'Turns a question about this Linux machine into a checked bpftrace program (or one in C, or an installed tool), and tells what it would show, what it may do and whether the server lets it run. Nothing is run. Then use run_start with the same question.',
      inputSchema: questionArguments(),
      outputSchema: SHAPES.planned,
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    (wishes, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const { signal } = ctx.mcpReq;
        const request = requestOf(wishes);
        return answer(await service.turns.take(signal, () => planned(service, request, signal)));
      }),
  );
}

async function planned({ ground, policy }: Service, request: ReturnType<typeof requestOf>, stop: AbortSignal): Promise<object> {
  const notes: string[] = [];
  let plan: { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] } | undefined;
  let unanswered: Extract<AskEvent, { type: 'unanswered' }> | undefined;
  let told: Extract<AskEvent, { type: 'told' }> | undefined;
  const around = {
    ...ground.around,
    willRun: false,
    stop,
    kill: stop,
    decide: () => Promise.resolve({ kind: 'stop', exit: Exit.answered } as const),
  };
  for await (const event of ground.line(limited(request, policy), around)) {
    if (event.type === 'plan') plan = event;
    else if (event.type === 'unanswered') unanswered = event;
    else if (event.type === 'told') told = event;
    else if (event.type === 'note') notes.push(event.message);
  }
  return {
    outcome: plan !== undefined ? 'plan' : told !== undefined ? 'told' : 'unanswered',
    ...(plan === undefined ? {} : { plan: tellPlan(plan.plan, plan.diagnostics, policy) }),
    ...(told === undefined ? {} : { told: told.passages, ...(told.said === undefined ? {} : { said: told.said }) }),
    ...(unanswered === undefined ? {} : { unanswered: tellUnanswered(unanswered) }),
    notes,
  };
}
