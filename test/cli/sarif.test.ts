import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/cli/check.ts';
import { sarif } from '../../src/cli/sarif.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { Exit } from '../../src/core/exit.ts';
import { messages } from '../../src/core/messages.ts';
import { Problem } from '../../src/core/problem.ts';

const base: Diagnostic = { code: 'unknown-field', severity: 'error', message: 'it has no field x', hints: ['it has: y'], fixes: [] };

function checked(source: string, diagnostics: readonly Diagnostic[], file = 'a b/x.bt'): Checked {
  return { file, source, inspection: { diagnostics, safety: ['observe'], unchecked: [] } };
}

/** What SARIF 2.1.0 requires of a log (section 3), as far as ours uses it. */
interface Log {
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] };
      };
      readonly invocations: readonly [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly unknown[] }];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: unknown } }];
        readonly fixes?: readonly unknown[];
      }[];
    },
  ];
}

function logOf(...all: readonly Checked[]): Log {
  return JSON.parse(JSON.stringify(sarif(all))) as Log;
}

describe('sarif', () => {
  it('of nothing is a run that found nothing', () => {
    const { version, runs } = logOf();
    expect(version).toBe('2.1.0');
    expect(runs[0].results).toEqual([]);
    expect(runs[0].invocations[0].executionSuccessful).toBe(true);
  });

  it('a file that could not be read makes the run one that failed, and is named', () => {
    const problem = new Problem(messages.unreadable('gone.bt', 'it is not there'));
    const { runs } = logOf({ file: 'gone.bt', problem }, checked('x', [base]));
    expect(problem.exit).toBe(Exit.file);
    expect(runs[0].invocations[0].executionSuccessful).toBe(false);
    expect(JSON.stringify(runs[0].invocations[0].toolExecutionNotifications)).toContain('cannot read gone.bt');
    expect(runs[0].results).toHaveLength(1);
  });

  it('regions count lines and UTF-16 columns from 1, the end standing after the last', () => {
    const source = 'first\n é🐝 bad\n';
    const start = source.indexOf('bad');
    const { runs } = logOf(checked(source, [{ ...base, span: { start, end: start + 3 } }]));
    expect(runs[0].results[0]?.locations[0].physicalLocation.region).toEqual({ startLine: 2, startColumn: 6, endLine: 2, endColumn: 9 });
  });

  it('a finding about no place in particular has no region', () => {
    expect(logOf(checked('', [base])).runs[0].results[0]?.locations[0].physicalLocation).not.toHaveProperty('region');
  });

  it('file names are URIs', () => {
    const uri = (file: string): string | undefined => logOf(checked('', [base], file)).runs[0].results[0]?.locations[0].physicalLocation.artifactLocation.uri;
    expect(uri('a b/x%.bt')).toBe('a%20b/x%25.bt');
    expect(uri('/tmp/a b.bt')).toBe('file:///tmp/a%20b.bt');
  });

  it('every result points at a rule that says what it is about', () => {
    const { runs } = logOf(checked('x', [base, { ...base, code: 'a-new-rule', severity: 'warning' }]));
    const { rules } = runs[0].tool.driver;
    for (const result of runs[0].results) expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(rules.find(({ id }) => id === 'a-new-rule')?.help.text).toBe('A new rule.');
    expect(runs[0].results.map(({ level }) => level)).toEqual(['error', 'warning']);
  });

  it('fixes are replacements', () => {
    const fix = { title: 'use y', edits: [{ span: { start: 6, end: 7 }, text: 'y' }] };
    const { runs } = logOf(checked('args->x', [{ ...base, fixes: [fix] }], 'x.bt'));
    const region = { startLine: 1, startColumn: 7, endLine: 1, endColumn: 8 };
    expect(runs[0].results[0]?.fixes).toEqual([
      {
        description: { text: 'use y' },
        artifactChanges: [{ artifactLocation: { uri: 'x.bt' }, replacements: [{ deletedRegion: region, insertedContent: { text: 'y' } }] }],
      },
    ]);
  });
});
