/** What of bpftrace's programs of the library can be said in C compiles, and this kernel's verifier takes it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clangFlags } from '../../src/compiler/compile.ts';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import { vmlinuxOf } from '../../src/compiler/vmlinux.ts';
import type { Program } from '../../src/core/program.ts';
import { libbpf } from '../../src/engines/libbpf/library.ts';
import { closeObject, loadObject } from '../../src/engines/libbpf/load.ts';
import { openObject } from '../../src/engines/libbpf/open.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { realHost } from '../../src/system/real.ts';
import { translate } from '../../src/translate/translate.ts';
import { machineHere, planOf } from './pipeline.ts';

const here = await machineHere();
const host = realHost();
const tools = toolchainOf(host);
const found = await libbpf();
const cannot =
  'cannot' in here ? here.cannot : tools.missing.length > 0 ? `not here: ${tools.missing.join(', ')}` : found.ok ? undefined : found.message.message;
if (cannot !== undefined) console.log(`what is said in C is not verified: ${cannot}`);

const folder = mkdtempSync(join(tmpdir(), 'gpttrace-said-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What this machine can attach, of the library, as it would be run for a question. */
function planned(): { readonly program: LibraryProgram; readonly plan: Program }[] {
  if ('cannot' in here) return [];
  return readLibrary().flatMap((program) => {
    const plan = planOf(program, here.machine);
    return 'cannot' in plan ? [] : [{ program, plan: plan.program }];
  });
}

describe.skipIf(cannot !== undefined)('the library said in C', () => {
  it('can be said for the most part, and what is said is verified by this kernel', async () => {
    if ('cannot' in here || !found.ok || tools.clang === undefined) return;
    const all = planned();
    const said = all.flatMap(({ program, plan }) => {
      const translation = translate(plan, here.machine);
      return translation.ok ? [{ name: program.name, source: translation.source }] : [];
    });
    const onEvents = ({ plan }: { readonly plan: Program }): boolean =>
      plan.attachPoints.every((point) => /^(tracepoint|software|BEGIN|END|interval)\b/.test(point));
    const events = all.filter(onEvents);
    const saidOnEvents = events.filter(({ program }) => said.some(({ name }) => name === program.name));
    const wrong: string[] = [];
    const types = await vmlinuxOf(host, tools.bpftool);
    if (types.kind !== 'there') throw new Error('no vmlinux.h');
    // The kernel's types are most of what there is to compile: they are read once.
    const flags = [...clangFlags(host.arch), '-Wall', '-Wno-unused-variable', '-Wno-unused-function', '-Wno-missing-declarations'];
    const header = join(folder, 'vmlinux.pch');
    const prepared = await host.run(tools.clang, [...flags, '-x', 'c-header', join(types.folder, 'vmlinux.h'), '-o', header], { timeout: 120_000 });
    expect(prepared.status, prepared.stderr).toBe(0);
    // Each takes a fifth of a second; GPTTRACE_ALL=1 has all of them compiled and loaded.
    const tried = said.filter((_, at) => process.env.GPTTRACE_ALL !== undefined || at % 4 === 0);
    for (const { name, source } of tried) {
      const [from, to] = [join(folder, `${name}.bpf.c`), join(folder, `${name}.bpf.o`)];
      writeFileSync(from, source.replace('#include "vmlinux.h"\n', ''));
      const compiled = await host.run(tools.clang, [...flags, '-include-pch', header, '-idirafter', '/usr/include/x86_64-linux-gnu', '-c', from, '-o', to], {
        timeout: 120_000,
      });
      if (compiled.status !== 0 || compiled.stderr.trim() !== '') {
        wrong.push(`${name}: ${compiled.stderr.split('\n')[0]}`);
        if (compiled.status !== 0) continue;
      }
      const opened = openObject(found.bpf, readFileSync(to));
      if (!opened.ok) {
        wrong.push(`${name}: ${opened.message}`);
        continue;
      }
      const loaded = loadObject(opened.object);
      // A machine that has no kprobes cannot load what is for them.
      if (!loaded.ok && !/kprobe|kretprobe|fentry|fexit/.test(source)) wrong.push(`${name}: ${loaded.message}`);
      closeObject(opened.object);
    }
    console.log(
      `said in C: ${said.length} of ${all.length} that this machine can attach (tracepoints and software events: ${saidOnEvents.length} of ${events.length}); compiled and loaded: ${tried.length - wrong.length} of ${tried.length}`,
    );
    expect(wrong).toEqual([]);
    expect(saidOnEvents.length / events.length).toBeGreaterThan(0.85);
  });
});
