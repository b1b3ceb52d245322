import { Exit } from '../core/exit.ts';
import { examine, type Health, type HealthVerdict } from '../local.ts';
import { type Paint, padEnd, paint, wrap } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { stdoutStyle } from './terminal.ts';
import { betweenSpoken, spoken } from './tongue.ts';

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
    const [first = '', ...more] = [...wrap(visible(spokenFinding(says)), style.columns - INDENT), ...(mend === undefined ? [] : [spoken(`mend: ${mend}`)])];
    return [`${paint(padEnd(spoken(mark), 7), color, style)}  ${padEnd(spoken(what), INDENT - 11)}  ${first}`, ...more.map((line) => indent + line)];
  });
  return [...lines, '', able ? spoken('This machine can be asked.') : spoken('This machine cannot be asked yet: mend what is missing.')];
}

/** Whether probes of a kind attach, and why. */
function spokenFinding(says: string): string {
  const [, verdict, why] = /^(yes|no|cannot tell): (.*)$/s.exec(says) ?? [];
  return verdict === undefined || why === undefined ? spoken(says) : [spoken(verdict), spoken(why)].join(betweenSpoken(': '));
}
