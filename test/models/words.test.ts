/** What is said of models, to users and in the docs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messages } from '../../src/core/messages.ts';
import { type FailureKind, MODEL_FAILURES } from '../../src/core/model-failures.ts';
import { PROVIDERS } from '../../src/models/registry.ts';
import { parseSettings } from '../../src/models/settings-file.ts';

const PAGE = readFileSync(new URL('../../docs/MODELS.md', import.meta.url), 'utf8');

describe('a failure', () => {
  // A kind without words would not compile.
  const kinds: readonly FailureKind[] = Object.keys(MODEL_FAILURES) as FailureKind[];
  it.each(kinds)('%s is one sentence in two languages, with what to do next', (kind) => {
    for (const language of ['en', 'zh', 'de']) {
      const { code, exit, message, hints } = messages.modelFailed(kind, 'mine/$&', 'it said so', language);
      expect(code).toBe(`model-${kind}`);
      expect(exit).toBe(kind === 'interrupted' ? 130 : 14);
      expect(message).toContain('mine/$&');
      expect(message).toMatch(/: it said so$/);
      expect(message).not.toContain('\n');
      expect(/[\u4e00-\u9fff]/.test(message)).toBe(language === 'zh');
      if (kind !== 'interrupted') expect(hints.length).toBeGreaterThan(0);
    }
    expect(messages.modelFailed(kind, 'mine', '', 'en').message).not.toMatch(/[:$]$/);
  });
});

describe('docs/MODELS.md', () => {
  it.each(Object.entries(PROVIDERS))('has %s, where its key is looked for, and its address', (name, { keyFrom, url, urlFrom, contextFrom }) => {
    const row = PAGE.split('\n').find((line) => line.startsWith(`| \`${name}\` `)) ?? '';
    for (const told of [...keyFrom, ...(urlFrom?.names ?? []), ...(url === undefined ? [] : [url])]) expect(row).toContain(`\`${told}\``);
    if (contextFrom !== undefined) expect(PAGE).toContain(contextFrom);
  });

  it('has settings that can be read, all of them', () => {
    const example = /```toml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
    const { settings, warnings } = parseSettings(example, 'docs/MODELS.md');
    expect(warnings).toEqual([]);
    expect(settings.limits).toEqual({ attempts: 5, calls: 20, tokens: 200_000, seconds: 180, dollars: 0.5 });
    expect(settings.models.work).toMatchObject({ keyFrom: 'WORK_KEY', price: { cached: 0.02 } });
  });
});
