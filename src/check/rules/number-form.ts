import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A number that begins with 0 is octal, as in C (src/ast/int_parser.cpp): 08 is none, and 010 is 8. */
export const numberForm: Rule = {
  name: 'number-form',
  *check({ places, dialect }) {
    for (const { node } of places) {
      if (node.kind !== 'integer' || !/^0\d/.test(node.text)) continue;
      const decimal = node.text.replace(/^0+(?=\d)/, '');
      const fixes = [replacing(`write ${decimal}`, node.span, decimal)];
      if (/[89]/.test(node.text)) yield report('error', 'octal-number', `${node.text} is no number: what begins with 0 is octal`, node.span, [], fixes);
      else if (!/^0+$/.test(node.text) && compareVersions(dialect.version, '0.17') >= 0) {
        yield report('warning', 'octal-number', `${node.text} is octal: it is ${Number.parseInt(node.text, 8)}`, node.span, [], fixes);
      }
    }
  },
};
