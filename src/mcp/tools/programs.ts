/** Programs looked at without running them: checked, mended, explained. */
import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { GivenProgram } from '../../core/request.ts';
import type { Inspection, Repaired } from '../../line/check.ts';
import type { GivenOptions } from '../../line/inspect-given.ts';
import { givenProgram, programLanguage, programText } from '../asked.ts';
import { answer, answering } from '../result.ts';
import type { Connection } from '../service.ts';
import { openKept } from '../sessions.ts';
import { SHAPES } from '../shapes.ts';
import { tellDiagnostics } from '../tell.ts';

const LOOKS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const version = z
  .string()
  .regex(/^\d+\.\d+(?:\.\d+)?$/)
  .optional()
  .describe('for this version of bpftrace instead of the installed one');

export function addPrograms(server: McpServer, connection: Connection): void {
  const { service, client } = connection;
  const { allowUnsafe } = service.policy;
  const confined = ({ mcpReq }: ServerContext): GivenOptions => ({ allowUnsafe, confined: true, stop: mcpReq.signal });

  const mend = async (given: GivenProgram, bpftrace: string | undefined, ctx: ServerContext): Promise<Repaired> => {
    if (given.language === 'c') {
      refuseForC({ bpftrace });
      const { mendGiven } = await import('../../line/mend-given.ts');
      return service.turns.take(ctx.mcpReq.signal, () => mendGiven(given, confined(ctx)));
    }
    const { openInspector } = await import('../../line/check.ts');
    return (await openInspector({ allowUnsafe, ...(bpftrace === undefined ? {} : { bpftrace }) })).mend(given.source);
  };

  server.registerTool(
    'check',
    {
      title: 'Check a program',
      description:
        "Holds a program (bpftrace, or C for BPF) against this machine: what is wrong with it and where, what it may do, what it costs. C is compiled, and shown to the kernel's verifier where it only watches. Runs nothing.",
      inputSchema: z.object({
        source: programText(),
        written_in: programLanguage(),
        question: z.string().max(2000).optional().describe('of a bpftrace program: say too what it does not do of what this asks'),
        bpftrace: version,
      }),
      outputSchema: SHAPES.checked,
      annotations: LOOKS,
    },
    ({ source, written_in: language, question, bpftrace }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const given = givenProgram(source, language);
        if (given.language === 'c') {
          refuseForC({ question, bpftrace });
          const { inspectGiven } = await import('../../line/inspect-given.ts');
          return answer(tellInspection(await service.turns.take(ctx.mcpReq.signal, () => inspectGiven(given, confined(ctx))), source));
        }
        const { openInspector } = await import('../../line/check.ts');
        const inspector = await openInspector({
          allowUnsafe,
          ...(question === undefined ? {} : { question }),
          ...(bpftrace === undefined ? {} : { bpftrace }),
        });
        return answer(tellInspection(inspector.inspect(source), source));
      }),
  );

  server.registerTool(
    'fix',
    {
      title: 'Mend a program',
      description:
        'Mends what can be mended in a program (bpftrace, or C for BPF) without a person, and gives every change with its reason. Runs nothing, changes no file.',
      inputSchema: z.object({ source: programText(), written_in: programLanguage(), bpftrace: version }),
      outputSchema: SHAPES.fixed,
      annotations: LOOKS,
    },
    ({ source, written_in: language, bpftrace }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        const mended = await mend(givenProgram(source, language), bpftrace, ctx);
        const { diagnostics, changes } = mended;
        const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
        return answer({ source: mended.source, changes, errors, diagnostics: tellDiagnostics(diagnostics, mended.source) });
      }),
  );

  server.registerTool(
    'explain',
    {
      title: 'Explain a program or a run',
      description:
        'Explains a program (bpftrace line by line; C by what it compiles to), or a run of this client or a session that is kept: what stands out in its answer, computed, and its program. Asks no model.',
      inputSchema: z.object({
        source: programText().optional(),
        written_in: programLanguage(),
        run: z.string().max(80).optional().describe('a run that has ended'),
        session: z.string().max(80).optional().describe('the id of a session, or last'),
        language: z.enum(['en', 'zh']).optional().describe('what to explain it in'),
      }),
      outputSchema: SHAPES.explained,
      annotations: LOOKS,
    },
    ({ source, written_in: written, run, session, language }, ctx) =>
      answering(service, ctx.mcpReq.signal, async () => {
        if ([source, run, session].filter((one) => one !== undefined).length !== 1) throw new Problem(messages.mcpOneOf(['source', 'run', 'session']));
        const { explainFile, explainGiven, explainRun } = await import('../../line/explain-text.ts');
        if (source !== undefined) {
          const given = givenProgram(source, written);
          const { diagnostics, explanation, known } =
            given.language === 'c'
              ? await service.turns.take(ctx.mcpReq.signal, () => explainGiven(given, language ?? 'en', { confined: true, stop: ctx.mcpReq.signal }))
              : await explainFile(source, { language: language ?? 'en' });
          const { lines, maps, limits } = explanation;
          const title = known === undefined ? {} : { title: known.title };
          return answer({ of: 'program', ...title, lines, maps, limits, diagnostics: tellDiagnostics(diagnostics, source) });
        }
        const record = run === undefined ? (await openKept(session ?? '', service)).record : service.traces.get(run, client).run.record();
        if (record === undefined) throw new Problem(messages.mcpNothingSeen(run ?? ''));
        const { findings, explanation } = await explainRun(record, language);
        const { lines, maps, limits } = explanation;
        const told = findings.map(({ kind, text }) => ({ kind, text }));
        return answer({ of: 'run', title: record.program.title, sentence: record.sentence, findings: told, lines, maps, limits }, { untrusted: true });
      }),
  );
}

/** What is asked of bpftrace programs alone. Throws a Problem where it is asked of C. */
function refuseForC(asked: Readonly<Record<string, string | undefined>>): void {
  const what = Object.keys(asked).find((name) => asked[name] !== undefined);
  if (what !== undefined) throw new Problem(messages.mcpBpftraceOnly(what));
}

function tellInspection({ diagnostics, safety, unchecked }: Inspection, source: string): object {
  const count = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  // Of what cannot be read, or compiled, nobody knows what it may do.
  const isUnknown = count('error') > 0 && safety.every((one) => one === 'observe');
  return {
    errors: count('error'),
    warnings: count('warning'),
    safety: isUnknown ? [] : safety,
    diagnostics: tellDiagnostics(diagnostics, source),
    unchecked,
  };
}
