/** What tools understand, kept on the disk: a file each, so that only the tools that are used are read, and only what changed is asked again. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeDirectories } from '../kernel/cache.ts';
import type { SchemaCache } from './learn.ts';
import type { ToolSchema } from './schema.ts';

/** More than any schema takes; a longer file is none of ours. */
const MOST_BYTES = 1024 * 1024;

/** Schemas in a folder. What is damaged, or of another version of its tool, is as if it were not there; a cache that cannot be written costs time, nothing else. */
export function fileSchemas(directory: string): SchemaCache {
  return {
    read(key) {
      try {
        const text = readFileSync(fileOf(directory, key), 'utf8');
        if (text.length > MOST_BYTES) return undefined;
        const kept = JSON.parse(text) as { readonly key?: unknown; readonly schema?: unknown };
        return kept.key === key && isSchema(kept.schema) ? kept.schema : undefined;
      } catch {
        return undefined;
      }
    },
    write(key, schema) {
      try {
        const path = fileOf(directory, key);
        makeDirectories(dirname(path));
        // Renamed into place, so that two that learn at once never read half a file.
        const draft = `${path}.${process.pid}`;
        writeFileSync(draft, JSON.stringify({ key, schema }), { mode: 0o600 });
        renameSync(draft, path);
      } catch {
        // It is learnt again the next time.
      }
    },
  };
}

/** A tool's file is called as its path and words are, without its time: what it understood before gives way. */
function fileOf(directory: string, key: string): string {
  const [, ...parts] = key.split(' ').slice(0, -1);
  return join(
    directory,
    `${parts
      .join('+')
      .replace(/[^\w.+-]+/g, '_')
      .slice(-150)}.json`,
  );
}

const TYPES: ReadonlySet<unknown> = new Set(['integer', 'number', 'seconds', 'milliseconds', 'microseconds', 'pid', 'string', 'enum', 'path', 'list']);

function isSchema(value: unknown): value is ToolSchema {
  return (
    isRecord(value) &&
    isText(value.summary) &&
    isList(value.options, isOption) &&
    isList(value.positionals, (one) => isArgument(one) && isText(one.meaning) && typeof one.required === 'boolean') &&
    isList(value.examples, (one) => isRecord(one) && isText(one.args) && isText(one.says))
  );
}

function isOption(value: unknown): boolean {
  return (
    isRecord(value) &&
    isList(value.names, isText) &&
    isText(value.meaning) &&
    value.names.length > 0 &&
    (value.argument === undefined || isArgument(value.argument))
  );
}

function isArgument(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && isText(value.name) && TYPES.has(value.type) && (value.values === undefined || isList(value.values, isText));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isList(value: unknown, is: (one: unknown) => boolean): value is unknown[] {
  return Array.isArray(value) && value.every(is);
}
