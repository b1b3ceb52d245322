import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { GivenProgram } from '../../core/request.ts';
import { type Inspector, openInspector } from '../../line/check.ts';
import { reachOf, refuseReach } from '../../line/reach.ts';
import type { Style } from '../../views/layout.ts';
import type { Diagnosed } from '../api.ts';
import type { Diagnoser } from '../diagnoser.ts';
import { goneWith } from '../gone.ts';
import { type Route, spokenDiagnostics } from '../routes.ts';
import type { ServerOptions } from '../server.ts';

const CheckBody = z.strictObject({ source: z.string(), language: z.enum(['bpftrace', 'c']).optional(), lang: z.enum(['en', 'zh']).optional() });
const HeldBody = z.strictObject({ ...CheckBody.shape, within: z.string().min(1).max(64).optional() });
const FormatBody = z.strictObject({ source: z.string() });
const DebugBody = z.strictObject({ ...CheckBody.shape, seconds: z.number().int().min(1).max(60).optional() });

const WATCHED_SECONDS = 5;
/** What the machine offers is read anew after so long: while somebody types it is the same. */
const FRESH_MS = 30_000;
const MOST_LETTERS = 256 * 1024;

/** Programs that are looked at, and copies of them that are run to tell why they are silent. */
export function programRoutes(diagnoser: Diagnoser, { allowUnsafe, readOnly }: Pick<ServerOptions, 'allowUnsafe' | 'readOnly'>): Route[] {
  /** Of this machine, and of the guest that was asked for last. */
  const inspectors = new Map<'here' | 'guest', { readonly opened: Promise<Inspector>; readonly of: string | undefined; readonly at: number }>();
  const inspecting = (guest?: string): Promise<Inspector> => {
    const place = guest === undefined ? 'here' : 'guest';
    const known = inspectors.get(place);
    if (known !== undefined && known.of === guest && Date.now() - known.at <= FRESH_MS) return known.opened;
    const opened = openInspector({ allowUnsafe, ...(guest === undefined ? {} : { guest }) });
    inspectors.set(place, { opened, of: guest, at: Date.now() });
    // What failed once is tried again.
    opened.catch(() => inspectors.delete(place));
    return opened;
  };
  return [
    {
      method: 'POST',
      path: '/api/check',
      answer: async ({ body, request }) => {
        const { source, language, within } = bounded(await body(HeldBody));
        if (language === 'c') {
          const reach = reachOf(source);
          if (reach.length > 0) return { diagnostics: await spokenDiagnostics(reach, request), safety: [] };
          const { inspectGiven } = await import('../../line/inspect-given.ts');
          // Typed and not agreed to: compiled, not loaded.
          const { diagnostics, safety } = await inspectGiven(givenC(source), { allowUnsafe, load: false, confined: true });
          return { diagnostics: await spokenDiagnostics(diagnostics, request), safety };
        }
        const { diagnostics, safety } = (await inspecting(within)).inspect(source);
        return { diagnostics: await spokenDiagnostics(diagnostics, request), safety };
      },
    },
    {
      method: 'POST',
      path: '/api/explain',
      answer: async ({ body }) => {
        const { source, language, lang = 'en' } = bounded(await body(CheckBody));
        if (language === 'c') refuseReach(source);
        const { explainFile, explainGiven, renderProgram } = await import('../../line/explain-text.ts');
        const { explanation } = language === 'c' ? await explainGiven(givenC(source), lang) : await explainFile(source, { language: lang });
        const style: Style = { columns: 100, color: false, unicode: true, language: lang };
        return { lines: renderProgram(explanation, source, style), explanation };
      },
    },
    {
      method: 'POST',
      path: '/api/format',
      answer: async ({ body }) => {
        const { source } = bounded(await body(FormatBody));
        const { formatProgram } = await import('../../line/format.ts');
        return { text: formatProgram(source).text ?? null };
      },
    },
    {
      method: 'POST',
      path: '/api/debug',
      answer: async ({ body, response }): Promise<Diagnosed> => {
        const { source, language, lang = 'en', seconds = WATCHED_SECONDS } = bounded(await body(DebugBody));
        if (readOnly) throw new Problem(messages.readOnly());
        if (language === 'c') refuseReach(source);
        const program: GivenProgram = language === 'c' ? givenC(source) : { path: 'page.bt', language: 'bpftrace', source };
        const diagnosis = await diagnoser.diagnose({ program, language: lang, seconds }, goneWith(response));
        const { lessonsByConcept } = await import('../../line/debug/lessons.ts');
        const lessons = lessonsByConcept();
        return { diagnosis, lessons: diagnosis.findings.map(({ concept }) => lessons.get(concept) ?? '') };
      },
    },
  ];
}

/** All others wait while one is looked at. */
function bounded<T extends { readonly source: string }>(body: T): T {
  if (body.source.length > MOST_LETTERS) throw new Problem(messages.programTooLarge(MOST_LETTERS));
  return body;
}

function givenC(source: string): GivenProgram {
  return { path: 'page.bpf.c', language: 'c', source };
}
