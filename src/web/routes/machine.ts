import { hostname, release, userInfo } from 'node:os';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { type FoundProbe, searchProbes } from '../../line/probes.ts';
import { firstQuestions, suggestQuestions } from '../../line/suggest.ts';
import { examine } from '../../local.ts';
import { renderDefinitions } from '../../views/definition.ts';
import type { Hello, Offers, ProbeLine } from '../api.ts';
import { Content, numberOf, type Route, textOf } from '../routes.ts';

/** Probes that are told at once. */
const MOST_PROBES = 500;
const PROBES = 50;
const DEEPEST = 5;

export interface Told {
  readonly version: string;
  readonly readOnly: boolean;
  readonly allowUnsafe: boolean;
  readonly commands?: boolean;
  readonly otlp?: () => Promise<string>;
  readonly keeps?: boolean;
  readonly maxRuns: number;
  readonly maxSeconds?: number | undefined;
}

/** What this machine and this server are. */
export function machineRoutes({ version, readOnly, allowUnsafe, maxRuns, maxSeconds, commands = true, otlp, keeps = false }: Told): Route[] {
  let examining: ReturnType<typeof examine> | undefined;
  return [
    {
      method: 'GET',
      path: '/api/hello',
      answer: async ({ query }): Promise<Hello> => {
        const model = await modelName();
        return {
          version,
          host: hostname(),
          kernel: release(),
          readOnly,
          allowUnsafe,
          maxRuns,
          ...(readOnly || !commands ? {} : { commands: { user: userName(), folder: process.cwd() } }),
          ...(maxSeconds === undefined ? {} : { maxSeconds }),
          ...(model === undefined ? {} : { model }),
          examples: firstQuestions(query.get('lang') ?? 'en'),
        };
      },
    },
    {
      method: 'GET',
      path: '/api/offers',
      answer: async (): Promise<Offers> => {
        const [{ usableModels }, { builtGuests }] = await Promise.all([import('../../line/model/usable.ts'), import('../../line/guests.ts')]);
        const [models, to] = await Promise.all([unlessProblem(() => usableModels(process.env)), otlp === undefined ? undefined : unlessProblem(otlp)]);
        return { models: models ?? [], guests: builtGuests(), ...(to === undefined ? {} : { otlp: to }), keeps };
      },
    },
    {
      method: 'GET',
      path: '/api/probes',
      answer: async ({ query }): Promise<ProbeLine[]> => {
        const most = Math.min(MOST_PROBES, numberOf(query, 'top', MOST_PROBES) ?? PROBES);
        const { probes } = await searchProbes({ words: textOf(query, 'q'), most, details: true });
        return probes.map(probeLine);
      },
    },
    {
      method: 'GET',
      path: '/api/type',
      answer: async ({ query }) => {
        const name = textOf(query, 'name');
        const { describeType } = await import('../../line/machine.ts');
        const found = await describeType(name, numberOf(query, 'depth', DEEPEST) ?? 0, {});
        if (found === undefined) throw new Problem(messages.noTypeName(name));
        if ('missing' in found) throw new Problem(messages.unknownType(found.missing, found.of, found.names));
        return { text: renderDefinitions(found.found, { columns: 100, color: false, unicode: true }).join('\n') };
      },
    },
    {
      method: 'GET',
      path: '/api/facts',
      answer: async () => {
        const { snapshotHere } = await import('../../line/machine.ts');
        const { snapshot } = await snapshotHere(true);
        return new Content('application/json', `${JSON.stringify(snapshot)}\n`, `gpttrace-facts-${hostname().replace(/[^\w.-]/g, '_')}.json`);
      },
    },
    {
      method: 'GET',
      path: '/api/doctor',
      answer: async () => {
        // Several pages that ask at once cause one examination.
        examining ??= examine().finally(() => {
          examining = undefined;
        });
        return (await examining).findings;
      },
    },
    {
      method: 'GET',
      path: '/api/suggest',
      answer: ({ query }) => suggestQuestions((query.get('q') ?? '').slice(0, 1000), query.get('lang') ?? 'en'),
    },
  ];
}

function probeLine({ probe, arguments: fields = [], returns, attaches, why, used }: FoundProbe): ProbeLine {
  const note = [...(attaches === 'no' ? [`not attached by this kernel: ${why}`] : []), ...(used === undefined ? [] : [used])].join('; ');
  return { name: probe, fields: [...fields, ...(returns === undefined ? [] : [`returns ${returns}`])], ...(note === '' ? {} : { note }) };
}

/** Of the model in use; no address and no key of it. Undefined where there is none, or its settings cannot be read: the doctor says that. */
async function modelName(): Promise<string | undefined> {
  return unlessProblem(async () => {
    const [{ loadSettings }, { useOf }] = await Promise.all([import('../../line/model/settings.ts'), import('../../line/model/survey.ts')]);
    return useOf(loadSettings(process.env).settings, process.env)?.name;
  });
}

/** Undefined where something is wrong that the user can mend. */
async function unlessProblem<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** Who has no name has a number. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}
