import { Exit } from '../core/exit.ts';
import { examine, type Health, type HealthVerdict } from '../local.ts';
import { type Paint, paint, wrap } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { stdoutStyle } from './terminal.ts';

/** `gpttrace doctor`. Exit status 7 where nothing can be traced. */
export async function doctorCommand(json: boolean): Promise<Exit> {
  const examination = await examine();
  const { able, findings } = examination;
  process.stdout.write(json ? `${JSON.stringify(examination)}\n` : `${render(findings, able).join('\n')}\n`);
  return able ? Exit.answered : Exit.notAble;
}

const MARKS: Readonly<Record<HealthVerdict, readonly [string, Paint]>> = { ok: ['ok', 'green'], missing: ['missing', 'red'], limited: ['limited', 'yellow'] };

/** Where what is said begins. */
const INDENT = 30;

function render(findings: readonly Health[], able: boolean): string[] {
  const style = stdoutStyle();
  const indent = ' '.repeat(INDENT);
  const lines = findings.flatMap(({ what, verdict, says, mend }) => {
    const [mark, color] = MARKS[verdict];
    const [first = '', ...more] = [...wrap(visible(says), style.columns - INDENT), ...(mend === undefined ? [] : [`mend: ${mend}`])];
    return [`${paint(mark.padEnd(7), color, style)}  ${what.padEnd(INDENT - 11)}  ${first}`, ...more.map((line) => indent + line)];
  });
  return [...lines, '', able ? 'This machine can be asked.' : 'This machine cannot be asked yet: mend what is missing.'];
}
