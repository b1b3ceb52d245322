import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { compareSessions, flameDifference } from '../../line/compare.ts';
import { localNames, namesOf } from '../../line/names.ts';
import { listSessions, type OpenedSession, openSession, removeKept } from '../../line/sessions.ts';
import { FORMATS, formatNamed } from '../../report/formats.ts';
import { compareSentence } from '../../views/compare-text.ts';
import { namesIn } from '../../views/recorded-names.ts';
import { tellAfter } from '../after.ts';
import type { ExportForm, SessionLine } from '../api.ts';
import type { Desk } from '../desk.ts';
import { Content, type Route } from '../routes.ts';
import { stateOf } from '../state.ts';

const MOST_LISTED = 1000;

const ReplayBody = z.strictObject({ speed: z.number().positive().max(1e6).optional() });
const FeedbackBody = z.strictObject({ kind: z.enum(['good', 'bad']) });
const Nothing = z.strictObject({});

/** Types of what is no text for a person. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Runs that are kept. */
export function sessionRoutes(desk: Desk, readOnly: boolean): Route[] {
  const form = async (name: string, wanted: string): Promise<Content> => {
    const format = formatNamed(wanted);
    const session = await openSession(named(name));
    const record = format.single === true ? withNames(await (await import('../../line/all-rows.ts')).withAllRows(session)) : withNames(session.record);
    const unfit = format.unfit(record);
    if (unfit !== undefined) {
      const fit = FORMATS.filter((other) => other.unfit(record) === undefined).map((other) => other.name);
      throw new Problem(messages.unfitFormat(format.name, unfit, fit));
    }
    const [extension = '.txt'] = format.extensions;
    return new Content(TYPES[extension] ?? 'application/octet-stream', await format.write(record), `gpttrace-${session.id}${extension}`);
  };
  return [
    { method: 'GET', path: '/api/sessions', answer: () => listSessions().slice(-MOST_LISTED).reverse().map(sessionLine) },
    {
      method: 'GET',
      path: '/api/sessions/:id',
      answer: async ({ path }) => withNames((await openSession(named(path.id))).record),
    },
    {
      method: 'POST',
      path: '/api/sessions/:id/remove',
      answer: async ({ path, body }) => {
        await body(Nothing);
        if (readOnly) throw new Problem(messages.readOnly());
        return { id: removeKept(named(path.id)) };
      },
    },
    { method: 'GET', path: '/api/sessions/:id/report.html', answer: ({ path }) => form(path.id ?? '', 'html') },
    {
      method: 'GET',
      path: '/api/sessions/:id/exports',
      answer: async ({ path }): Promise<ExportForm[]> => {
        const record = withNames((await openSession(named(path.id))).record);
        return FORMATS.map(({ name, extensions: [extension = ''], what, unfit }) => ({ name, extension, what, ...defined('unfit', unfit(record)) }));
      },
    },
    {
      method: 'GET',
      path: '/api/sessions/:id/after',
      answer: async ({ path }) => {
        const { record, plan } = await openSession(named(path.id));
        return tellAfter(record, plan, await desk.here());
      },
    },
    {
      method: 'POST',
      path: '/api/sessions/:id/feedback',
      answer: async ({ path, body }) => {
        const { kind } = await body(FeedbackBody);
        if (readOnly) throw new Problem(messages.readOnly());
        const { judgeSession } = await import('../../line/manage-feedback.ts');
        const { id } = await judgeSession(named(path.id), kind);
        return { id };
      },
    },
    { method: 'GET', path: '/api/sessions/:id/export/:form', answer: ({ path }) => form(path.id ?? '', path.form ?? '') },
    {
      method: 'POST',
      path: '/api/sessions/:id/replay',
      answer: async ({ path, body }) => {
        const { speed = 1 } = await body(ReplayBody);
        const session = await openSession(named(path.id));
        const { replaySession } = await import('../../line/replay.ts');
        return stateOf(await desk.replay(session.id, (stop) => replaySession(session, speed, stop)), session.id);
      },
    },
    {
      method: 'GET',
      path: '/api/sessions/:a/diff/:b',
      answer: async ({ path }) => {
        const before = await openSession(named(path.a));
        const after = await openSession(named(path.b));
        const { language } = after.record;
        const comparison = await compareSessions(before, after, language);
        const names = namesOf(after.record);
        return {
          before: sideOf(before),
          after: sideOf(after),
          sentence: compareSentence(comparison.differences, names, language),
          names: { ...withNames(before.record).names, ...withNames(after.record).names },
          ...comparison,
          hasStacks: flameDifference(before, after) !== undefined,
        };
      },
    },
    {
      method: 'GET',
      path: '/api/sessions/:a/diff/:b/flame.svg',
      answer: async ({ path }) => {
        const [before, after] = [await openSession(named(path.a)), await openSession(named(path.b))];
        const picture = flameDifference(before, after);
        if (picture === undefined) throw new Problem(messages.noStacks(before.id, after.id));
        return new Content('image/svg+xml', picture, `gpttrace-${before.id}-${after.id}.svg`);
      },
    },
  ];
}

/** A name as a person types it, and never a path. Throws a Problem for what no session is called. */
function named(name = ''): string {
  if (!/^[\w-]{1,64}$/.test(name)) throw new Problem(messages.unknownSession(JSON.stringify(name.slice(0, 80)), []));
  return name;
}

function withNames(record: RunRecord): RunRecord {
  return { ...record, names: record.names ?? namesIn(record.datasets, localNames()) };
}

function sessionLine({ id, summary, state, at }: ReturnType<typeof listSessions>[number]): SessionLine {
  return {
    id,
    title: summary?.title ?? '',
    question: summary?.question ?? '',
    startedAt: Math.floor(at / 1000),
    seconds: summary?.seconds ?? 0,
    records: summary?.records ?? 0,
    state,
  };
}

function sideOf({ id, record }: OpenedSession): object {
  const { question, startedAt, state, seconds, records, lost, program } = record;
  return { id, ...(question === undefined ? {} : { question }), title: program.title, startedAt: Math.floor(startedAt / 1000), state, seconds, records, lost };
}

function defined<K extends string, V>(name: K, value: V | undefined): { [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [N in K]?: V });
}
