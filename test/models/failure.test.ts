/** What vendors really say, and which failure it is. */
import { expect, test } from 'vitest';
import type { FailureKind } from '../../src/core/model-failures.ts';
import { complaintOf, kindOf } from '../../src/models/failure.ts';

const SAID: readonly (readonly [FailureKind, number, unknown])[] = [
  ['key-refused', 401, { error: { message: 'Incorrect API key provided: sk-...', type: 'invalid_request_error', param: null, code: 'invalid_api_key' } }],
  ['key-refused', 401, { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }],
  [
    'key-refused',
    400,
    {
      error: {
        code: 400,
        message: 'API key not valid.',
        status: 'INVALID_ARGUMENT',
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
      },
    },
  ],
  [
    'key-refused',
    403,
    { error: { code: 'unsupported_country_region_territory', message: 'Country, region, or territory not supported', type: 'request_forbidden' } },
  ],
  ['key-refused', 401, ''],
  [
    'no-credit',
    429,
    {
      error: {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      },
    },
  ],
  ['no-credit', 400, { type: 'error', error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the Anthropic API.' } }],
  ['no-credit', 402, { error: { message: 'This request requires more credits, or fewer max_tokens.', code: 402 } }],
  ['no-credit', 402, { error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' } }],
  // Google says of its ordinary limits what OpenAI says of an empty account.
  [
    'rate-limited',
    429,
    { error: { code: 429, message: 'You exceeded your current quota, please check your plan and billing details.', status: 'RESOURCE_EXHAUSTED' } },
  ],
  [
    'rate-limited',
    429,
    { type: 'error', error: { type: 'rate_limit_error', message: 'This request would exceed your rate limit of 30,000 input tokens per minute.' } },
  ],
  [
    'rate-limited',
    429,
    { error: { message: 'Rate limit reached for gpt-5 on tokens per min (TPM): Limit 30000, Used 29000.', type: 'tokens', code: 'rate_limit_exceeded' } },
  ],
  [
    'context-too-long',
    400,
    { error: { message: "This model's maximum context length is 8192 tokens.", type: 'invalid_request_error', code: 'context_length_exceeded' } },
  ],
  ['context-too-long', 400, { type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 208310 tokens > 200000 maximum' } }],
  [
    'context-too-long',
    400,
    { error: { code: 400, message: 'the request exceeds the available context size, try increasing it', type: 'exceed_context_size_error', n_ctx: 4096 } },
  ],
  [
    'context-too-long',
    400,
    { error: { code: 400, message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', status: 'INVALID_ARGUMENT' } },
  ],
  ['context-too-long', 413, { error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } }],
  [
    'no-such-model',
    404,
    { error: { message: 'The model `gpt-99` does not exist or you do not have access to it.', type: 'invalid_request_error', code: 'model_not_found' } },
  ],
  [
    'no-such-model',
    403,
    { error: { message: 'Project `proj_1` does not have access to model `gpt-5`', type: 'invalid_request_error', code: 'model_not_found' } },
  ],
  ['no-such-model', 404, { error: { message: 'model "llama9" not found, try pulling it first', type: 'api_error', code: null } }],
  ['no-such-model', 400, { error: { message: 'nobody/nothing is not a valid model ID', code: 400 } }],
  ['no-tools', 400, { error: { message: 'registry.ollama.ai/library/gemma:2b does not support tools', type: 'api_error', code: null } }],
  ['no-tools', 404, { error: { message: 'No endpoints found that support tool use. Try disabling "bash".', code: 404 } }],
  [
    'no-tools',
    400,
    { object: 'error', message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', type: 'BadRequestError', code: 400 },
  ],
  ['no-tools', 400, { error: { code: 400, message: 'Function calling is not enabled for models/gemma-3', status: 'INVALID_ARGUMENT' } }],
  [
    'filtered',
    400,
    { error: { message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", code: 'content_filter' } },
  ],
  ['filtered', 400, { error: { message: 'Invalid prompt: your prompt was flagged as potentially violating our usage policy.', code: 'invalid_prompt' } }],
  ['filtered', 403, { error: { code: 403, message: 'Your chosen model requires moderation and your input was flagged' } }],
  ['server', 500, { type: 'error', error: { type: 'api_error', message: 'Internal server error' } }],
  ['server', 503, { error: { code: 503, message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' } }],
  ['server', 529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
  ['server', 502, '<html><head><title>502 Bad Gateway</title></head></html>'],
  ['server', 408, ''],
  [
    'bad-request',
    400,
    {
      error: {
        message: "Unsupported value: 'temperature' does not support 0.",
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'unsupported_value',
      },
    },
  ],
  ['bad-request', 422, { detail: 'messages: field required' }],
];

test.each(SAID)('%s: %s %j', (kind, status, body) => {
  expect(kindOf(complaintOf(typeof body === 'string' ? body : JSON.stringify(body), status))).toBe(kind);
});

test.each([
  ['{"error":"model is busy"}', 'model is busy'],
  ['{"detail":"not here"}', 'not here'],
  ['[{"error":{"code":400,"message":"in a list","status":"INVALID_ARGUMENT"}}]', 'in a list'],
  ['<html><head><title>502 Bad Gateway</title></head><body>...</body></html>', '502 Bad Gateway'],
  ['<!doctype html><p>hello', 'it answered with a web page'],
  ['  upstream connect error  ', 'upstream connect error'],
  ['{"a":1}', '{"a":1}'],
])('%s', (body, said) => {
  expect(complaintOf(body, 500).said).toBe(said);
});
