/** The kernel's own BTF, held against what bpftrace makes of it with libbpf. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CTypes, findMember, memberNames, type RecordType, showCType } from '../../src/core/ctype.ts';
import { kernelFunctions } from '../../src/kernel/kernel-functions.ts';
import { type KernelTypes, readBtfFiles, typesOf } from '../../src/kernel/kernel-types.ts';
import { machineFromSnapshot } from '../../src/kernel/snapshot.ts';
import { realHost } from '../../src/system/real.ts';
import { renderDefinitions } from '../../src/views/definition.ts';
import { gpttraceCommand, scratchFile, whyNot } from './helpers.ts';

const BTF = '/sys/kernel/btf/vmlinux';
const hasBtf = existsSync(BTF);
if (!hasBtf) console.log(`skipped: this needs ${BTF}`);

const PLAIN = { columns: Number.POSITIVE_INFINITY, color: false, unicode: true };

function record(types: CTypes, name: string): RecordType {
  const type = types.named(name);
  if (type?.kind !== 'record') throw new Error(`${name} is no struct`);
  return type;
}

describe.skipIf(!hasBtf)('the types of this kernel', () => {
  let types: KernelTypes;
  beforeAll(() => {
    const read = typesOf(readBtfFiles(realHost()));
    if (read === undefined) throw new Error('they were refused');
    types = read;
  });

  it('has the structs that programs walk through', () => {
    const task = record(types, 'struct task_struct');
    expect(showCType(findMember(types, task, 'pid')?.type ?? { kind: 'void' })).toBe('int');
    expect(findMember(types, task, 'comm')?.type).toMatchObject({ kind: 'array', length: 16 });
    expect(findMember(types, task, 'real_parent')?.type).toEqual({ kind: 'pointer', to: task });
    const mm = findMember(types, task, 'mm')?.type;
    expect(mm).toMatchObject({ kind: 'pointer', to: { kind: 'record', name: 'mm_struct' } });
    expect(memberNames(types, record(types, 'struct mm_struct'))).toContain('pgd');
    expect(memberNames(types, record(types, 'struct sock'))).toContain('__sk_common');
    expect(findMember(types, record(types, 'struct sock_common'), 'skc_daddr')?.type).toMatchObject({ bits: 32, signed: false });
    expect(types.members(task).some(({ bitSize }) => bitSize === 1)).toBe(true);
  });

  it('has enumerators, typedefs and prototypes', () => {
    expect(types.enumerator('PIDTYPE_PID')?.value).toBe(0n);
    expect(types.enumerator('BPF_MAP_TYPE_HASH')?.value).toBe(1n);
    expect(types.enumerator('TCP_ESTABLISHED')?.value).toBe(1n);
    expect(types.named('pid_t')).toMatchObject({ kind: 'int', bits: 32, signed: true });
    expect(types.named('unsigned long')).toMatchObject({ kind: 'int', signed: false });
    const read = types.function('vfs_read');
    expect(read?.params.map(({ name }) => name)).toEqual(['file', 'buf', 'count', 'pos']);
    expect(read?.params[0]?.type).toEqual({ kind: 'pointer', to: types.named('struct file') });
    const traced = types.function('btf_trace_sched_process_exec')?.params.map(({ type }) => showCType(type));
    expect(traced).toEqual(['void *', 'struct task_struct *', 'int', 'struct linux_binprm *']);
    expect(types.function('bpf_iter_task')?.params.map(({ name }) => name)).toEqual(['meta', 'task']);
  });

  it('every struct has whole members that lie within it', () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const name of types.names('tags')) {
      const type = types.named(name);
      if (type?.kind !== 'record') continue;
      for (const member of types.members(type)) {
        looked++;
        // A flexible array has no size of its own.
        const bits = member.bitSize ?? sizeOf(member.type);
        if (member.bitOffset + bits > type.size * 8) wrong.push(`${name}.${member.name}`);
      }
    }
    expect(looked).toBeGreaterThan(10_000);
    expect(wrong).toEqual([]);
  });

  it('damaged in any place, are refused or read: nothing throws, nothing hangs', () => {
    const good = readFileSync(BTF);
    const section = good.readUInt32LE(4) + good.readUInt32LE(12);
    let refused = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(section - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        const damaged = typesOf({ vmlinux: bytes, modules: () => [] });
        if (damaged === undefined) {
          refused++;
          return;
        }
        damaged.describe('task_struct', 3);
        damaged.enumerator('PIDTYPE_PID');
        damaged.function('vfs_read');
        for (const name of damaged.names('tags').slice(0, 500)) {
          const type = damaged.named(name);
          if (type?.kind === 'record') memberNames(damaged, type);
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 40_000 },
    );
    expect(refused).toBeLessThan(55);
  });

  const cannot = whyNot('bpftrace', 'root');
  it.skipIf(cannot !== undefined)('are written as bpftrace writes them', () => {
    const listing = execFileSync('bpftrace', ['-lv', 'struct *'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 120_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const different: string[] = [];
    let compared = 0;
    for (const block of listing.split(/^}(?: __attribute__.*)?;\n/m)) {
      const [head] = /^(?:struct|union|enum) \w+/.exec(block.trim()) ?? [];
      // libbpf numbers the second definition of a name.
      if (head === undefined || /___\d+$/.test(head)) continue;
      const answer = types.describe(head, 0);
      if (answer === undefined || 'missing' in answer) {
        different.push(`${head} is missing`);
        continue;
      }
      compared++;
      const own = normal(renderDefinitions(answer.found, PLAIN).join('\n'));
      if (own !== normal(`${block.trim()}\n};`)) different.push(own);
    }
    expect(compared).toBeGreaterThan(300);
    if (different.length > 0) console.log(`${different.length} of ${compared} are written in another way, such as ${different[0]?.slice(0, 300)}`);
    // A name that is defined twice is the one definition here, and the other there.
    expect(different.length / compared).toBeLessThan(0.005);
  });
});

function sizeOf(type: ReturnType<CTypes['members']>[number]['type']): number {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'enum':
      return type.bits;
    case 'record':
      return type.size * 8;
    case 'array':
      return type.length * sizeOf(type.of);
    case 'pointer':
      return 32;
    default:
      return 0;
  }
}

/** Without what is a matter of taste: blanks, comments, attributes, and libbpf's unnamed bit fields in the gaps. */
function normal(text: string): string {
  return text
    .replace(/\/\/.*$/gm, '')
    .replace(/__attribute__\(\([^()]*(\(\d+\))?\)\)/g, '')
    .replace(/^\s*(long|int|short|char)\s*: \d+;$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/ ([;:,)])/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll('{ }', '{}')
    .replaceAll('(void)', '()')
    .replace(/\* (?=[(*]|const|volatile)/g, '*')
    .replace(/___\d+/g, '')
    .trim();
}

describe('the functions of this kernel', () => {
  const cannot = whyNot('root');
  it.skipIf(cannot !== undefined)('are known by name', () => {
    const functions = kernelFunctions(realHost(), '/sys/kernel/tracing');
    expect([functions.has('vfs_read'), functions.has('no_such_function'), functions.traceable('no_such_function')]).toEqual(['yes', 'no', 'no']);
    expect(['yes', 'unknown']).toContain(functions.traceable('vfs_read'));
    expect(functions.names()?.length).toBeGreaterThan(10_000);
  });
});

describe('gpttrace', () => {
  const run = (...args: readonly string[]): { readonly status: number; readonly out: string; readonly err: string } => {
    const [command = '', ...rest] = gpttraceCommand(...args);
    try {
      return { status: 0, out: execFileSync(command, rest, { encoding: 'utf8', stdio: 'pipe', timeout: 120_000, maxBuffer: 2 ** 28 }), err: '' };
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
      return { status, out: stdout, err: stderr };
    }
  };

  it.skipIf(!hasBtf)('type shows what is asked for, and the nearest where there is no such thing', () => {
    expect(run('type', 'vfs_read').out).toMatch(/^ssize_t vfs_read\(struct file \*file, /);
    expect(run('type', 'task_struct->mm').out).toMatch(/^struct mm_struct \*mm; .* in struct task_struct\n\nstruct mm_struct \{/);
    expect(JSON.parse(run('type', '--json', 'struct', 'list_head').out)).toMatchObject({ type: 'type', definitions: [{ kind: 'record', size: 16 }] });
    expect(run('type', 'task_strct')).toMatchObject({ status: 3, err: expect.stringContaining('did you mean struct task_struct?') });
    expect(run('type', 'union task_struct')).toMatchObject({ status: 3, err: expect.stringContaining('did you mean struct task_struct?') });
    expect(run('type', 'task_struct.pidd')).toMatchObject({ status: 3, err: expect.stringContaining('did you mean pid?') });
    expect(run('type', '%')).toMatchObject({ status: 2 });
    expect(run('type', 'pid_t', '--facts', scratchFile('none.json'))).toMatchObject({ status: 10 });
  });

  it('facts writes a snapshot with which programs are checked', () => {
    const path = scratchFile('host.json');
    expect(run('facts', '-o', path).status).toBe(0);
    const { out } = run('facts');
    const machine = machineFromSnapshot(out, 'standard output');
    expect(machine.facts.release).toBe(realHost().release);
    expect(machine.types === undefined).toBe(!hasBtf);
    expect(run('check', '--facts', path, 'library/page-faults.bt').status).toBe(0);
    expect(run('check', '--facts', `${path}x`, 'library/page-faults.bt').status).toBe(10);
    expect(run('facts', '--no-types', '-o', path)).toMatchObject({ status: 10, err: expect.stringContaining('exists') });
    expect(run('facts', '--no-types', '--force', '-o', path).status).toBe(0);
    expect(run('type', 'pid_t', '--facts', path)).toMatchObject({ status: 7, err: expect.stringContaining('without types') });
  });
});
