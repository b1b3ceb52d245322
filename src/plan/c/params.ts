/** What a question asks for, set in the text of a C program: its `const volatile` variables get other initialisers, so that the program shown is the program run. */
import type { Condition, Intent, ProcessFilter } from '../../core/intent.ts';
import type { ValueNumbers } from '../../core/names.ts';
import type { CProgram } from '../../knowledge/c/library.ts';
import type { Refusal } from '../fill/filled.ts';
import { cutComm, quote } from '../fill/text.ts';

/** Nanoseconds, or bytes, that one of a parameter's units stands for. */
const LEAST: Readonly<Record<'size' | 'time', Readonly<Record<string, number>>>> = {
  time: { min_ns: 1, min_us: 1e3, min_ms: 1e6 },
  size: { min_bytes: 1 },
};

export interface Settings {
  readonly source: string;
  readonly refused: readonly Refusal[];
  /** Whether the question's process is what it is narrowed to. */
  readonly narrowed: boolean;
}

/** Sets all that a program has a parameter for; the rest is refused. */
export function setParameters(program: CProgram, intent: Intent, numbers: ValueNumbers | undefined): Settings {
  const refused: Refusal[] = [];
  const set = new Map<string, string>();
  const filter = intent.filter?.value;
  const wanted = filter === undefined || intent.toward === true ? undefined : ofProcess(program, filter);
  for (const [variable, value] of wanted ?? []) set.set(variable, value);
  if (filter !== undefined && wanted === undefined) refused.push({ what: 'filter' });
  for (const { value: condition, words } of intent.conditions) {
    const setting = settingOf(condition, program, numbers);
    // Two bounds on one variable would leave one of them out.
    if (setting === undefined || set.has(setting[0])) refused.push({ what: 'condition', condition, words });
    else set.set(...setting);
  }
  let { source } = program;
  for (const [variable, value] of set) source = initialised(source, variable, value);
  return { source, refused, narrowed: wanted !== undefined };
}

type Setting = readonly [variable: string, value: string];

/** Undefined where the program cannot tell all of it. */
function ofProcess({ params }: CProgram, { pid, comm }: ProcessFilter): Setting[] | undefined {
  const settings: Setting[] = [];
  if (pid !== undefined) {
    if (params.pid === undefined) return undefined;
    settings.push([params.pid, String(pid)]);
  }
  if (comm !== undefined) {
    if (params.comm === undefined) return undefined;
    settings.push([params.comm, quote(cutComm(comm))]);
  }
  return settings;
}

function settingOf(condition: Condition, { params }: CProgram, numbers: ValueNumbers | undefined): Setting | undefined {
  const numbered = (name: string, value: number | undefined): Setting | undefined => {
    const variable = params[name];
    return variable === undefined || value === undefined ? undefined : [variable, String(value)];
  };
  switch (condition.what) {
    case 'time':
      return atLeast('time', condition.comparison, condition.ns, params);
    case 'size':
      return atLeast('size', condition.comparison, condition.bytes, params);
    case 'outcome':
      return params.failed !== undefined && condition.failed ? [params.failed, 'true'] : undefined;
    case 'port':
      return numbered('port', condition.port);
    case 'signal':
      return numbered('signal', numbers?.signal(condition.signal));
    case 'syscall':
      return numbered('syscall', numbers?.syscall(condition.name));
    default:
      return undefined;
  }
}

function atLeast(what: 'size' | 'time', comparison: string, amount: number, params: CProgram['params']): Setting | undefined {
  const [name, unit] = Object.entries(LEAST[what]).find(([param]) => params[param] !== undefined) ?? [];
  const variable = name === undefined ? undefined : params[name];
  if (variable === undefined || unit === undefined) return undefined;
  // The program compares whole units, rounded down.
  if (comparison === '>=') return [variable, String(Math.ceil(amount / unit))];
  return comparison === '>' ? [variable, String(Math.floor(amount / unit) + 1)] : undefined;
}

/** The source with another initial value of a variable. Throws where it has no such variable, which the library's reader has looked for. */
export function initialised(source: string, variable: string, value: string): string {
  const declaration = new RegExp(`(\\bconst volatile [^;=]*\\b${variable}\\b(?:\\[\\w*\\])?\\s*=\\s*)[^;]*;`);
  if (!declaration.test(source)) throw new Error(`no initialised variable ${variable}`);
  return source.replace(declaration, (_, head: string) => `${head}${value};`);
}
