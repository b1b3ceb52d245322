/** A talk with a language model: a model server on this machine says what is written down, all else is real. */
import { afterEach, describe, expect, it } from 'vitest';
import { startModelServer } from '../models/server.ts';
import type { ModelServer, Says } from '../models/server-types.ts';
import { gpttraceEnds, type RunOptions, scratchFile, whyNot } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const GIZMOS = 'which gizmos does the frobnicator quux for 1 second';
const FAULTS = 'software:faults:1 { @faults[comm] = count(); }';
const ONLY = 'software:faults:1 /comm == "node"/ { @faults[comm] = count(); }';

let server: ModelServer | undefined;
afterEach(() => server?.close());

const submits = (source: string): Says => ({
  calls: [
    {
      name: 'submit_program',
      input: { source, title: 'Gizmos by process', tells: 'how many gizmos each process quuxes', columns: ['process', 'gizmos'] },
    },
  ],
});

async function model(...says: readonly Says[]): Promise<{ readonly server: ModelServer; readonly options: RunOptions }> {
  server = await startModelServer((_, count) => says[Math.min(count, says.length) - 1] ?? { text: '' });
  const env = { OLLAMA_HOST: server.url, GPTTRACE_MODEL: 'ollama/test', XDG_STATE_HOME: scratchFile('state'), XDG_CONFIG_HOME: scratchFile('config') };
  return { server, options: { env } };
}

const said = (lines: readonly string[], options: RunOptions) => gpttraceEnds(['chat', '--yes'], { ...options, input: lines.join('\n') });

describe.skipIf(cannot)('a talk with a model', () => {
  it('what it wrote it changes, with the program before it; the same again asks nobody', async () => {
    const { server: seen, options } = await model(submits(FAULTS), submits(ONLY));
    const { stdout, stderr } = await said([GIZMOS, 'again', 'only node', 'show the program'], options);
    expect(seen.requests, stderr).toHaveLength(2);
    expect(stdout.match(/^In \d+\.\d s: |saw 0 events/gm)?.length, stdout + stderr).toBeGreaterThanOrEqual(2);
    const change = JSON.stringify(JSON.parse(seen.requests[1]?.body ?? '{}'));
    expect(change).toContain('what was asked before in this talk');
    expect(change).toContain('software:faults:1 { @faults[comm] = count(); }');
    expect(change).toContain('only node');
    expect(stdout).toMatch(/\d+ \| software:faults:1 \/comm == "node"\//);
  });

  it('what our rules understand is changed without it', async () => {
    const { server: seen, options } = await model({ text: 'no' });
    const { stderr } = await said(['count page faults by process for 1 second', 'only node'], options);
    expect(seen.requests, stderr).toHaveLength(0);
    expect(stderr).toContain('now: only node');
  });

  it('why is answered from what was computed, and by a model on this machine whose numbers are computed, too', async () => {
    const claims = [{ text: 'Most faults were taken by {who}: {n}.', rows: ['A1'], values: [value('who', 'process'), value('n', 'faults')], importance: 3 }];
    const { server: seen, options } = await model({ calls: [{ name: 'explain', input: { claims, next: ['disk latency'] } }] });
    const { stdout, stderr } = await said(['count page faults by process for 1 second', 'why is that so slow?'], options);
    expect(seen.requests, stderr).toHaveLength(1);
    expect(stdout, stderr).toMatch(/ollama\/test says, held against what is known here:\n {2}- Most faults were taken by .+: [\d,]+/);
  });
});

function value(name: string, column: string): object {
  return { name, op: 'value', rows: ['A1'], column };
}
