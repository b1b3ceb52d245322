/** Ways to change a program in one place. Some break it, some do not: what bpftrace says of the result decides. */
import type { TextEdit } from '../../src/core/diagnostic.ts';
import { insert, put, type Subject } from './subject.ts';

export type Mutation = (subject: Subject) => TextEdit | undefined;

const VALUES = [
  '1',
  '"text"',
  'comm',
  'pid',
  'nsecs',
  'kstack',
  '0x10',
  '(1, 2)',
  'count()',
  'curtask',
  'args',
  '@unknown',
  '$unknown',
  'NOSUCH',
  'probe',
  'str(1)',
  'ksym(1)',
  'rand % 5',
];
const STATEMENTS = [
  'print(@nosuch);',
  '@extra = count();',
  '@extra[comm] = hist(nsecs);',
  '$extra = 1;',
  'break;',
  'unroll(3) { @n++; }',
  'unroll(200) { @n++; }',
  'exit();',
  'printf("%d %s\\n", pid, comm);',
  'printf("%d\\n", comm);',
  'printf("%s\\n");',
  'if (pid == 1) { return; }',
  'if (comm) { exit(); }',
  'while ($i < 5) { $i++; }',
  '$j = 0; while ($j < 5) { $j++; if ($j == 3) { break; } }',
  'int x = 1;',
  'x = 1;',
  'count();',
  'clear(@nosuch);',
  'time("%H:%M:%S ");',
  'time(5);',
  'join(5);',
  'delete(@);',
  '@t = (1, comm, nsecs);',
  '@t = (1, comm); printf("%s\\n", @t.1);',
  '@u = lhist(1, 0, 10, 1);',
  '@u = lhist(1, 0, 10000, 1);',
  '@u = lhist(1, 10, 0, 1);',
  '@v = sum(comm);',
  '@v = max(1, 2);',
  '@w = curtask->comm;',
  '@w = curtask->real_parent->tgid;',
  '@w = curtask->nosuch;',
  '@w = ((struct task_struct *)curtask)->pid;',
  '@w = (uint8)pid;',
  '@w = (int)pid;',
  '@w = (struct nosuch *)pid;',
  '@w = str(comm);',
  '@w = ntop(1);',
  '@w = reg("ax");',
  '@w = kaddr("vfs_read");',
  '@w = pid == 1 ? comm : "other";',
  '@w = pid == 1 ? comm : 5;',
  'return 1;',
  'for (i = 0; i < 5; i++) { }',
  '@z = nosuch(1);',
  '@z = strlen(comm);',
  '@z = strncmp(comm, "a", 1);',
  '@z = strncmp(comm, "a", pid);',
  'cat("/proc/version");',
  '@str = "a"; @str = comm;',
  '@mix = 1; @mix = "a";',
  '@agg = count(); @agg = 1;',
  '@agg = count(); @agg = sum(1);',
  '@agg = count(); printf("%d\\n", @agg);',
  '@key[1] = 1; @key["a"] = 1;',
  '@key[1] = 1; @key[1, 2] = 1;',
  '$v = 1; $v = "a";',
  '$v = "a"; $v = comm;',
  '$v = comm; $w = $v + 1;',
  '$p = $1; printf("%d %s\\n", $p, str($2));',
  '$n = nsecs / 0;',
  '@b = buf(1, 5); printf("%r\\n", @b);',
  'print((1, 2));',
  'print(1); print(comm); print(1, 2);',
  'printf("%-10s|%5d|%x|%c|%p\\n", comm, pid, pid, pid, pid);',
  'printf("%i\\n", pid);',
  'printf("%5.2f\\n", pid);',
  'printf("100%%\\n");',
  'let $l = 1;',
  '@s = stats(pid); print(@s, 5); print(@s, 5, 2); print(@s, comm);',
  '@a = avg(nsecs); zero(@a); clear(@a);',
  '$c = kstack(5); @[$c] = count(); @[kstack(perf, 3)] = count();',
  '@ks[kstack("x")] = count();',
  '$x = !comm; ',
  '$x = -pid; $y = ~pid; $z = !pid;',
  '$x = *curtask;',
  '$x = curtask + 1; $y = curtask * 2;',
  '$x = sizeof(struct task_struct); $y = sizeof(pid);',
];
const KINDS = ['tracepont', 'kprob', 'Tracepoint', 'perf', 'syscall', 'fentry', 'rawtracepoint', 'BEGINN', 'intervall', 'lsm'];
const OPERATORS = ['+', '-', '*', '/', '%', '==', '!=', '<', '>', '<=', '>=', '&&', '||', '&', '|', '^', '<<', '>>', '='];
const WRAPPERS = [
  'str',
  'ksym',
  'usym',
  'ntop',
  'hist',
  'buf',
  'bswap',
  'kptr',
  'strftime',
  'path',
  'nosuch',
  'sizeof',
  'cgroup_path',
  'strerror',
  'macaddr',
  'print',
];
const CASTS = [
  '(struct task_struct *)',
  '(uint8)',
  '(int64)',
  '(int)',
  '(struct nosuch *)',
  '(char *)',
  '(uint32)',
  '(struct sock *)',
  '(uint16 *)',
  '(struct task_struct)',
  '(unsigned long)',
  '(enum pid_type)',
];
const MEMBERS = ['pid', 'comm', 'nosuch', 'sk_type', 'f_path', '0', '1', '5'];
const PREDICATES = [
  '/pid == 1/',
  '/comm == "a"/',
  '/comm/',
  '/@unset/',
  '/pid/',
  '/$x/',
  '/nsecs > 5 && comm != "b"/',
  '/curtask/',
  '/count()/',
  '//',
  '/pid = 1/',
  '/strncmp(comm, "ab", 2) == 0/',
];
const CONVERSIONS = ['%d', '%s', '%x', '%i', '%f', '%lld', '%-5s', '%p', '%c', '%u', '%r', '%llx', '%05d', '%+d', '%'];
const BUILTINS = [
  'pid',
  'tid',
  'comm',
  'nsecs',
  'kstack',
  'ustack',
  'cpu',
  'retval',
  'arg0',
  'arg9',
  'args',
  'func',
  'probe',
  'curtask',
  'ctx',
  'username',
  'cpid',
  'rand',
  'jiffies',
  'ppid',
  'sarg0',
  'elapsed',
];
const AGGREGATES = [
  'count()',
  'sum(1)',
  'hist(pid)',
  'avg(nsecs)',
  'max(pid)',
  'stats(pid)',
  'lhist(pid, 0, 100, 10)',
  '1',
  'comm',
  'count(1)',
  'sum()',
  'hist(comm)',
  'nsecs',
  'kstack',
];
const ATTACH = [
  'BEGIN',
  'END',
  'tracepoint:syscalls:sys_enter_openat',
  'tracepoint:nosuch:thing',
  'kprobe:vfs_read',
  'kretprobe:vfs_read',
  'interval:s:1',
  'profile:hz:99',
  'software:page-faults:1',
  'interval:s',
  'profile:99',
  'hardware:cycles:1000',
];

/** Deletes or doubles a mark that stands in code, not in a text. */
function mark(of: RegExp, text: (found: string) => string): Mutation {
  return (subject) => {
    const places = [...subject.source.matchAll(of)].filter((match) => !inText(subject, match.index));
    const match = subject.random.pick(places);
    return match === undefined ? undefined : put({ start: match.index, end: match.index + match[0].length }, text(match[0]));
  };
}

function inText(subject: Subject, at: number): boolean {
  if (subject.nodes.some((node) => node.kind === 'string' && node.span.start < at && at < node.span.end - 1)) return true;
  return /(^|[^:])\/\/[^\n]*$|\/\*(?:(?!\*\/)[\s\S])*$|^#[^\n]*$/m.test(subject.source.slice(Math.max(0, at - 2000), at));
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'rename a builtin': (s) => {
    const node = s.some('identifier');
    return node && put(node.span, s.typo(node.name));
  },
  'another builtin': (s) => {
    const node = s.some('identifier');
    return node && put(node.span, s.random.pick(BUILTINS) ?? '');
  },
  'rename a function': (s) => {
    const node = s.some('call');
    return node && put(node.nameSpan, s.typo(node.name));
  },
  'rename a field': (s) => {
    const node = s.some('field');
    return node && put(node.nameSpan, s.typo(node.name));
  },
  'another field': (s) => {
    const node = s.some('field');
    return node && put(node.nameSpan, s.random.pick(MEMBERS) ?? '');
  },
  'rename a map once': (s) => {
    const node = s.some('map');
    return node && insert(node.span.start + node.name.length, 'q');
  },
  'rename a variable once': (s) => {
    const node = s.some('variable');
    return node && insert(node.span.end, 'q');
  },
  'rename in an attach point': (s) => {
    const point = s.random.pick(s.points);
    if (point === undefined) return undefined;
    const parts = point.text.split(':');
    const at = s.random.below(parts.length);
    return put(point.span, parts.map((part, n) => (n === at ? s.typo(part) : part)).join(':'));
  },
  'another kind of probe': (s) => {
    const point = s.random.pick(s.points);
    return point && put(point.span, point.text.replace(/^\w+/, s.random.pick(KINDS) ?? ''));
  },
  'another attach point': (s) => {
    const point = s.random.pick(s.points);
    return point && put(point.span, s.random.pick(ATTACH) ?? '');
  },
  'one more attach point': (s) => {
    const point = s.random.pick(s.points);
    return point && insert(point.span.end, `,\n${s.random.pick(ATTACH)}`);
  },
  'drop a part of an attach point': (s) => {
    const point = s.random.pick(s.points);
    return point && put(point.span, point.text.replace(/:[^:]*$/, ''));
  },
  'another value': (s) => {
    const node = s.value();
    return node && put(node.span, s.random.pick(VALUES) ?? '');
  },
  'drop an argument': (s) => {
    const node = s.some('call', (call) => call.args.length > 0);
    const last = node?.args.at(-1);
    if (node === undefined || last === undefined) return undefined;
    const before = node.args.at(-2);
    return put({ start: before?.span.end ?? last.span.start, end: last.span.end }, '');
  },
  'double an argument': (s) => {
    const node = s.some('call', (call) => call.args.length > 0);
    const last = node?.args.at(-1);
    return last && insert(last.span.end, `, ${s.text(last.span)}`);
  },
  'one more argument': (s) => {
    const node = s.some('call');
    return node && insert(node.span.end - 1, node.args.length > 0 ? ', 5' : '5');
  },
  'swap two arguments': (s) => {
    const node = s.some('call', (call) => call.args.length > 1);
    const [a, b] = node?.args.slice(-2) ?? [];
    return a && b && put({ start: a.span.start, end: b.span.end }, `${s.text(b.span)}, ${s.text(a.span)}`);
  },
  'another conversion': (s) => {
    const node = s.some('string', (text) => text.text.includes('%'));
    if (node === undefined) return undefined;
    const matches = [...node.text.matchAll(/%-?[0-9.]*l*[a-zA-Z]/g)];
    const match = s.random.pick(matches);
    return match && put({ start: node.span.start + match.index, end: node.span.start + match.index + match[0].length }, s.random.pick(CONVERSIONS) ?? '');
  },
  'one more conversion': (s) => {
    const node = s.some('string', (text) => text.text.includes('%'));
    return node && insert(node.span.start + 1, `${s.random.pick(CONVERSIONS)} `);
  },
  'drop a sigil': (s) => {
    const node = s.random.pick(s.nodes.filter((candidate) => candidate.kind === 'map' || candidate.kind === 'variable'));
    return node && put({ start: node.span.start, end: node.span.start + 1 }, '');
  },
  'drop a mark': mark(/[;{}()[\],"]/g, () => ''),
  'double a mark': mark(/[;{}()[\],]/g, (found) => found + found),
  'another quote': mark(/"/g, () => "'"),
  'drop a word': mark(/\b[a-z_]+\b/g, () => ''),
  'another operator': mark(/(?<=\s)([-+*/%<>&|^]|==|!=|<=|>=|&&|\|\||<<|>>)(?=\s)/g, (found) => OPERATORS[(found.charCodeAt(0) * 7) % OPERATORS.length] ?? '+'),
  'arrow to dot': mark(/->/g, () => '.'),
  'dot to arrow': mark(/(?<=\w)\.(?=[a-z])/g, () => '->'),
  'one = for two': mark(/==/g, () => '='),
  'two = for one': mark(/(?<=\s)=(?=\s)/g, () => '=='),
  'another assignment': mark(/(?<=\s)=(?=\s)/g, () => '+='),
  'a unary operator': (s) => {
    const node = s.value();
    return node && insert(node.span.start, s.random.pick(['!', '-', '~', '*', '&', '+']) ?? '');
  },
  'a cast': (s) => {
    const node = s.value();
    return node && insert(node.span.start, s.random.pick(CASTS) ?? '');
  },
  'another cast': (s) => {
    const node = s.some('cast');
    return node && put(node.typeNode.span, s.typo(node.type));
  },
  'wrap a value': (s) => {
    const node = s.value();
    return node && put(node.span, `${s.random.pick(WRAPPERS)}(${s.text(node.span)})`);
  },
  'unwrap a call': (s) => {
    const node = s.some('call', (call) => call.args.length === 1);
    const [argument] = node?.args ?? [];
    return node && argument && put(node.span, s.text(argument.span));
  },
  'a predicate': (s) => {
    const probe = s.some('probe', (node) => node.predicate === undefined);
    return probe && insert(probe.body.span.start, `${s.random.pick(PREDICATES)} `);
  },
  'another predicate': (s) => {
    const probe = s.some('probe', (node) => node.predicate !== undefined);
    return probe?.predicate && put(probe.predicate.span, s.random.pick(PREDICATES) ?? '');
  },
  'drop a predicate': (s) => {
    const probe = s.some('probe', (node) => node.predicate !== undefined);
    return probe?.predicate && put(probe.predicate.span, '');
  },
  'another key': (s) => {
    const node = s.some('map', (map) => map.keySpan !== undefined);
    return (
      node?.keySpan && put(node.keySpan, s.random.pick(['comm', 'pid', '1', '"a"', 'kstack', 'pid, comm', 'nsecs, 1, 2', '(1, 2)', 'count()', 'curtask']) ?? '')
    );
  },
  'drop a key': (s) => {
    const node = s.some('map', (map) => map.keySpan !== undefined);
    return node && put({ start: node.span.start + node.name.length, end: node.span.end }, '');
  },
  'a key where there was none': (s) => {
    const node = s.some('map', (map) => map.keySpan === undefined);
    return node && insert(node.span.end, `[${s.random.pick(['pid', 'comm', '1'])}]`);
  },
  'one more key': (s) => {
    const node = s.some('map', (map) => map.keySpan !== undefined);
    return node && insert(node.span.end - 1, ', 1');
  },
  'another aggregate': (s) => {
    const node = s.some('assignment', (assignment) => assignment.target.kind === 'map');
    return node && put(node.value.span, s.random.pick(AGGREGATES) ?? '');
  },
  'another map function': (s) => {
    const node = s.some('call', (call) => ['print', 'clear', 'zero', 'delete'].includes(call.name));
    return node && put(node.nameSpan, s.random.pick(['print', 'clear', 'zero', 'delete', 'len', 'hist']) ?? '');
  },
  'a statement': (s) => {
    const block = s.random.pick(s.blocks);
    return block && insert(block.span.start + 1, ` ${s.random.pick(STATEMENTS)} `);
  },
  'a statement at the end': (s) => {
    const block = s.random.pick(s.blocks);
    return block && insert(block.span.end - 1, `; ${s.random.pick(STATEMENTS)} `);
  },
  'drop a statement': (s) => {
    const statement = s.statement();
    return statement && put(statement.span, '');
  },
  'double a probe': (s) => {
    const probe = s.some('probe');
    return probe && insert(probe.span.end, `\n${s.text(probe.span)}`);
  },
  'drop a probe': (s) => {
    const probe = s.some('probe');
    return probe && put(probe.span, '');
  },
  'an index': (s) => {
    const node = s.value();
    return node && insert(node.span.end, s.random.pick(['[0]', '[100]', '[pid]', '["a"]']) ?? '');
  },
  'a member': (s) => {
    const node = s.value();
    return node && insert(node.span.end, `${s.random.pick(['.', '->'])}${s.random.pick(MEMBERS)}`);
  },
  'a choice': (s) => {
    const node = s.value();
    return node && put(node.span, `(pid == 1 ? ${s.text(node.span)} : ${s.random.pick(['1', 'comm', '"a"', '0'])})`);
  },
  'another number': (s) => {
    const node = s.some('integer');
    return node && put(node.span, s.random.pick(['0', '-1', '1000000', '0xffffffffffffffff', '5ms', '1e3', '1_000', '08', '2000']) ?? '');
  },
  'another text': (s) => {
    const node = s.some('string');
    return node && put(node.span, s.random.pick(['"x"', `"${'long '.repeat(14)}"`, '5', 'comm', '"\\q"', '""', '"%s %s"']) ?? '');
  },
  'a sum': (s) => {
    const node = s.value();
    return node && insert(node.span.end, ` ${s.random.pick(OPERATORS)} ${s.random.pick(['1', 'comm', '"a"', 'pid', 'nsecs', 'kstack', 'curtask'])}`);
  },
  'a comment': (s) => {
    const statement = s.statement();
    return statement && insert(statement.span.start, s.random.pick(['/* why */ ', '// why\n', '\n\n', ' # why\n']) ?? '');
  },
  'a blank': mark(/(?<=[({,=])/g, () => '  '),
  'another case': (s) => {
    const node = s.some('identifier');
    return node && put(node.span, node.name.toUpperCase());
  },
  'a parenthesis': (s) => {
    const node = s.value();
    return node && put(node.span, `(${s.text(node.span)})`);
  },
  'a tuple': (s) => {
    const node = s.value();
    return node && put(node.span, `(${s.text(node.span)}, ${s.random.pick(['1', 'comm'])})`);
  },
  'a definition': (s) =>
    insert(
      // Behind the line that names the interpreter.
      s.source.startsWith('#!') ? s.source.indexOf('\n') + 1 : 0,
      s.random.pick([
        'struct own { int a; char b[16]; };\n',
        '#define MINE 5\n',
        'struct own { nosuch_t a; };\n',
        'struct own { int a }\n',
        '#include <linux/nosuch.h>\n',
        'enum own { ONE, TWO };\n',
        'config = { max_map_keys = 5 }\n',
      ]) ?? '',
    ),
};
