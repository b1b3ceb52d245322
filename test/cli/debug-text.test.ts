import { describe, expect, it } from 'vitest';
import { renderDiagnosis } from '../../src/cli/debug-text.ts';
import type { Diagnosis } from '../../src/debug/diagnosis.ts';
import { width } from '../../src/views/layout.ts';
import { diagnosed, SILENT } from '../debug/silent.ts';

const PLAIN = { columns: 80, color: false, unicode: true } as const;
const CAT = SILENT.find(({ finding }) => finding === 'filter-almost');

function text(diagnosis: Diagnosis, source: string, style = {}): string[] {
  return renderDiagnosis(diagnosis, source, false, { ...PLAIN, ...style });
}

describe('a diagnosis as text', () => {
  it('fits into its columns, but for the program itself and commands to copy', () => {
    for (const language of ['en', 'zh'] as const)
      for (const block of SILENT) {
        const lines = text(diagnosed(block, language), block.program);
        const own = lines.filter((line) => /^ {2}(?:[✓✗!·]|seen|try|试试|所见)/.test(line) && !/\S{40}/.test(line));
        for (const line of own) expect(width(line), line).toBeLessThanOrEqual(80);
      }
  });

  it('has every stage, every finding with its place, and the repair', () => {
    if (CAT === undefined) throw new Error('the block is gone');
    const lines = text(diagnosed(CAT, 'en'), CAT.program).join('\n');
    expect(lines).toMatch(/^silent\.bt: it is silent\n\n {2}✓ it reads/);
    expect(lines.match(/^ {2}[✓✗!·] /gm)).toHaveLength(8);
    expect(lines).toContain('silent.bt:1:47: wrong [filter-almost]\n');
    expect(lines).toContain('  seen: node 800, nginx 4\n');
    expect(lines).toContain('+tracepoint:syscalls:sys_enter_openat /comm == "nginx"/');
    expect(lines).toContain('gpttrace debug silent.bt --fix writes that');
  });

  it('lets nothing that was seen steer the terminal', () => {
    if (CAT === undefined) throw new Error('the block is gone');
    const evil = diagnosed({ ...CAT, seen: { 'p1.f1': { '\u001b[2Jnginx': 5, 'a\nb': 2 } } }, 'en');
    for (const line of text(evil, CAT.program)) expect(line).not.toMatch(/\p{Cc}/u);
  });

  it('does without characters that a terminal has not', () => {
    const [block] = SILENT;
    if (block === undefined) throw new Error('the blocks are gone');
    expect(text(diagnosed(block, 'en'), block.program, { unicode: false }).join('\n')).toMatch(/^ {2}ok it reads/m);
  });
});
