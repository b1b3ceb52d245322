/** A condition of a question as an expression at the place where the answer is made. */
import type { Condition } from '../../core/intent.ts';
import type { ValueNumbers } from '../../core/names.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { addressTest } from './address.ts';
import { amountTest } from './amount.ts';
import type { Remark } from './filled.ts';
import { expressionIn, operand } from './joined.ts';
import type { Meaning } from './meaning.ts';
import { pathTest } from './path.ts';
import { quote } from './text.ts';

/** What must hold; `met` where it holds for all that the program sees. */
export type Test = { readonly text: string; readonly own?: OwnBound; readonly remark?: Remark } | 'met';

/** A bound of the program's own on the same value, which the question's takes the place of. */
export interface OwnBound {
  readonly subject: string;
  readonly operator: string;
}

/** Undefined where the program cannot tell. */
export function testOf(condition: Condition, meaning: Meaning, program: LibraryProgram, numbers: ValueNumbers | undefined): Test | undefined {
  const told = program.filter[condition.what];
  // Told to be so for all it sees, or that it cannot be told: only what failed or worked can be the former.
  if (typeof told === 'boolean' && condition.what !== 'path') return condition.what === 'outcome' && told === condition.failed ? 'met' : undefined;
  const subjects = typeof told === 'object' ? told : typeof told === 'string' ? [told] : undefined;
  const either = (...names: readonly string[]): readonly string[] => subjects ?? names.map((name) => meaning.named(name)).filter((text) => text !== undefined);
  // One of the expressions is one of the values.
  const equal = (texts: readonly string[], ...values: readonly (number | undefined)[]): Test | undefined => {
    if (texts.length === 0 || values.includes(undefined)) return undefined;
    const tests = texts.flatMap((text) => values.map((value) => `${operand(text)} == ${value}`));
    return { text: tests.length === 1 ? (tests[0] ?? '') : `(${tests.join(' || ')})` };
  };
  switch (condition.what) {
    case 'path':
      return anyOf((subjects ?? [meaning.named('file') ?? meaning.named('directory')]).map((subject) => pathTest(condition, subject, told === false, numbers)));
    case 'port':
      return equal(either('port', 'local port'), condition.port);
    case 'address':
      return addressTest(condition.address, either('address')[0]);
    case 'size':
    case 'time':
      return amountTest(condition, meaning, subjects?.[0]);
    case 'outcome': {
      if (subjects?.[0] !== undefined) return { text: condition.failed ? subjects[0] : negated(subjects[0]) };
      return errorTest(meaning.named('errno'), condition.failed ? 'any' : 'none');
    }
    case 'errno':
      return errorTest(either('errno')[0], numbers?.errno(condition.errno));
    case 'signal':
      return equal(either('signal'), numbers?.signal(condition.signal));
    case 'syscall':
      return syscallTest(condition.name, either('syscall'), program, numbers, equal);
    case 'user':
      return equal(either('user'), numbers?.user(condition.user));
    case 'cpu':
      return equal(either('cpu'), condition.cpu);
    case 'container': {
      const path = numbers?.cgroup(condition.container);
      const inProcess = subjects?.[0] ?? (meaning.ofProcess('container') === undefined ? undefined : 'cgroup');
      return path === undefined || inProcess === undefined ? undefined : { text: `${inProcess} == cgroupid(${quote(path)})` };
    }
    case 'device': {
      const name = meaning.named('interface') ?? meaning.named('device name');
      if (name !== undefined && subjects === undefined) return { text: `${operand(name)} == ${quote(condition.device)}` };
      return equal(either('device'), ...(numbers?.device(condition.device) ?? [undefined]));
    }
  }
}

/** One of several places must be it: what was renamed, or what to. */
function anyOf(tests: readonly (Test | undefined)[]): Test | undefined {
  const [first] = tests;
  const texts = tests.flatMap((test) => (test === undefined || test === 'met' ? [] : [test.text]));
  if (tests.length < 2 || first === undefined || first === 'met' || texts.length < tests.length) return first;
  return { ...first, text: `(${texts.join(' || ')})` };
}

const OPPOSITES: Readonly<Record<string, string>> = { '<': '>=', '>=': '<', '>': '<=', '<=': '>', '==': '!=', '!=': '==' };

function negated(text: string): string {
  const tree = expressionIn(text);
  const opposite = tree?.kind === 'binary' ? OPPOSITES[tree.operator] : undefined;
  const parts = opposite === undefined || tree?.kind !== 'binary' ? [] : text.split(` ${tree.operator} `);
  return parts.length === 2 ? parts.join(` ${opposite} `) : `!(${text})`;
}

/** An error is told as a positive number, 0 for none; where it is a result with its sign turned, the result itself is looked at. */
function errorTest(subject: string | undefined, which: 'any' | 'none' | number | undefined): Test | undefined {
  if (subject === undefined || which === undefined) return undefined;
  const tree = expressionIn(subject);
  const result = tree?.kind === 'unary' && tree.operator === '-' ? operand(subject.slice(1)) : undefined;
  if (result !== undefined) return { text: which === 'any' ? `${result} < 0` : which === 'none' ? `${result} >= 0` : `${result} == -${which}` };
  return { text: `${operand(subject)} ${which === 'any' ? '!= 0' : `== ${which === 'none' ? 0 : which}`}` };
}

/**
 * A program that attaches to system calls by their names is about those: `open` is met by one that attaches to openat. A word that is no system call's name is
 * no condition, where the table of names is known.
 */
function syscallTest(
  name: string,
  subjects: readonly string[],
  program: LibraryProgram,
  numbers: ValueNumbers | undefined,
  equal: (texts: readonly string[], value: number | undefined) => Test | undefined,
): Test | undefined {
  const number = numbers?.syscall(name);
  if (number === undefined && numbers?.syscall('read') !== undefined) return 'met';
  const attached = [...program.source.matchAll(/:sys_(?:enter|exit)_(\w+)/g)].map((match) => match[1] ?? '');
  const family = attached.filter((call) => call.startsWith(name));
  if (subjects.length > 0 && (attached.length === 0 || (attached.includes(name) && attached.some((call) => call !== name)))) return equal(subjects, number);
  return family.length > 0 && family.length === attached.length ? 'met' : undefined;
}
