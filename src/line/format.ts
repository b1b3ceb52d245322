/** A program in the one style, for the command line. */
export { format as formatProgram } from '../bpftrace/print.ts';
