import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractCalls, type WrittenCall } from '../../../src/plan/agent/extract.ts';
import { cpuMilliseconds } from '../../fixtures/cpu.ts';

const TOOLS: ReadonlySet<string> = new Set(['find_probes', 'submit_program', 'decline']);
const ANSWER = 'tracepoint:sched:sched_process_exec { @[comm] = count(); }';
const find = (words: string): WrittenCall => ({ name: 'find_probes', input: { words } });
const submit = (source: string): WrittenCall => ({ name: 'submit_program', input: { source } });

interface Block {
  readonly name: string;
  readonly text: string;
  readonly calls: readonly WrittenCall[];
  /** Of a model that takes tools, where that is something else. */
  readonly withTools?: readonly WrittenCall[];
}

const BLOCKS: readonly Block[] = [
  { name: 'the protocol', text: '{"tool": "find_probes", "arguments": {"words": "exec"}}', calls: [find('exec')] },
  { name: 'in a fence', text: 'Let me look.\n```json\n{"tool": "find_probes", "arguments": {"words": "exec"}}\n```\nThen I go on.', calls: [find('exec')] },
  { name: 'in prose', text: 'I call {"tool": "find_probes", "arguments": {"words": "exec"}} now.', calls: [find('exec')] },
  { name: 'flat', text: '{"tool": "find_probes", "words": "exec"}', calls: [find('exec')] },
  {
    name: 'as a provider has it',
    text: '{"type": "function", "function": {"name": "find_probes", "arguments": "{\\"words\\": \\"exec\\"}"}}',
    calls: [find('exec')],
  },
  { name: 'a list of calls', text: '{"tool_calls": [{"name": "find_probes", "arguments": {"words": "exec"}}]}', calls: [find('exec')] },
  { name: 'name and parameters', text: '```json\n{"name": "find_probes", "parameters": {"words": "exec"}}\n```', calls: [find('exec')] },
  { name: 'a tag', text: '<tool_call>\n{"name": "find_probes", "arguments": {"words": "exec"}}\n</tool_call>', calls: [find('exec')] },
  {
    name: 'two tags',
    text: '<tool_call>{"name": "find_probes", "arguments": {"words": "a"}}</tool_call><tool_call>{"name": "find_probes", "arguments": {"words": "b"}}</tool_call>',
    calls: [find('a'), find('b')],
  },
  { name: 'a tag that is never closed', text: '<tool_call>{"name": "find_probes", "arguments": {"words": "exec"}}', calls: [find('exec')] },
  { name: "Mistral's", text: '[TOOL_CALLS] [{"name": "find_probes", "arguments": {"words": "exec"}}]', calls: [find('exec')] },
  { name: "Llama's", text: '<|python_tag|>{"name": "find_probes", "parameters": {"words": "exec"}}<|eom_id|>', calls: [find('exec')] },
  { name: 'a function tag', text: '<function=find_probes>{"words": "exec"}</function>', calls: [find('exec')] },
  {
    name: 'a function tag with parameters',
    text: `<tool_call>\n<function=submit_program>\n<parameter=source>\n${ANSWER}\n</parameter>\n<parameter=columns>\n["process", "count"]\n</parameter>\n</function>\n</tool_call>`,
    calls: [{ name: 'submit_program', input: { source: ANSWER, columns: ['process', 'count'] } }],
  },
  {
    name: 'a tag whose JSON is broken',
    text: '<tool_call>{"name": "find_probes", "arguments": {"words": exec}}</tool_call>',
    calls: [{ name: 'find_probes', input: undefined, malformed: '{"name": "find_probes", "arguments": {"words": exec}}' }],
  },
  { name: 'raw line ends in a string', text: `{"tool": "submit_program", "arguments": {"source": "BEGIN {\n\tx\n}"}}`, calls: [submit('BEGIN {\n\tx\n}')] },
  { name: 'a trailing comma', text: '{"tool": "find_probes", "arguments": {"words": "exec",},}', calls: [find('exec')] },
  { name: 'triple quotes', text: `{"tool": "submit_program", "arguments": {"source": """${ANSWER}\n// "it" """}}`, calls: [submit(`${ANSWER}\n// "it" `)] },
  { name: 'an escape that JSON has not', text: '{"tool": "find_probes", "arguments": {"words": "sched\\_switch"}}', calls: [find('sched\\_switch')] },
  {
    name: 'a submission without its tool',
    text: JSON.stringify({ source: ANSWER, title: 'x' }),
    calls: [{ name: 'submit_program', input: { source: ANSWER, title: 'x' } }],
  },
  {
    name: 'behind what it thought',
    text: '<think>{"tool": "decline", "arguments": {}}</think>{"tool": "find_probes", "arguments": {"words": "exec"}}',
    calls: [find('exec')],
  },
  {
    name: 'behind thoughts without their beginning',
    text: '{"tool": "decline"} hm\n</think>\n{"tool": "find_probes", "arguments": {"words": "exec"}}',
    calls: [find('exec')],
  },
  { name: 'thoughts that never end', text: `<think>maybe \`\`\`\n${ANSWER}\n\`\`\``, calls: [] },
  { name: 'a tool that is not there', text: '{"name": "get_weather", "arguments": {"city": "Oslo"}}', calls: [] },
  { name: 'prose', text: 'You can count programs with the exec tracepoint: { and } are braces.', calls: [] },
  { name: 'nothing', text: '', calls: [] },
  { name: 'a fenced program', text: `Here:\n\`\`\`bpftrace\n${ANSWER}\n\`\`\`\nIt counts.`, calls: [submit(ANSWER)], withTools: [] },
  { name: 'a fence without a language', text: `\`\`\`\n${ANSWER}\n\`\`\``, calls: [submit(ANSWER)], withTools: [] },
  { name: 'a fence that is never closed', text: `\`\`\`c\n${ANSWER}\n`, calls: [submit(ANSWER)], withTools: [] },
  { name: 'tildes', text: `~~~bt\n${ANSWER}\n~~~`, calls: [submit(ANSWER)], withTools: [] },
  {
    name: 'the program before the shell',
    text: `\`\`\`sh\nsudo bpftrace -e '${ANSWER}'\n\`\`\`\nor as a file\n\`\`\`\n${ANSWER}\n\`\`\``,
    calls: [submit(ANSWER)],
    withTools: [],
  },
  { name: 'only the shell', text: `\`\`\`bash\nbpftrace -e '${ANSWER}'\n\`\`\``, calls: [submit(`bpftrace -e '${ANSWER}'`)], withTools: [] },
  { name: 'a fence with something else', text: '```\nls -l /proc\n```', calls: [] },
  { name: 'nothing but the program', text: `// counts\n${ANSWER}\n`, calls: [submit(`// counts\n${ANSWER}`)], withTools: [] },
  { name: 'a call before a program', text: `{"tool": "find_probes", "arguments": {"words": "exec"}}\n\`\`\`\n${ANSWER}\n\`\`\``, calls: [find('exec')] },
];

describe('calls that are written as text', () => {
  it.each(BLOCKS)('$name', ({ text, calls, withTools = calls }) => {
    expect(extractCalls(text, { tools: TOOLS, programs: true })).toEqual(calls);
    expect(extractCalls(text, { tools: TOOLS, programs: false })).toEqual(withTools);
  });

  it('never throws, whatever the text', () => {
    const bits = fc.constantFrom(
      '{',
      '}',
      '"',
      '"""',
      '\\',
      '[',
      ']',
      ',',
      ':',
      '```',
      '\n',
      '<tool_call>',
      '</tool_call>',
      '<think>',
      '</think>',
      '"tool"',
      'BEGIN',
      'kprobe:f',
      '<function=f>',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 60 }), (parts) => {
        expect(extractCalls(parts.join(''), { tools: TOOLS, programs: true }).length).toBeLessThan(9);
      }),
    );
  });

  const PARTS = [
    '{"',
    '{"a":',
    '<tool_call>{',
    '<function=f>{',
    '<function=f><parameter=a>',
    '<think>',
    '```\n',
    '~~~',
    'kprobe:x ',
    'BEGIN /',
    '/*',
    '[TOOL_CALLS] {',
    '<|tool_call|>{',
    '"""',
    '{"a": "\\',
  ];
  // Each takes some milliseconds; what takes a multiple of the square of its length takes a minute.
  it.each(PARTS)('is not held up by %j again and again', (part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(cpuMilliseconds(() => extractCalls(text, { tools: TOOLS, programs: true }))).toBeLessThan(5000);
  });
});
