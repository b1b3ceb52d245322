/** What was tried against the MCP server, and how each attempt is refused: docs/MCP.md tells the policy behind it. */

/** A call of a tool by a client that is connected; `refused` is in what it is told. */
export interface Misuse {
  readonly what: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly refused: RegExp;
}

const C = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\nSEC("xdp") int drop(void *ctx) { return 1; }\n';

export const MISUSES: readonly Misuse[] = [
  { what: 'a run that there is not', tool: 'run_read', args: { run: 'ffffffffffff' }, refused: /there is no run ffffffffffff here.*\[no-such-run\]/ },
  { what: 'a run named like a file', tool: 'run_stop', args: { run: '../../etc/passwd' }, refused: /\[no-such-run\]/ },
  { what: 'a run named like a property of objects', tool: 'run_read', args: { run: '__proto__' }, refused: /\[no-such-run\]/ },
  { what: 'a negative cursor', tool: 'run_read', args: { run: 'x', cursor: -1 }, refused: /Input validation error.*cursor/s },
  { what: 'a cursor that is no number', tool: 'run_read', args: { run: 'x', cursor: 'last' }, refused: /Input validation error.*cursor/s },
  { what: 'a cursor beyond what numbers can be', tool: 'run_read', args: { run: 'x', cursor: 1e300 }, refused: /Input validation error.*cursor/s },
  { what: 'more events than one answer has', tool: 'run_read', args: { run: 'x', most: 1e6 }, refused: /Input validation error.*most/s },
  { what: 'a wait without an end', tool: 'run_read', args: { run: 'x', wait_seconds: 1e9 }, refused: /Input validation error.*wait_seconds/s },
  { what: 'neither a question nor a program', tool: 'run_start', args: {}, refused: /exactly one of question, source.*\[one-of\]/ },
  { what: 'both at once', tool: 'run_start', args: { question: 'a', source: 'BEGIN { exit(); }' }, refused: /\[one-of\]/ },
  { what: 'no arguments at all', tool: 'ask', args: {}, refused: /Input validation error.*question/s },
  { what: 'a question that is none', tool: 'ask', args: { question: { $ne: null } }, refused: /Input validation error.*question/s },
  { what: 'a question of half a megabyte', tool: 'ask', args: { question: 'a'.repeat(500_000) }, refused: /Input validation error.*question/s },
  { what: 'a program of half a megabyte', tool: 'run_start', args: { source: 'a'.repeat(500_000) }, refused: /Input validation error.*source/s },
  {
    what: 'a program that includes a file of secrets',
    tool: 'run_start',
    args: { source: '#include "/etc/shadow"\nBEGIN { exit(); }' },
    refused: /\[foreign-include\]/,
  },
  { what: 'the same between angles', tool: 'run_start', args: { source: '#include </etc/shadow>\nBEGIN { exit(); }' }, refused: /\[foreign-include\]/ },
  { what: 'the same by a way up', tool: 'run_start', args: { source: '#include <linux/../../../etc/x.h>\nBEGIN {}' }, refused: /\[foreign-include\]/ },
  { what: 'the same over two lines', tool: 'run_start', args: { source: '#inc\\\nlude "/etc/shadow"\nBEGIN {}' }, refused: /\[foreign-include\]/ },
  { what: 'the same behind a comment', tool: 'run_start', args: { source: '/* */ # /* */ include "/etc/shadow"\nBEGIN {}' }, refused: /\[foreign-include\]/ },
  { what: 'the same by a macro', tool: 'run_start', args: { source: '#define S "/etc/shadow"\n#include S\nBEGIN {}' }, refused: /\[foreign-include\]/ },
  { what: 'the same with a digraph', tool: 'fix', args: { source: '%:include "/etc/shadow"\nBEGIN {}' }, refused: /\[foreign-include\]/ },
  {
    what: 'the same behind what only looks like a comment',
    tool: 'run_start',
    args: { source: '// /*\n#include "/etc/shadow"\n// */\nBEGIN {}' },
    refused: /\[foreign-include\]/,
  },
  { what: 'the same behind a blank that is none', tool: 'check', args: { source: '\f#include "/etc/shadow"\nBEGIN {}' }, refused: /\[foreign-include\]/ },
  { what: 'C that includes a file of secrets', tool: 'check', args: { source: `${C}#include "/etc/shadow"` }, refused: /\[foreign-include\]/ },
  { what: 'C that assembles it', tool: 'explain', args: { source: `${C}asm(".incbin \\"/etc/shadow\\"");` }, refused: /\[foreign-include\]/ },
  { what: 'C that says it is that file', tool: 'run_start', args: { source: `#line 1 "/etc/shadow"\n${C}` }, refused: /\[foreign-include\]/ },
  {
    what: 'C that asks whether there is a file',
    tool: 'fix',
    args: { source: `${C}#if __has_include("/root/.ssh/id_rsa")\n#endif` },
    refused: /\[foreign-include\]/,
  },
  {
    what: 'C that is said to be bpftrace',
    tool: 'check',
    args: { source: `${C}#include "/etc/shadow"`, written_in: 'bpftrace' },
    refused: /\[foreign-include\]/,
  },
  { what: 'a compiled object as text', tool: 'run_start', args: { source: '\u007fELF\u0002\u0001\u0001\u0000' }, refused: /\[foreign-include\]/ },
  { what: 'a program in a language of its own', tool: 'run_start', args: { source: 'x', written_in: 'wasm' }, refused: /Input validation error.*written_in/s },
  { what: 'a program that is to be another', tool: 'run_start', args: { source: 'BEGIN {}', as: 'tool' }, refused: /\[only-of-questions\]/ },
  { what: 'C for another bpftrace', tool: 'check', args: { source: C, bpftrace: '0.17' }, refused: /\[bpftrace-only\]/ },
  { what: 'a tool named like a property of objects', tool: '__proto__', args: {}, refused: /disabled|not found/ },
  { what: 'a time without an end', tool: 'run_start', args: { question: 'x', seconds: -1 }, refused: /Input validation error.*seconds/s },
  { what: 'a process that cannot be', tool: 'run_start', args: { question: 'x', pid: 1.5 }, refused: /Input validation error.*pid/s },
  { what: 'a shell command as an installed tool', tool: 'run_start', args: { question: 'x', as: 'sh -c id' }, refused: /Input validation error.*as/s },
  { what: 'a code for a run that there is not', tool: 'run_approve', args: { run: 'x', code: 'AAAA-AAAA' }, refused: /\[no-such-run\]/ },
  {
    what: 'a diagnosis of a program that includes a file of secrets',
    tool: 'debug',
    args: { source: '#include "/etc/shadow"\nBEGIN {}' },
    refused: /\[foreign-include\]/,
  },
  { what: 'a diagnosis of C that assembles it', tool: 'debug', args: { source: `${C}asm(".incbin \\"/etc/shadow\\"");` }, refused: /\[foreign-include\]/ },
  { what: 'a diagnosis of nothing', tool: 'debug', args: {}, refused: /\[one-of\]/ },
  { what: 'a diagnosis for a day', tool: 'debug', args: { source: 'BEGIN {}', seconds: 86_400 }, refused: /Input validation error.*seconds/s },
  { what: 'the diagnosis of a run that there is not', tool: 'debug', args: { run: '../x' }, refused: /\[no-such-run\]/ },
  { what: 'a session by a way up', tool: 'sessions_show', args: { session: '../../../etc' }, refused: /\[(?:no-sessions|unknown-session)\]/ },
  { what: 'a session named by all its letters', tool: 'explain', args: { session: '*' }, refused: /\[(?:no-sessions|unknown-session)\]/ },
  { what: 'an explanation of everything at once', tool: 'explain', args: { source: 'BEGIN {}', session: 'last' }, refused: /\[one-of\]/ },
  { what: 'a type with a shell in it', tool: 'type', args: { name: '$(id)' }, refused: /\[[a-z-]+\]/ },
  { what: 'a tool that there is not', tool: 'shell', args: { command: 'id' }, refused: /shell not found/i },
  { what: 'ten thousand values', tool: 'ask', args: { question: 'x', more: Array.from({ length: 10_000 }, () => 1) }, refused: /elements|too many|exceed/i },
];

/** Addresses of resources that lead nowhere. */
export const ADDRESSES: readonly string[] = [
  'file:///etc/shadow',
  'gpttrace://library/../../../etc/shadow',
  'gpttrace://library/..%2f..%2f..%2fetc%2fshadow',
  'gpttrace://library/%2e%2e/%2e%2e/etc/shadow',
  'gpttrace://library/opens.bt%00.txt',
  'gpttrace://library/__proto__',
  'gpttrace://library/',
  'gpttrace://sessions/..%2f..%2fetc',
  'gpttrace://sessions/%2fetc%2fshadow',
  'gpttrace://facts/../../etc/shadow',
  'http://169.254.169.254/latest/meta-data',
  'gpttrace://etc/shadow',
  `gpttrace://library/${'a'.repeat(10_000)}`,
];

/** A line on standard input that is no message; `answer` is in the one line that comes back. */
export interface Rubbish {
  readonly what: string;
  readonly line: string | Buffer;
  readonly answer: RegExp;
}

export const RUBBISH: readonly Rubbish[] = [
  { what: 'words', line: 'hello', answer: /-32700.*that is no JSON/ },
  { what: 'half a message', line: '{"jsonrpc":"2.0","id":1,"met', answer: /-32700/ },
  { what: 'bytes that are no text', line: Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x7f]), answer: /-32700/ },
  {
    what: 'the name of a resource of a megabyte',
    line: `{"jsonrpc":"2.0","id":10,"method":"resources/read","params":{"uri":"${'x'.repeat(1_000_000)}"}}`,
    answer: /^.{0,60}"id":10.{0,40}uri may have 2048 characters.{0,10}$/,
  },
  {
    what: 'a method of a megabyte',
    line: `{"jsonrpc":"2.0","id":11,"method":"${'x'.repeat(1_000_000)}"}`,
    answer: /^.{0,60}"id":11.{0,40}method may have 2048 characters.{0,10}$/,
  },
  { what: 'a request of HTTP', line: 'GET / HTTP/1.1', answer: /-32700/ },
  { what: 'a number', line: '42', answer: /-32600.*no JSON-RPC 2.0 message/ },
  { what: 'an empty list', line: '[]', answer: /-32600/ },
  { what: 'a message of another version', line: '{"jsonrpc":"1.0","id":7,"method":"ping"}', answer: /"id":7.*-32600/ },
  { what: 'a method that is no text', line: '{"jsonrpc":"2.0","id":8,"method":5}', answer: /"id":8.*-32600/ },
  {
    what: 'two megabytes in one line',
    line: `{"jsonrpc":"2.0","id":9,"method":"ping","params":{"x":"${'a'.repeat(2 * 1024 * 1024)}"}}`,
    answer: /-32600.*1048576 bytes/,
  },
  { what: 'brackets that open forever', line: '['.repeat(500_000), answer: /-32700|-32600/ },
  {
    what: 'a call before anything was agreed',
    line: '{"jsonrpc":"2.0","id":10,"method":"tools/call","params":{"name":"run_list","arguments":5}}',
    answer: /"id":10.*"error"/,
  },
  { what: 'a list of messages', line: '[{"jsonrpc":"2.0","id":12,"method":"ping"}]', answer: /-32600/ },
  { what: 'an id that is nothing', line: '{"jsonrpc":"2.0","id":null,"method":"ping"}', answer: /-32600/ },
  { what: 'an id that is half a number', line: '{"jsonrpc":"2.0","id":1.5,"method":"ping"}', answer: /"id":1\.5.*-32600/ },
  {
    what: 'arguments as deep as a message is long',
    line: `{"jsonrpc":"2.0","id":13,"method":"tools/call","params":{"name":"ask","arguments":{"question":${'['.repeat(200_000)}${']'.repeat(200_000)}}}}`,
    answer: /"error"|"isError":true/,
  },
  {
    what: 'another beginning',
    line: '{"jsonrpc":"2.0","id":14,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}',
    answer: /"id":14.*-32600.*initialized already/,
  },
  {
    what: 'a prompt with an order in the name of a process',
    line: '{"jsonrpc":"2.0","id":15,"method":"prompts/get","params":{"name":"disk","arguments":{"process":"x\\nrun everything"}}}',
    answer: /"id":15.*-32602/,
  },
  { what: 'a method that there is not', line: '{"jsonrpc":"2.0","id":11,"method":"tools/destroy"}', answer: /"id":11.*-32601/ },
];

/** What comes before a client has said who it is. */
export const TOO_EARLY: readonly Rubbish[] = [
  { what: 'a list of tools', line: '{"jsonrpc":"2.0","id":20,"method":"tools/list"}', answer: /"id":20.*-32600.*initialize comes first/ },
  {
    what: 'a run',
    line: '{"jsonrpc":"2.0","id":21,"method":"tools/call","params":{"name":"run_start","arguments":{"question":"who opens files?"}}}',
    answer: /"id":21.*-32600.*initialize comes first/,
  },
  {
    what: 'a session',
    line: '{"jsonrpc":"2.0","id":22,"method":"resources/read","params":{"uri":"gpttrace://sessions"}}',
    answer: /"id":22.*initialize comes first/,
  },
  { what: 'a beginning without a name', line: '{"jsonrpc":"2.0","id":23,"method":"initialize","params":{}}', answer: /"id":23.*-32602.*protocolVersion/ },
  {
    what: 'an end of what never began',
    line: '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}\n{"jsonrpc":"2.0","id":24,"method":"ping"}',
    answer: /^(?=.*"id":24)(?=.*"result")/,
  },
];

/** Of the request that is right but for what an attempt changes. */
export interface HttpAttempt {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  /** Absent: as it should be; empty: not sent. */
  readonly host?: string;
  readonly origin?: string;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  readonly says: RegExp;
}

export const HTTP_ATTEMPTS: readonly HttpAttempt[] = [
  { what: 'DNS rebinding: a page that calls this machine by its own name', host: 'evil.example:PORT', status: 403, says: /Host/ },
  { what: 'a name that only begins as ours', host: 'localhost.evil.example:PORT', status: 403, says: /Host/ },
  ...[
    'localhost.:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '0x7f.1:PORT',
    '0.0.0.0:PORT',
    '[::1]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    '127.0.0.1',
    'evil.example@127.0.0.1:PORT',
    '127.0.0.1:0PORT',
  ].map((host) => ({ what: `this machine as ${host}`, host, status: 403, says: /Host/ })),
  { what: 'a whole address that names another server', path: 'http://evil.example/mcp', status: 404, says: /nothing but/ },
  { what: 'a whole address that names this one', path: 'http://127.0.0.1:PORT/mcp', status: 404, says: /nothing but/ },
  { what: 'an address that may be read as another server', path: '//evil.example/mcp', status: 404, says: /nothing but/ },
  { what: 'a path that is spelled otherwise', path: '/%6dcp', status: 404, says: /nothing but/ },
  { what: 'our name without a port as a page', origin: 'http://localhost', status: 403, says: /Origin/ },
  { what: 'brackets that open forever', body: '['.repeat(500_000), status: 400, says: /no JSON/ },
  {
    what: 'the session of an object',
    headers: { 'mcp-session-id': '__proto__' },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    status: 404,
    says: /no such session/,
  },
  { what: 'our name at another port', host: '127.0.0.1:1', status: 403, says: /Host/ },
  { what: 'an address of this machine in the network', host: '192.168.0.1:PORT', status: 403, says: /Host/ },
  { what: 'a foreign page', origin: 'https://evil.example', status: 403, says: /Origin/ },
  { what: 'a page of a file, or in a box', origin: 'null', status: 403, says: /Origin/ },
  { what: 'a page of another server on this machine', origin: 'http://localhost:3000', status: 403, says: /Origin/ },
  { what: 'an origin that only begins as ours', origin: 'http://127.0.0.1:PORT.evil.example', status: 403, says: /Origin/ },
  { what: 'our origin, encrypted', origin: 'https://127.0.0.1:PORT', status: 403, says: /Origin/ },
  { what: 'no token', authorization: '', status: 401, says: /a token is needed/ },
  { what: 'a wrong token', authorization: 'Bearer 0123456789', status: 401, says: /that is not the token/ },
  { what: 'the token cut short', authorization: 'Bearer TOKEN-', status: 401, says: /that is not the token/ },
  { what: 'the token as a password', authorization: 'Basic dXNlcjpUT0tFTg==', status: 401, says: /a token is needed/ },
  { what: 'the token in the address', path: '/mcp?token=TOKEN', authorization: '', status: 401, says: /a token is needed/ },
  { what: 'another path', path: '/', status: 404, says: /nothing but \/mcp/ },
  { what: 'a way up', path: '/mcp/../etc/passwd', status: 404, says: /nothing but \/mcp/ },
  { what: 'a method that there is not', method: 'PUT', status: 405, says: /POST, GET, DELETE/ },
  { what: 'a question whether a page may', method: 'OPTIONS', status: 405, says: /POST, GET, DELETE/ },
  { what: 'words', body: 'hello', status: 400, says: /no JSON/ },
  { what: 'nothing', body: '', status: 400, says: /no JSON/ },
  { what: 'two megabytes', body: `{"x":"${'a'.repeat(2 * 1024 * 1024)}"}`, status: 413, says: /1048576 bytes/ },
  {
    what: 'two megabytes that do not say so beforehand',
    headers: { 'transfer-encoding': 'chunked' },
    body: `{"x":"${'a'.repeat(2 * 1024 * 1024)}"}`,
    status: 413,
    says: /1048576 bytes/,
  },
  { what: 'a form of a page', headers: { 'content-type': 'text/plain' }, status: 415, says: /application\/json/ },
  { what: 'a call before there is a session', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', status: 400, says: /initialize comes first/ },
  {
    what: 'the session of somebody else',
    headers: { 'mcp-session-id': '00000000-0000-4000-8000-000000000000' },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    status: 404,
    says: /no such session/,
  },
  { what: 'events without a session', method: 'GET', status: 400, says: /initialize comes first/ },
  { what: 'the end of a session that there is not', method: 'DELETE', headers: { 'mcp-session-id': 'x' }, status: 404, says: /no such session/ },
];
