/** gpttrace index with an embedding model that is set: what is said before anything is sent, and what is found by meaning. */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gpttraceEnds, type RunOptions, scratchFile } from './helpers.ts';

let server: Server;
const sent: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    const { input } = JSON.parse(body) as { readonly input: string | readonly string[] };
    const texts = [input].flat();
    sent.push(...texts);
    const data = texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: [/tide|ocean/i.test(text) ? 1 : 0, /heat|fire/i.test(text) ? 1 : 0, 0.01],
    }));
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ object: 'list', model: 'm', data, usage: { prompt_tokens: 1, total_tokens: 1 } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** A machine on which an embedding model is set: this one's, or one that only says it is somewhere else. */
function place(more = ''): { readonly notes: string; readonly options: RunOptions } {
  const [data, config, notes] = [scratchFile('data'), scratchFile('config'), join(scratchFile('source'), 'notes')];
  mkdirSync(join(config, 'gpttrace'), { recursive: true });
  mkdirSync(notes, { recursive: true });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const text = `embeddings = "near"\n${more}\n[models.near]\nprovider = "openai-compatible"\nmodel = "m"\nurl = "${url}"\n`;
  writeFileSync(join(config, 'gpttrace/config.toml'), text, { mode: 0o600 });
  writeFileSync(join(notes, 'a.md'), 'The tide rolls.\n');
  writeFileSync(join(notes, 'b.md'), 'Heat in the hearth.\n');
  return { notes, options: { env: { XDG_DATA_HOME: data, XDG_CONFIG_HOME: config } } };
}

describe('an embedding model that is set', () => {
  it('on this machine is used without being asked about, and finds what is meant', async () => {
    const { notes, options } = place();
    expect(await gpttraceEnds(['index', 'add', notes], options)).toMatchObject({ status: 0, stderr: '' });
    expect(sent.splice(0).sort()).toEqual(['Heat in the hearth.', 'The tide rolls.']);
    expect((await gpttraceEnds(['index', 'list'], options)).stdout).toContain('2 with vectors of near (m)');
    const { stdout } = await gpttraceEnds(['index', 'search', 'ocean', '-n', '1'], options);
    expect(stdout).toContain(`${notes}/a.md:1`);
    expect(sent.splice(0)).toEqual(['ocean']);
  });

  it('is used with local-only too where it is on this machine', async () => {
    const { notes, options } = place('local-only = true');
    expect((await gpttraceEnds(['index', 'add', notes], options)).status).toBe(0);
    expect(sent.splice(0)).toHaveLength(2);
  });

  it('that cannot be used does not keep words from finding', async () => {
    const { notes, options } = place();
    await gpttraceEnds(['index', 'add', notes], options);
    sent.splice(0);
    writeFileSync(join(String(options.env?.XDG_CONFIG_HOME), 'gpttrace/config.toml'), 'embeddings = "nobody/knows"\n', { mode: 0o600 });
    const { status, stdout, stderr } = await gpttraceEnds(['index', 'search', 'hearth'], options);
    expect([status, sent]).toEqual([0, []]);
    expect(stdout).toContain('b.md:1');
    expect(stderr).toMatch(/^gpttrace: found by their words only: [^\n]*nobody[^\n]*\n$/);
    expect((await gpttraceEnds(['index', 'update'], options)).status).not.toBe(0);
  });

  it('elsewhere gets nothing without a yes', async () => {
    const { notes, options } = place();
    const config = String(options.env?.XDG_CONFIG_HOME);
    writeFileSync(
      join(config, 'gpttrace/config.toml'),
      'embeddings = "far"\n[models.far]\nprovider = "openai-compatible"\nmodel = "m"\nurl = "https://embeddings.invalid/v1"\n',
      { mode: 0o600 },
    );
    const { status, stdout, stderr } = await gpttraceEnds(['index', 'add', notes], options);
    expect([status, stdout]).toEqual([0, 'notes: 2 files, 2 passages (2 read)\n']);
    expect(stderr).toBe('gpttrace: found by their words only: nobody agreed to send passages away\n');
    const agreed = await gpttraceEnds(['index', 'update', '--yes'], { ...options, patience: 60_000 });
    expect(agreed.stderr).toContain('gpttrace: 2 passages go to far (m), which makes vectors of them\n');
    expect(agreed.stderr).toContain('found by their words only: ');
    expect((await gpttraceEnds(['index', 'search', 'hearth'], options)).stdout).toContain('b.md:1');
  });
});
