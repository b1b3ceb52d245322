/**
 * The bpftrace language as a library (`gpttrace/bpftrace`): pure, no I/O, every version from 0.17 on.
 *
 *     const { script, comments, diagnostics } = parse(source);   // never throws; all mistakes at once, with fixes
 *     for (const node of walk(script)) ...                       // plain data, each node with its span of the source
 *     print(script, { version: '0.17' }, { source, comments });  // any tree as source, for a version
 *     const { text } = format(source);                           // undefined where there are syntax errors
 */
export type * from './ast.ts';
export { type Dialect, dialectOf } from './dialect/dialect.ts';
export { conversions, describeOutputs, outputList, type PrintStatement, type ProgramOutputs } from './outputs.ts';
export { type ParseResult, parse } from './parser.ts';
export { type FormatResult, format, type PrintOptions, print } from './print.ts';
export { declarationType, type ExpressionType, type FieldDeclaration, TypeInference } from './types.ts';
export { children, walk } from './visit.ts';
