import type { ValueNames } from '../../src/core/names.ts';
import type { Column } from '../../src/core/program.ts';
import { valueNames } from '../../src/kernel/names.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import type { Style } from '../../src/views/layout.ts';

/** A machine with the names a test may ask for. */
export const names: ValueNames = valueNames(
  recordedHost({ files: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\nevil\u001b[31m:x:9:9::/:/bin/sh\n', '/proc/partitions': '   8 0 100 sda\n' } }),
);

export function column(name: string, more: Partial<Column> = {}): Column {
  return { name, kind: 'plain', type: 'integer', ...more };
}

export const process: Column = { name: 'process', kind: 'process', type: 'string' };
export const file: Column = { name: 'file', kind: 'file', type: 'string' };
export const count: Column = { name: 'count', kind: 'count', type: 'integer' };

export function style(columns: number, more: Partial<Style> = {}): Style {
  return { columns, color: false, unicode: true, ...more };
}
