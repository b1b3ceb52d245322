import type { AttachPoint, Script } from '../../bpftrace/ast.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { compareVersions } from '../../core/version.ts';
import type { UserSymbols } from '../../kernel/symbols.ts';
import type { Rule } from '../rule.ts';
import { examineFunction } from '../user/function.ts';
import { type Finding, type Missing, readUserPoint, type UserPoint } from '../user/point.ts';
import { examineTarget } from '../user/target.ts';
import { examineUsdt } from '../user/usdt.ts';

/** Since then a program is refused where one of its probes cannot be attached, unless it says otherwise (bpftrace's migration guide, 0.24). */
const STRICT_SINCE = '0.24.0';

/** What a uprobe or USDT probe is placed in is there, and has the function or probe. */
export const userSymbol: Rule = {
  name: 'user-symbol',
  alone: true,
  *check({ script, source, symbols, facts }) {
    if (symbols === undefined) return;
    const version = facts.bpftrace?.version;
    const found = new Map<AttachPoint, Finding>();
    for (const probe of script.probes) {
      for (const point of probe.attachPoints) {
        const user = readUserPoint(point, version);
        if (user !== undefined) found.set(point, 'code' in user ? user : examine(user, symbols));
      }
    }
    // bpftrace leaves out what it does not find, as long as anything is left, be it a BEGIN.
    const strict =
      isStrict(script, source, version) ||
      !script.probes.some((probe) => probe.attachPoints.some((point) => typeof (found.get(point) ?? 'there') === 'string'));
    for (const finding of found.values()) {
      if (typeof finding !== 'string') yield diagnosticOf(finding, strict);
    }
  },
};

function examine(point: UserPoint, symbols: UserSymbols): Finding {
  const files = examineTarget(point, symbols);
  if (files === 'unknown' || 'code' in files) return files;
  return point.kind === 'usdt' ? examineUsdt(point, files, symbols) : examineFunction(point, files, symbols);
}

function isStrict(script: Script, source: string, version: string | undefined): boolean {
  if (version === undefined || compareVersions(version, STRICT_SINCE) < 0) return false;
  return !script.preamble.some(({ kind, span }) => kind === 'config' && /missing_probes\s*=\s*"?(warn|ignore)/.test(source.slice(span.start, span.end)));
}

function diagnosticOf({ refused, ...missing }: Missing, strict: boolean): Diagnostic {
  if (refused || strict) return { ...missing, severity: 'error' };
  return { ...missing, severity: 'warning', message: `${missing.message}; this probe never fires` };
}
