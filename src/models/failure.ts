/** What went wrong with an exchange, told apart by what providers say: their statuses, their words for it, their sentences. */
import type { FailureKind } from '../core/model-failures.ts';

export interface Complaint {
  readonly status?: number;
  /** The provider's own words for it: `insufficient_quota`, `overloaded_error`, `RESOURCE_EXHAUSTED`. */
  readonly words: string;
  readonly said: string;
}

interface Rule {
  readonly kind: FailureKind;
  readonly status?: (status: number) => boolean;
  /** Looked for in the words and in what was said. */
  readonly about?: RegExp;
}

const is =
  (...all: readonly number[]) =>
  (status: number): boolean =>
    all.includes(status);
/** Statuses that say only that something was wrong with the request; errors within a stream have none, which counts as one of these. */
const vague = is(0, 200, 400, 403, 404, 413, 422, 500);

/** The first that fits. What is said comes before the status, since vendors disagree about statuses: a refused key is a 400 at Google, no credit a 429 at OpenAI. */
const RULES: readonly Rule[] = [
  { kind: 'no-credit', status: is(402) },
  {
    kind: 'no-credit',
    about: /insufficient[_ ](?:quota|balance|credits?|funds)|credit balance is too low|billing_(?:error|not_active|hard_limit)|out of credits|more credits/i,
  },
  { kind: 'context-too-long', status: is(413) },
  {
    kind: 'context-too-long',
    status: vague,
    about:
      /context_length_exceeded|exceed_context_size|prompt is too long|input is too long|maximum context length|context (?:window|length|size)|context the overflows|token count.{0,40}exceeds|exceeds the max\w* number of tokens|request_too_large/i,
  },
  {
    kind: 'no-tools',
    status: vague,
    about:
      /not support (?:the use of )?(?:tool|function)|(?:tools?|tool use|tool calling|function calling) (?:is|are) not (?:supported|enabled)|found that support tool|enable-auto-tool-choice/i,
  },
  {
    kind: 'filtered',
    status: vague,
    about: /content_filter|content_policy|content management policy|responsible ?ai|PROHIBITED_CONTENT|invalid_prompt|\bflagged\b|safety (?:system|filter)/i,
  },
  {
    kind: 'no-such-model',
    status: vague,
    about: /model_not_found|(?:not a valid|unknown|no such|invalid) model|\bmodel\b.{0,120}(?:not found|does not exist|not available)/i,
  },
  {
    kind: 'key-refused',
    status: vague,
    about: /API_KEY_INVALID|api[_ ]key (?:is )?(?:not valid|invalid)|invalid[_ ](?:x-)?api[_ -]key|incorrect api key|authentication_error|UNAUTHENTICATED/i,
  },
  { kind: 'key-refused', status: is(401, 403) },
  { kind: 'no-such-model', status: is(404) },
  { kind: 'rate-limited', status: is(429) },
  { kind: 'rate-limited', status: vague, about: /rate_limit|too many requests|RESOURCE_EXHAUSTED/i },
  { kind: 'server', status: (status) => status >= 500 || is(408, 409, 425)(status) },
  { kind: 'server', status: is(0, 200), about: /overloaded|server_error|api_error|UNAVAILABLE|INTERNAL|timeout|DEADLINE/i },
  { kind: 'bad-request', status: (status) => status >= 300 },
];

/** What kind of failure it is; undefined where nothing that was said tells. */
export function kindOf({ status = 0, words, said }: Complaint): FailureKind | undefined {
  return RULES.find((rule) => (rule.status?.(status) ?? true) && (rule.about?.test(`${words} ${said}`) ?? true))?.kind;
}

/** What the body of an error says, whichever vendor wrote it. */
export function complaintOf(body: string, status?: number): Complaint {
  const plain = { ...(status === undefined ? {} : { status }), words: '', said: /<[a-z!]/i.test(body) ? titleOf(body) : body.trim() };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return plain;
  }
  const told = complaintIn(Array.isArray(value) ? value[0] : value);
  return told === undefined ? plain : { ...told, ...(status === undefined ? {} : { status }) };
}

/** The same of a value: the body of an error, an event of a stream, an error that was thrown. */
export function complaintIn(value: unknown): Complaint | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const outer = value as Readonly<Record<string, unknown>>;
  for (const inner of [outer.error, outer.response]) if (typeof inner === 'object' && inner !== null) return complaintIn(inner);
  const said = [outer.message, outer.detail, outer.error, outer.msg].find((one) => typeof one === 'string');
  if (said === undefined) return undefined;
  const words = [outer.type, outer.code, outer.status, reasonsIn(outer.details)].filter((one) => typeof one === 'string').join(' ');
  const status = [outer.statusCode, outer.code, outer.status].map(Number).find((one) => one >= 400 && one <= 599);
  return { ...(status === undefined ? {} : { status }), words, said };
}

/** Google tells in its details what it does not in its status. */
function reasonsIn(details: unknown): string | undefined {
  return Array.isArray(details) ? details.map((one: { reason?: unknown } | null) => (typeof one?.reason === 'string' ? one.reason : '')).join(' ') : undefined;
}

function titleOf(html: string): string {
  return /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() || 'it answered with a web page';
}
