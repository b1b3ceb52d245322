import { z } from 'zod';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { FeedbackLine } from '../api.ts';
import type { Route } from '../routes.ts';

const Nothing = z.strictObject({});

/** What was said of answers: looked at, and taken back. */
export function feedbackRoutes(readOnly: boolean): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/feedback',
      answer: async (): Promise<FeedbackLine[]> => {
        const { listFeedback } = await import('../../line/manage-feedback.ts');
        const { records } = listFeedback();
        return records.map(({ id, at, kind, question, program }) => ({ id, at: Date.parse(at) / 1000, kind, question, program })).reverse();
      },
    },
    {
      method: 'POST',
      path: '/api/feedback/:id/remove',
      answer: async ({ path, body }) => {
        await body(Nothing);
        if (readOnly) throw new Problem(messages.readOnly());
        const { removeFeedback } = await import('../../line/manage-feedback.ts');
        return { id: removeFeedback([path.id ?? ''])[0]?.id ?? '' };
      },
    },
  ];
}
