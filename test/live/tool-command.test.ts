/** `gpttrace tool` and `gpttrace tools` as they are called, on the tools of this machine. */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gpttrace, gpttraceEnds, jsonLines, scratchFile, shows, whyNot } from './helpers.ts';

const env = { XDG_STATE_HOME: scratchFile('state'), XDG_CACHE_HOME: scratchFile('cache') };
const hasTools = ['/usr/sbin/opensnoop', '/usr/sbin/runqlat', '/usr/bin/ss'].every((path) => existsSync(path));
const skipped = whyNot('root', 'tracefs');
if (!hasTools) console.log('skipped: this needs libbpf-tools and ss');

let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => server.close());

describe.skipIf(skipped !== undefined || !hasTools)('tools of this machine', () => {
  it('what is installed is told, with whether it works here and what it may do', async () => {
    const { stdout } = await gpttraceEnds(['tools', '--json'], { env });
    const tools = jsonLines(stdout);
    expect(tools).toContainEqual(
      expect.objectContaining({ name: 'ss', kind: 'ss', path: '/usr/bin/ss', safety: ['observe'], works: { verdict: 'yes', why: '' } }),
    );
    expect(tools).toContainEqual(expect.objectContaining({ name: 'opensnoop', kind: 'libbpf', safety: ['reads-user-data'] }));
  });

  it('a listening socket is a row, whoever reads it', async () => {
    const { status, stdout } = await gpttraceEnds(['tool', 'ss', '--yes', '--json', '--', '-tln', 'sport', '=', `:${port}`], { env });
    expect(status).toBe(0);
    expect(jsonLines(stdout)).toContainEqual({
      type: 'row',
      row: expect.objectContaining({ state: 'LISTEN', 'local address:port': `127.0.0.1:${port}` }) as object,
    });
  });

  it('a question becomes arguments, its answer is typed, and the run is kept', async () => {
    const { status, stdout } = await gpttraceEnds(['tool', 'runqlat', 'run queue latency for 1 second', '--yes', '--json'], { env });
    expect(status).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines).toContainEqual(expect.objectContaining({ type: 'plan', source: 'runqlat 1 1' }));
    expect(lines).toContainEqual(expect.objectContaining({ type: 'histogram', map: 'usecs' }));
    const shown = await gpttraceEnds(['sessions', 'show', 'last'], { env });
    expect(shown.stdout).toContain('runqlat 1 1');
    expect(shown.stdout).toMatch(/samples of usecs/);
  });

  it('one that is interrupted ends, gives what it has, and leaves nothing running', async () => {
    const run = gpttrace(['tool', 'opensnoop', '--yes', '--json', '--duration', '0'], { env });
    await shows(run, /"type":"row"/);
    run.signal('SIGINT');
    const { status, stdout } = await run.ended;
    expect(status).toBe(0);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ type: 'session' });
    expect(run.processes()).toEqual([]);
  });

  it.each([
    ['a name that comes near', ['tool', 'opensnop'], 2, 'did you mean opensnoop?'],
    ['an option of another name', ['tool', 'opensnoop', '--', '--duratoin', '5'], 2, 'did you mean --duration?'],
    ['a value of another type', ['tool', 'opensnoop', '--', '-d', 'soon'], 2, '-d takes a number of seconds, not "soon"'],
    ['arguments without --', ['tool', 'ss', '-tn'], 2, 'gpttrace tool ss -- -tn'],
    ['a question and arguments', ['tool', 'ss', 'open sockets', '--', '-tn'], 2, 'leave one of them out'],
    ['what closes sockets', ['tool', 'ss', '--yes', '--', '-K'], 6, 'closes the sockets it finds'],
    ['what nobody offers', ['tool', 'bpftool', '--yes', '--', 'prog', 'load', 'x', 'y'], 6, 'not among the commands that look at this machine'],
    ['a question about something else', ['tool', 'runqlat', '--yes', 'which files are deleted?'], 3, 'has nothing to do with runqlat'],
    ['nobody who agrees', ['tool', 'runqlat'], 5, 'there is no terminal to ask on'],
    ['a question that no tool answers', ['tools', 'why is the sky blue?'], 3, 'no tool that is installed'],
  ])('%s', async (_, args, status, said) => {
    const ended = await gpttraceEnds(args, { env });
    expect({ status: ended.status, said: ended.stderr }).toEqual({ status, said: expect.stringContaining(said) as string });
  });
});
