import { expect, it } from 'vitest';
import { renderTold } from '../../src/cli/told.ts';

const STYLE = { columns: 60, color: false, unicode: true };
const passages = [
  { source: 'glossary', title: 'tracepoint', text: 'A place in the kernel.' },
  { source: 'library/host-lookups.bt', title: 'Lookups', text: 'Tells them.', ask: 'dns lookups' },
];

it('passages are shown with where they stand', () => {
  expect(renderTold({ type: 'told', passages, language: 'en' }, STYLE)).toEqual([
    '[1] tracepoint  glossary',
    '    A place in the kernel.',
    '',
    '[2] Lookups  library/host-lookups.bt',
    '    Tells them.',
    '    ask: gpttrace "dns lookups"',
  ]);
});

it('what a model made of them comes first, with what it cites; nothing in it steers the terminal', () => {
  const said = { model: 'ollama/x\u001b[2J', sentences: [{ text: 'It is a \u001b[31mplace.', cites: [1, 2] }] };
  const lines = renderTold({ type: 'told', passages, said, language: 'zh' }, STYLE);
  expect(lines.join('\n')).not.toContain('\u001b');
  expect(lines[0]).toMatch(/place\. \[1\]\[2\]$/);
  expect(lines.slice(1)).toEqual([
    '',
    expect.stringContaining('ollama/x'),
    '[1] tracepoint  glossary',
    '[2] Lookups  library/host-lookups.bt',
    '    可以问: gpttrace "dns lookups"',
  ]);
});
