/** What was found as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), which editors and CI show beside the source. */
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Diagnostic, type Fix, type Position, positionsIn, type Severity, type Span } from '../core/diagnostic.ts';
import { describeCode } from '../core/diagnostic-codes.ts';
import type { Checked } from './check.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** In this order: a rule's own level is that of the worst it found. */
const LEVELS: readonly Severity[] = ['error', 'warning', 'note'];

/** The log of one run over files, ready to be written as JSON. A file that could not be read is a notification of the run. */
export function sarif(checked: readonly Checked[]): unknown {
  const found = checked.flatMap((one) => ('problem' in one ? [] : one.inspection.diagnostics));
  const codes = [...new Set(found.map(({ code }) => code))].sort();
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gpttrace', version, rules: codes.map((code) => ruleOf(code, found)) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: checked.every((one) => !('problem' in one)), toolExecutionNotifications: checked.flatMap(notificationOf) }],
        results: checked.flatMap((one) => resultsOf(one, codes)),
      },
    ],
  };
}

function ruleOf(code: string, found: readonly Diagnostic[]): unknown {
  const text = describeCode(code);
  const level = LEVELS.find((wanted) => found.some((diagnostic) => diagnostic.code === code && diagnostic.severity === wanted));
  return { id: code, shortDescription: { text }, help: { text }, defaultConfiguration: { level } };
}

function notificationOf(one: Checked): unknown[] {
  if (!('problem' in one)) return [];
  return [{ level: 'error', message: { text: one.problem.message }, locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(one.file) } } }] }];
}

function resultsOf(one: Checked, codes: readonly string[]): unknown[] {
  if ('problem' in one) return [];
  const at = positionsIn(one.source);
  const artifactLocation = { uri: uriOf(one.file) };
  return one.inspection.diagnostics.map(({ code, severity, message, span, hints, fixes }) => ({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: [message, ...hints].join('\n') },
    locations: [{ physicalLocation: { artifactLocation, ...(span === undefined ? {} : { region: regionOf(span, at) }) } }],
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(fix, artifactLocation, at)) }),
  }));
}

function fixOf(fix: Fix, artifactLocation: unknown, at: (offset: number) => Position): unknown {
  const replacements = fix.edits.map(({ span, text }) => ({ deletedRegion: regionOf(span, at), insertedContent: { text } }));
  return { description: { text: fix.title }, artifactChanges: [{ artifactLocation, replacements }] };
}

/** SARIF's end column is that of the character after the region, as our spans' ends are. */
function regionOf(span: Span, at: (offset: number) => Position): unknown {
  const [start, end] = [at(span.start), at(span.end)];
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function uriOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
}
