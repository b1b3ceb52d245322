/** The bpftrace language as a library: pure, no I/O. */
export type * from './ast.ts';
export { type Dialect, dialectOf } from './dialect/dialect.ts';
export { conversions, describeOutputs, outputList, type PrintStatement, type ProgramOutputs } from './outputs.ts';
export { type ParseResult, parse } from './parser.ts';
export { type FormatResult, format, type PrintOptions, print } from './print.ts';
export { declarationType, type ExpressionType, type FieldDeclaration, TypeInference } from './types.ts';
export { children, walk } from './visit.ts';
