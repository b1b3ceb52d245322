import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Listed } from '../../line/tools/listing.ts';
import type { ToolLine, ToolView } from '../api.ts';
import { type Route, spokenDiagnostics } from '../routes.ts';
import { MOST_OF_COMMAND } from '../wish.ts';

const HeldBody = z.strictObject({ line: z.string().max(MOST_OF_COMMAND) });

/** Which tools there are is told from their files, a hundred of them: it is looked at anew after so long. */
const FRESH_MS = 60_000;
const MOST_FOR_QUESTION = 8;
const MOST_LETTERS = 1000;

/** The tracing tools that are installed: listed, described, and a command line of one held against what it understands. None of it runs one. */
export function toolRoutes({ allowUnsafe }: { readonly allowUnsafe: boolean }): Route[] {
  let listed: { readonly tools: Promise<readonly Listed[]>; readonly at: number } | undefined;
  const all = (): Promise<readonly Listed[]> => {
    if (listed === undefined || Date.now() - listed.at > FRESH_MS) {
      listed = { tools: import('../../line/tools/listing.ts').then(({ listTools }) => listTools()), at: Date.now() };
      // What failed once is tried again.
      listed.tools.catch(() => {
        listed = undefined;
      });
    }
    return listed.tools;
  };
  return [
    {
      method: 'GET',
      path: '/api/tools',
      answer: async ({ query }): Promise<readonly ToolLine[]> => {
        const question = (query.get('q') ?? '').trim().slice(0, MOST_LETTERS);
        if (question === '') return (await all()).map(lineOf);
        const { toolsFor } = await import('../../line/tools/listing.ts');
        return (await toolsFor(question, MOST_FOR_QUESTION)).map(lineOf);
      },
    },
    {
      method: 'GET',
      path: '/api/tools/:name',
      answer: async ({ path: { name = '' } }): Promise<ToolView> => {
        const { toolDetails } = await import('../../line/tools/listing.ts');
        const found = await toolDetails([name.slice(0, MOST_LETTERS)]);
        if (found === undefined) throw new Problem(messages.noSuchTool(name.slice(0, 80), []));
        const { options, positionals, examples, kind, path } = found;
        return {
          ...lineOf(found),
          kind,
          path,
          options: options.map(({ names, argument, meaning, safety }) => ({
            names,
            ...(argument === undefined ? {} : { argument: argument.values?.join('|') ?? argument.name }),
            meaning,
            safety,
          })),
          positionals: positionals.map(({ name: called, type, meaning, required }) => ({ name: called, meaning: meaning === '' ? type : meaning, required })),
          examples,
        };
      },
    },
    {
      method: 'POST',
      path: '/api/tools/:name/check',
      answer: async ({ path: { name = '' }, body, request }) => {
        const { line } = await body(HeldBody);
        const { holdLine } = await import('../../line/tools/held.ts');
        const held = await holdLine(name.slice(0, MOST_LETTERS), line, allowUnsafe);
        return { ...held, diagnostics: await spokenDiagnostics(held.diagnostics, request) };
      },
    },
  ];
}

function lineOf({ name, summary, works, safety, command }: Listed): ToolLine {
  return { name, summary, works, safety, ...(command === undefined ? {} : { command }) };
}
