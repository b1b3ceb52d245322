/** Processes that keep a run and are killed, or can write no more. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { listSessions, openSession } from '../../src/line/sessions.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'gt-killed-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Said {
  readonly rows: number;
  readonly at: number;
  readonly troubles?: readonly string[];
  readonly ended?: string | null;
}

class Writing {
  readonly directory: string;
  readonly child: ChildProcess;
  readonly closed: Promise<unknown>;
  #text = '';

  /** `limit`: KiB that a file may have; what is written beyond fails, as on a full disk. */
  constructor(name: string, args: readonly (string | number)[], limit?: number) {
    this.directory = join(scratch, name, 'sessions');
    const node = [
      process.execPath,
      '--import',
      pathToFileURL(`${root}scripts/typescript.mjs`).href,
      `${root}test/fixtures/session-writer.ts`,
      this.directory,
      ...args.map(String),
    ];
    const [command = '', ...rest] = limit === undefined ? node : ['bash', '-c', `trap '' XFSZ; ulimit -f ${limit}; exec "$@"`, 'bash', ...node];
    this.child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
    });
    this.closed = once(this.child, 'close');
  }

  /** All it has said, line by line. */
  get said(): Said[] {
    return this.#text
      .slice(0, this.#text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Said);
  }
}

async function rowsOf(directory: string): Promise<string[]> {
  const rows: string[] = [];
  const session = await openSession('last', directory);
  for await (const batches of session.events())
    for (const { events } of batches) for (const event of events) if (event.type === 'row') rows.push(String(event.values[1]).split(' ')[0] ?? '');
  return rows;
}

describe('a process that is killed', () => {
  it('leaves what it had seen, up to its last second, wherever it was killed', async () => {
    const writers = [0.05, 0.3, 0.7, 1.3, 2.2, 3.3, 3.8].map((after, index) => ({ after, index, writing: new Writing(`k${index}`, [100_000, 3, 0]) }));
    await Promise.all(
      writers.map(async ({ after, index, writing }) => {
        await expect.poll(() => writing.said.at(-1)?.at ?? 0, { timeout: 50_000, interval: 5 }).toBeGreaterThan(after);
        if (index === 5) {
          const running = await openSession('last', writing.directory);
          expect([running.record.state, listSessions(writing.directory).map(({ state }) => state)]).toEqual(['running', ['running']]);
        }
        writing.child.kill('SIGKILL');
        await writing.closed;
        const { said } = writing;
        const last = said.at(-1)?.at ?? 0;
        const due = said.filter(({ at }) => at < last - 1).at(-1)?.rows ?? 0;
        const rows = await rowsOf(writing.directory);
        // A beginning of it, none missing, none twice.
        expect(rows).toEqual(rows.map((_, at) => String(at)));
        expect(rows.length).toBeGreaterThanOrEqual(due);
        const { record, problems } = await openSession('last', writing.directory);
        expect([record.state, record.records, record.datasets[0]?.shape === 'table' && record.datasets[0].seen]).toEqual([
          'broken-off',
          rows.length,
          rows.length > 0 ? rows.length : false,
        ]);
        expect(problems()).toEqual([]);
        expect(listSessions(writing.directory).map(({ state }) => state)).toEqual(['broken-off']);
        if (rows.length > 0) expect(record.sentence).toContain('events');
      }),
    );
  });
});

describe('a process that can write no more', () => {
  it('goes on to its end, says so once, and leaves what it had written', async () => {
    const writing = new Writing('full', [600, 3, 2], 96);
    await writing.closed;
    const { said } = writing;
    const troubles = said.flatMap((one) => one.troubles ?? []);
    expect(troubles).toEqual([expect.stringMatching(/^this run is not kept any further as \w{6}: the file would be too large$/)]);
    expect(said.at(-1)?.ended).toMatch(/^\w{6}$/);
    const rows = await rowsOf(writing.directory);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(said.at(-1)?.rows ?? 0);
    expect(rows).toEqual(rows.map((_, at) => String(at)));
    const { record, kept } = await openSession('last', writing.directory);
    // What it came to is small, and fits.
    expect([record.state, record.records, kept?.why]).toEqual(['ended', said.at(-1)?.rows, 'failed']);
  });
});

describe('processes that begin in the same second', () => {
  it('have a session each', async () => {
    const writings = Array.from({ length: 6 }, () => new Writing('same', [3, 1, 0]));
    await Promise.all(writings.map(({ closed }) => closed));
    const ids = writings.map(({ said }) => said.at(-1)?.ended);
    expect(new Set(ids).size).toBe(6);
    expect(listSessions(writings[0]?.directory).map(({ id, state }) => [id, state])).toEqual([...ids].sort().map((id) => [id, 'ended']));
  });
});
