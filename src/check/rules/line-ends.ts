import type { Call, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { automaticFix } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** What prints a part of a line that another statement may end, or ends one itself. */
const PRINTERS = /^(?:printf|print|time|join|cat|system)$/;

/** What is printed for one event ends its line: else the lines of all events are one. */
export const lineEnds: Rule = {
  name: 'line-ends',
  *check({ script }) {
    for (const probe of script.probes) {
      const print = onlyPrint(probe);
      const format = print?.args[0];
      if (print === undefined || format?.kind !== 'string' || print.args.length < 2 || format.value.includes('\n')) continue;
      // In front of the closing quotation mark.
      const at = format.span.end - 1;
      const fix = automaticFix('end the line: \\n', [{ span: { start: at, end: at }, text: '\\n' }]);
      yield report('warning', 'line-not-ended', 'this prints no end of a line, so that what is printed for all events is one line', format.span, [], [fix]);
    }
  },
};

/** The printf of a probe that watches events, where it prints nothing else. */
function onlyPrint({ attachPoints, body }: Probe): Call | undefined {
  if (attachPoints.some(({ provider }) => /^(?:begin|end)$/i.test(provider))) return undefined;
  const prints: Call[] = [];
  for (const node of walk(body)) {
    if (node.kind === 'call' && PRINTERS.test(node.name)) prints.push(node);
    // Pieces of a line that a loop puts together.
    if (node.kind === 'while' || node.kind === 'unroll' || node.kind === 'for') return undefined;
  }
  const [only, ...others] = prints;
  return others.length === 0 && only?.name === 'printf' ? only : undefined;
}
