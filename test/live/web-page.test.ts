/** The page in a real browser: before the real server and kernel, and before one that says what no kernel says on demand. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunState } from '../../src/web/api.ts';
import { startModelServer } from '../models/server.ts';
import type { Says } from '../models/server-types.ts';
import { byProcess, HOSTILE, histograms, hostileRun } from '../report/records.ts';
import { post, send } from '../web/server.ts';
import { ATTEMPTS as ELSEWHERE, LOADS } from '../web-page/elsewhere.ts';
import { choosing, commanded, comparedTo, flood, played, rowsPlan, SESSIONS, stepsWith, TOOLS, toolWith } from '../web-page/scripts.ts';
import { FakeServer, type Script } from '../web-page/server.ts';
import { CHROMIUM, gpttrace, type Run, runs, scratchFile, until, whyNot } from './helpers.ts';

const noBrowser = whyNot('chromium');
const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');

let browser: Browser | undefined;
beforeAll(async () => {
  if (CHROMIUM !== undefined)
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--host-resolver-rules=MAP rebound.example 127.0.0.1'] });
});
afterAll(() => browser?.close());

interface Opened {
  readonly page: Page;
  /** Errors, and what the policy stopped. */
  readonly heard: string[];
  /** Addresses that were asked for. */
  readonly asked: string[];
}

async function open(url: string, options: { readonly width?: number; readonly dark?: boolean; readonly locale?: string } = {}): Promise<Opened> {
  if (browser === undefined) throw new Error('no browser');
  const { width = 1200, dark = false, locale = 'en-US' } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', locale });
  const page = await context.newPage();
  // A browser that ends takes its contexts along.
  page.once('close', () => void context.close().catch(() => {}));
  const heard: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  return { page, heard, asked };
}

async function withFake(script: Script, act: (server: FakeServer) => Promise<void>): Promise<void> {
  const server = new FakeServer(script);
  await server.start();
  try {
    await act(server);
  } finally {
    await server.stop();
  }
}

describe.skipIf(noBrowser !== undefined || cannotTrace)('before the real server', () => {
  const running: Run[] = [];
  const env = { XDG_STATE_HOME: scratchFile('state') };
  const token = scratchFile('token');
  const begin = async (port = '0', more: Readonly<Record<string, string>> = {}): Promise<{ readonly server: Run; readonly url: string }> => {
    const server = gpttrace(['serve', '--port', port, '--token-file', token], { env: { ...env, ...more } });
    running.push(server);
    await until('it says its address', () => /^http:\S+\n/.test(server.stdout));
    return { server, url: server.stdout.trim() };
  };
  afterAll(() => {
    for (const run of running) run.killAll();
  });

  it('a question is planned, run beside a workload, answered, kept; and stands when the server is started again', async () => {
    const opened = scratchFile('gt-page-opened');
    writeFileSync(opened, '');
    const { server, url } = await begin();
    const { page, heard, asked } = await open(url);
    expect(page.url()).not.toContain('token');
    await page.keyboard.press('/');
    await page.keyboard.type('count opened files by file');
    await page.locator('select.seconds').selectOption('30');
    await page.getByRole('combobox', { name: /Ask/ }).press('Enter');
    await page.getByRole('button', { name: /^Run/ }).waitFor();
    await expectText(page, '.plan', /openat.*lasts/s);
    await page.locator('.editor .tk-probe').first().waitFor();
    await pressed(page, 'r', page.locator('.live'));
    await page.locator('.live', { hasText: 'Running' }).waitFor();
    // Of a name that no other test's workload has.
    await runs(['sh', '-c', 'for i in $(seq 40); do : < "$1"; done', 'sh', opened]);
    await page.keyboard.press('s');
    await page
      .getByRole('status')
      .filter({ hasText: /In [\d.]+ s/ })
      .waitFor();
    await page.locator('.answer a', { hasText: 'Kept as a session' }).waitFor();
    await page.locator('input.filter').fill('gt-page-opened');
    await expectText(page, '.tableview tbody', /gt-page-opened40/);

    await page.locator('.answer a', { hasText: 'Kept as a session' }).click();
    await page.getByRole('heading', { name: 'count opened files by file' }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Share as one HTML file').click()]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/gt-page-opened/);
    await page.getByRole('button', { name: 'Replay' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /In [\d.]+ s/ })
      .waitFor();

    server.signal('SIGINT');
    await server.ended;
    await begin(new URL(url).port);
    await page.reload();
    await expectText(page, '[role=alert]', /no run|no such|not/i);
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByRole('link', { name: /count opened files by file/ }).waitFor();
    await page.getByRole('link', { name: 'Probes' }).click();
    await page.getByRole('searchbox', { name: 'Search probes' }).fill('sys_enter_openat');
    await page.getByText('tracepoint:syscalls:sys_enter_openat', { exact: true }).waitFor();
    expect(asked.filter((address) => new URL(address).origin !== new URL(url).origin && !address.startsWith('data:'))).toEqual([]);
    expect(heard.filter((line) => !/404|ERR_CONNECTION_REFUSED/.test(line))).toEqual([]);
    await page.close();
  });

  it('the checker marks what is wrong as it is typed, its fix is a button, and what was edited is planned anew; stop answers with what was seen', async () => {
    const { url } = await begin();
    const { page } = await open(url);
    await page.locator('#question').fill('count page faults by process');
    await page.locator('#question').press('Enter');
    await page.locator('.editor .cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('software:page-faults:1 { @faults[com] = count(); }');
    await page.locator('.editor .cm-lintRange-error').first().hover();
    await page.locator('.editor .cm-diagnosticAction').first().click();
    await expectText(page, '.editor .cm-content', /@faults\[comm\]/);
    await page.getByRole('button', { name: 'Run as edited' }).click();
    await page.getByRole('button', { name: /^Run r/ }).click();
    await page.locator('.live', { hasText: 'Running' }).waitFor();
    await page.locator('.tableview tbody td').first().waitFor();
    await page.locator('h2').first().click();
    await page.keyboard.press('s');
    await page
      .getByRole('status')
      .filter({ hasText: /faults/ })
      .waitFor();
    await page.close();
  });

  it.skipIf(whyNot('perf') !== undefined)(
    'an installed tool is started with arguments of one’s own, held against what it takes, and once more as it was',
    async () => {
      const { url } = await begin();
      const { page, heard } = await open(url);
      await page.goto(`${new URL(url).origin}/#/tools/perf%20stat`);
      await page.getByLabel('arguments', { exact: true }).fill('-a --bogus');
      await expectText(page, '#tool-held', /perf stat -a --bogus.*there is no option --bogus/s);
      await page.getByLabel('arguments', { exact: true }).fill('-o /tmp/x');
      await expectText(page, '#tool-held', /does more than watch.*-o writes to a file/s);
      await page.getByLabel('arguments', { exact: true }).fill('-a -e page-faults');
      await page.getByRole('button', { name: '--timeout n' }).click();
      await page.getByLabel('arguments', { exact: true }).press('End');
      await page.getByLabel('arguments', { exact: true }).pressSequentially(' 200');
      await expectText(page, '#tool-held', /perf stat -a -e page-faults --timeout 200.*only watches/s);
      await page.getByRole('button', { name: 'Plan' }).click();
      for (const round of ['first', 'again']) {
        await page.getByRole('button', { name: /^Run/ }).click();
        await expectText(page, '.plan .cm-content', /perf stat -a -e page-faults --timeout 200/);
        await expectText(page, '[role=tabpanel]', /page-faults/);
        expect([round, await page.title()]).toEqual([round, expect.stringMatching(/^ended · .* · gpttrace$/)]);
        await page.getByRole('button', { name: 'Again' }).click();
      }
      expect(heard).toEqual([]);
      await page.close();
    },
  );

  it('what a model does while it plans is seen, and its program waits like any other', async () => {
    const submits = (source: string): Says => ({
      calls: [
        { name: 'submit_program', input: { source, title: 'Gizmos by process', tells: 'how many gizmos each process quuxes', columns: ['process', 'gizmos'] } },
      ],
    });
    // The options ask it what models it has, too.
    let talks = 0;
    const model = await startModelServer(({ api }) => {
      if (api === 'openai-chat') talks += 1;
      return submits(talks === 1 ? 'software:faults:1 { @faults[com] = count(x); }' : 'software:faults:1 { @faults[comm] = count(); }');
    });
    try {
      const { url } = await begin('0', { OLLAMA_HOST: model.url, GPTTRACE_MODEL: 'ollama/test' });
      const { page } = await open(url);
      await page.locator('.options summary').click();
      await page.getByLabel('planned by').selectOption('model');
      await page.locator('#question').fill('which gizmos does the frobnicator quux');
      await page.locator('#question').press('Enter');
      await page.getByRole('button', { name: /^Run/ }).waitFor();
      await expectText(page, '.steps', /drafted.*Gizmos by process.*sent back.*2 calls/s);
      await expectText(page, '.plan', /Gizmos by process.*ollama\/test/s);
      await page.keyboard.press('Escape');
      await page.getByText('It was not run').waitFor();
      await page.close();
    } finally {
      await model.close();
    }
  });

  it('a page of elsewhere, in the same browser, gets nothing; nor does one whose name leads here', async () => {
    const { url } = await begin();
    const { port: own, hash } = new URL(url);
    const secret = hash.slice('#token='.length);
    const headers = { authorization: `Bearer ${secret}` };
    const served = { port: Number(own) };
    const elsewhere = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>'));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const { page } = await open(url);
    await page.getByRole('heading', { name: 'For example' }).waitFor();
    const { json } = await post(served, '/api/runs', { question: 'count page faults' }, headers);
    const base = `http://127.0.0.1:${served.port}`;
    const icon = await page.locator('link[rel=icon]').getAttribute('href');
    // Of another port, and of another name for the same machine.
    for (const host of ['127.0.0.1', 'localhost']) {
      const other = await page.context().newPage();
      await other.goto(`http://${host}:${port}/`);
      for (const [what, script, comesTo] of ELSEWHERE) {
        const filled = script.replace('RUN', (json as RunState).id);
        const names = `const [BASE, TOKEN, ICON, loads] = [${JSON.stringify(base)}, ${JSON.stringify(secret)}, ${JSON.stringify(icon?.replace('.', ''))}, ${LOADS}];`;
        expect([host, what, await other.evaluate(`(() => { ${names} return ${filled}; })()`)]).toEqual([host, what, comesTo]);
      }
      await other.setContent(`<form method="post" enctype="text/plain" action="${base}/api/runs"><input name='{"question":"x","x":"' value='"}'></form>`);
      await Promise.all([other.waitForURL(/api/), other.evaluate('document.forms[0].submit()')]);
      await expectText(other, 'body', /foreign-origin/);
      await other.setContent(`<iframe src="${base}/"></iframe>`);
      await expect
        .poll(() =>
          other
            .frames()
            .at(-1)
            ?.evaluate('document.body.innerText')
            .catch(() => ''),
        )
        .not.toMatch(/gpttrace/);
      await other.close();
    }
    const rebound = await page.goto(`http://rebound.example:${served.port}/`);
    expect([rebound?.status(), await rebound?.json()]).toEqual([403, expect.objectContaining({ code: 'wrong-host' })]);
    expect(((await send(served, '/api/runs', { headers })).json as RunState[]).length).toBe(1);
    elsewhere.closeAllConnections();
    elsewhere.close();
    await page.close();
  });
});

describe.skipIf(noBrowser !== undefined)('before what is written down', () => {
  const views: readonly (readonly [number, readonly string[], readonly (readonly [string, RegExp])[]])[] = [
    [
      0,
      ['Table: Page faults by process', 'Table: @errors', 'Over time'],
      [
        ['Table: @errors', /ENOENT/],
        ['Over time', /postgres/],
      ],
    ],
    [
      1,
      ['Histogram', 'Heat map'],
      [
        ['Histogram', /1 us to 2 us.*60/s],
        ['Heat map', /nginx/],
      ],
    ],
    [2, ['Rows', 'Over time'], [['Rows', /rows/]]],
    [3, ['Flame graph', 'Table'], [['Flame graph', /clear_page_erms.*60\.0%/s]]],
  ];

  it.each(views)('a kept run, number %i, is shown in every view it has', async (at, names, told) => {
    await withFake({ sessions: SESSIONS }, async ({ origin }) => {
      const { page, heard } = await open(`${origin}/#/sessions/s${at}`);
      await page.getByRole('tab').first().waitFor();
      expect(await page.getByRole('tab').allTextContents()).toEqual(names);
      for (const [name, pattern] of told) {
        await page.getByRole('tab', { name, exact: true }).click();
        await expectText(page, '[role=tabpanel]', pattern);
      }
      expect(await page.evaluate(BLANK_CANVASES)).toEqual([]);
      expect(heard).toEqual([]);
      await page.close();
    });
  });

  it('what a trace, a model or a guest said is text and nothing else, in every view; what would steer or hide text is seen', async () => {
    const plan = { ...rowsPlan, tells: HOSTILE.join(' '), notes: HOSTILE, program: { ...hostileRun.program, seconds: 5 } };
    const script: Script = {
      sessions: SESSIONS,
      runs: {
        meant: choosing(HOSTILE.join(' ')),
        command: commanded(HOSTILE.join('\n')),
        steps: played('steps', stepsWith(HOSTILE.join(' ')), 'planning'),
        plan: played('plan', [{ type: 'plan', plan, diagnostics: [] }], 'deciding'),
      },
      answers: {
        'GET /api/sessions/s7/diff/s0': () => ({ value: comparedTo(hostileRun, { ...hostileRun, seconds: 9 }) }),
        'GET /api/tools': () => ({ value: [toolWith(HOSTILE.join(' '))] }),
        'GET /api/tools/x': () => ({ value: toolWith(HOSTILE.join(' ')) }),
        'POST /api/tools/x/check': () => ({ status: 422, value: { code: 'x', message: HOSTILE.join(' '), hints: HOSTILE } }),
        'GET /api/feedback': () => ({ value: [{ id: 'a', at: 0, kind: 'good', question: HOSTILE.join(' '), program: HOSTILE.join(' ') }] }),
      },
    };
    await withFake(script, async ({ origin }) => {
      const { page, heard } = await open(origin);
      for (const place of [
        '#/tools',
        '#/tools/x',
        '#/sessions',
        '#/diff/s7/s0',
        '#/run/meant',
        '#/run/command',
        '#/run/steps',
        '#/run/plan',
        '#/sessions/s7',
      ]) {
        await page.goto(`${origin}/${place}`);
        await expectText(page, 'main', /<script>alert\(1\)<\/script>/);
        for (let at = 0; at === 0 || at < (await page.getByRole('tab').count()); at++) {
          if (await page.getByRole('tab').count()) await page.getByRole('tab').nth(at).click();
          expect([
            place,
            at,
            await page.locator('main :is(script, img:not(.cm-widgetBuffer), iframe, svg, b > b)').count(),
            await page.evaluate(UNSEEN),
          ]).toEqual([place, at, 0, []]);
        }
      }
      expect(heard).toEqual([]);
      await page.close();
    });
  });

  it('a table of 50,000 rows is sorted and filtered, and few of them are in the page', async () => {
    const [table] = byProcess.datasets;
    if (table?.shape !== 'table') throw new Error('no table');
    const many = Array.from({ length: 50_000 }, (_, at) => table.columns.map((_, column) => (column === 0 ? `worker-${at}` : (at * 7919) % 50_021)));
    const huge = { ...byProcess, datasets: [{ ...table, rows: many, seen: many.length }] };
    await withFake({ sessions: [huge] }, async ({ origin }) => {
      const { page, heard } = await open(`${origin}/#/sessions/s0`);
      await expectText(page, '.tableview .tools', /50,000 rows/);
      const greatest = page.locator('.data thead button').last();
      await greatest.click();
      await expectText(page, '.tableview tbody tr:nth-child(2)', /50,020/);
      await page.locator('.tableview input.filter').fill('worker-4999');
      await expectText(page, '.tableview .tools', /^\s*11 of 50,000 rows/);
      expect(await page.locator('.tableview tbody tr').count()).toBeLessThan(80);
      expect(heard).toEqual([]);
      await page.close();
    });
  });

  it('a flame graph is searched and zoomed with the keyboard', async () => {
    await withFake({ sessions: SESSIONS }, async ({ origin }) => {
      const { page } = await open(`${origin}/#/sessions/s3`);
      await page.getByRole('searchbox', { name: 'Search functions' }).fill('copy_user');
      await expectText(page, '.flameview .tools', /30\.0% matched/);
      await page.locator('.flamebox').focus();
      for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
      await expectText(page, '.told', /java.*10\.0%/);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Whole graph' }).click();
      await expectText(page, '.flameview .tools', /30\.0% matched/);
      await page.close();
    });
  });

  it('ten thousand rows a second leave few of them in the page, and the rest counted', async () => {
    await withFake({ runs: { flood: flood(10_000, 3) } }, async ({ origin }) => {
      const { page, heard } = await open(`${origin}/#/run/flood`);
      await expectText(page, '.tableview .tools', /the last 1,000 of \d{2},\d{3} rows/);
      expect(await page.locator('.tableview tbody tr').count()).toBeLessThan(80);
      await page.getByRole('status').filter({ hasText: '30000 opens' }).waitFor();
      expect(heard).toEqual([]);
      await page.close();
    });
  });

  it('a server that is started again is found again, and one that forgot the run is believed', async () => {
    const plan = { id: 'plan', phase: 'deciding' as const, question: 'which files are opened', plan: rowsPlan, diagnostics: [], startedAt: 0 };
    const server = new FakeServer({ runs: { plan: { state: plan, play: () => new Promise(() => {}) } } });
    await server.start();
    const { page } = await open(`${server.origin}/#/run/plan`);
    await page.getByRole('button', { name: /^Run/ }).waitFor();
    await server.stop();
    await page.getByText('Trying again').waitFor();
    await server.start();
    await page.getByText('Trying again').waitFor({ state: 'detached' });
    await server.stop();
    const forgetful = server.without('plan');
    await forgetful.start();
    await page.getByText('knows this run no more').waitFor();
    await forgetful.stop();
    await page.close();
  });

  it('failures are said once, in words, with what to do', async () => {
    const failure = { code: 'too-many-runs', message: '4 runs go on already', hints: ['stop one of them'] };
    await withFake({ answers: { 'POST /api/runs': () => ({ status: 429, value: failure }) } }, async ({ origin }) => {
      const { page } = await open(origin);
      await page.locator('#question').fill('which files are opened');
      await page.keyboard.press('Enter');
      await expectText(page, '[role=alert]', /4 runs go on already.*stop one of them/s);
      await page.close();
    });
  });

  it('nothing typed ahead agrees to a plan, nor does a key where the plan is not in sight', async () => {
    const said: unknown[] = [];
    const plan = { id: 'plan', phase: 'deciding' as const, question: 'which files are opened', plan: rowsPlan, diagnostics: [], startedAt: 0 };
    const script: Script = {
      runs: { plan: { state: plan, play: () => new Promise(() => {}) } },
      answers: {
        'POST /api/runs': () => ({ value: plan }),
        'POST /api/runs/plan/decide': (body) => {
          said.push(body);
          return { value: plan };
        },
      },
    };
    await withFake(script, async ({ origin }) => {
      const { page } = await open(origin);
      // Enter, by mistake, in the middle of it.
      await page.locator('#question').pressSequentially('which files are opened\n by nginx for 5 seconds, rarely', { delay: 15 });
      await page.getByRole('button', { name: /^Run/ }).waitFor();
      await page.waitForTimeout(700);
      await page.keyboard.type('or for a minute', { delay: 30 });
      await page.getByRole('link', { name: 'Sessions' }).click();
      await page.getByRole('heading', { name: 'Kept runs' }).waitFor();
      await page.waitForTimeout(700);
      for (const key of ['r', 's', 'Escape']) await page.keyboard.press(key);
      await page.getByRole('link', { name: 'Ask' }).click();
      await page.getByRole('button', { name: /^Run/ }).waitFor();
      expect(said).toEqual([]);
      await page.waitForTimeout(700);
      await page.keyboard.press('r');
      await expect.poll(() => said).toEqual([{ say: 'run' }]);
      await page.close();
    });
  });

  it('a run is repeated as it was begun, whatever is chosen now; what else is asked has what is chosen', async () => {
    const begun: unknown[] = [];
    const next = { id: 'next', phase: 'planning' as const, diagnostics: [], startedAt: 0 };
    const script: Script = {
      sessions: SESSIONS,
      runs: { command: commanded('some text'), steps: played('steps', stepsWith('some text')), next: { state: next, play: () => new Promise(() => {}) } },
      answers: {
        'GET /api/offers': () => ({ value: { models: [], guests: ['6.12+0.23'], keeps: true } }),
        'POST /api/runs': (body) => {
          begun.push(body);
          return { value: next };
        },
        'POST /api/prompt': () => ({ value: { model: null, notes: ['none is asked'], system: 'You write', user: HOSTILE.join(' '), tools: [] } }),
      },
    };
    await withFake(script, async ({ origin }) => {
      const { page } = await open(origin);
      await page.locator('.options summary').click();
      await page.getByLabel('do not keep it').check();
      await page.getByLabel('only the process').fill('7');
      await page.locator('#question').fill('which files are opened');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Show what a model' }).click();
      await expectText(page, '.prompt .card', /none is asked.*<script>alert\(1\)<\/script>/s);
      const chosen = { keep: false, pid: 7 };
      await page.goto(`${origin}/#/run/command`);
      await page.getByRole('button', { name: 'Again' }).click();
      await expect.poll(() => begun).toEqual([{ again: 'command' }]);
      // The page goes there once it has its answer, wherever it is by then.
      const arrived = (): Promise<void> => page.waitForURL(/#\/run\/next$/);
      await arrived();
      for (const [place, button, question, more] of [
        ['run/command', /which files does postgres open/, 'which files does postgres open', { after: 'command' }],
        ['run/steps', /some text/, 'some text', {}],
      ] as const) {
        await page.goto(`${origin}/#/${place}`);
        await page.locator('.choices button', { hasText: button }).first().click();
        await expect.poll(() => begun.at(-1)).toEqual({ ...chosen, ...more, question });
        await arrived();
      }
      await page.goto(`${origin}/#/sessions/s0`);
      await page.getByRole('button', { name: 'Ask it again' }).click();
      await expect.poll(() => begun.at(-1)).toEqual({ again: 's0' });
      // What goes on before a program runs can be ended, too.
      await page.goto(`${origin}/#/run/next`);
      await page.getByRole('button', { name: /^Stop/ }).waitFor();
      await page.close();
    });
  });

  it('a connection that breaks without a word is found out, and the run read on', async () => {
    const plan = { id: 'plan', phase: 'deciding' as const, question: 'which files are opened', plan: rowsPlan, diagnostics: [], startedAt: 0 };
    let followed = 0;
    const play = async (): Promise<void> => {
      followed += 1;
      await new Promise(() => {});
    };
    await withFake({ runs: { plan: { state: plan, play } } }, async ({ origin }) => {
      const { page } = await open(origin);
      await page.clock.install();
      await page.goto(`${origin}/#/run/plan`);
      await page.reload();
      await page.getByRole('button', { name: /^Run/ }).waitFor();
      const before = followed;
      await page.clock.runFor(60_000);
      await expect.poll(() => followed).toBeGreaterThan(before);
      await page.close();
    });
  });

  it('where nothing may be run there is no button for it', async () => {
    const plan = { id: 'plan', phase: 'deciding' as const, plan: rowsPlan, diagnostics: [], startedAt: 0 };
    await withFake({ readOnly: true, answers: TOOLS, runs: { plan: { state: plan, play: () => new Promise(() => {}) } } }, async ({ origin }) => {
      const { page } = await open(`${origin}/#/run/plan`);
      await page.getByText('This page only shows').waitFor();
      await page.locator('.plan').waitFor();
      expect(await page.getByRole('button', { name: /^Run/ }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Plan' }).isDisabled()).toBe(true);
      for (const place of ['write', 'tools/ss']) {
        await page.goto(`${origin}/#/${place}`);
        await page.getByRole('heading', { name: place === 'write' ? 'Write a program' : 'ss', exact: true }).waitFor();
        await page.getByText('This page only shows').waitFor();
        expect([place, await page.getByRole('button', { name: 'Plan' }).count()]).toEqual([place, 0]);
      }
      await page.close();
    });
  });

  it('speaks Chinese to whoever reads it, and fits a phone', async () => {
    const answers = { 'GET /api/sessions/s0/diff/s0': () => ({ value: comparedTo(byProcess, { ...byProcess, seconds: 20 }) }), ...TOOLS };
    await withFake({ sessions: SESSIONS, answers }, async ({ origin }) => {
      const { page } = await open(`${origin}/#/sessions/s8`, { locale: 'zh-CN', width: 375 });
      await page.getByRole('button', { name: '重放' }).waitFor();
      for (const place of [
        '#/',
        '#/write',
        '#/tools',
        '#/tools/ss',
        '#/diff/s0/s0',
        '#/sessions',
        '#/probes',
        '#/machine',
        '#/sessions/s0',
        '#/sessions/s1',
        '#/sessions/s3',
      ]) {
        await page.goto(`${origin}/${place}`);
        await page.waitForTimeout(150);
        expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, 375]);
      }
      await page.close();
    });
  });

  describe.each([false, true])('dark: %s', (dark) => {
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

    it('has no fault that axe knows of', async () => {
      const plan = { id: 'plan', phase: 'deciding' as const, question: 'which files are opened', plan: rowsPlan, diagnostics: [], startedAt: 0 };
      const script: Script = {
        sessions: SESSIONS,
        runs: {
          plan: { state: plan, play: () => new Promise(() => {}) },
          flood: flood(100, 60),
          steps: played('steps', stepsWith('some text'), 'planning'),
          meant: choosing('some text'),
          command: commanded('some text'),
        },
        answers: {
          'GET /api/sessions/s0/diff/s0': () => ({ value: comparedTo(byProcess, { ...byProcess, seconds: 20 }) }),
          'GET /api/sessions/s1/diff/s1': () => ({ value: comparedTo(histograms, histograms) }),
          'GET /api/probes': () => ({ value: [{ name: 'tracepoint:syscalls:sys_enter_openat', fields: ['int dfd'], note: 'seen' }] }),
          'GET /api/offers': () => ({
            value: { models: [{ name: 'ollama/qwen3', local: true }], guests: ['6.12+0.23'], otlp: 'http://127.0.0.1:4318/v1/metrics', keeps: true },
          }),
          'GET /api/doctor': () => ({ value: [{ what: 'kernel', verdict: 'ok', says: '6.18', mend: 'nothing' }] }),
          ...TOOLS,
        },
      };
      await withFake(script, async ({ origin }) => {
        const { page } = await open(origin, { dark });
        await page.evaluate(source);
        const rooms = [
          '',
          'run/plan',
          'run/flood',
          'run/steps',
          'run/meant',
          'run/command',
          'write',
          'sessions',
          'diff/s0/s0',
          'diff/s1/s1',
          'probes',
          'machine',
          'tools',
          'tools/ss',
        ];
        for (const place of [...rooms, ...[0, 1, 2, 3, 6].map((at) => `sessions/s${at}`)]) {
          await page.goto(`${origin}/#/${place}`);
          await page.locator('main h1, main h2').first().waitFor();
          if (place === '' || place === 'write') await page.locator('.options summary').click();
          if (place === '') await page.getByLabel('try it in a guest').check();
          if (place === 'probes') await page.getByRole('searchbox').fill('openat');
          await page.waitForTimeout(place === 'probes' ? 400 : 150);
          for (let tab = 0; tab === 0 || tab < (await page.getByRole('tab').count()); tab++) {
            if (tab > 0) await page.getByRole('tab').nth(tab).click();
            expect([place, tab, await page.evaluate(VIOLATIONS)]).toEqual([place, tab, []]);
          }
        }
        await page.goto(`${origin}/#/`);
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        expect(await page.evaluate(VIOLATIONS)).toEqual([]);
        await page.close();
      });
    });
  });
});

/** A key that agrees to something, once there was time to read what: pressed until it has. */
async function pressed(page: Page, key: string, until: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.keyboard.press(key);
        return until.count();
      },
      { interval: 300 },
    )
    .toBeGreaterThan(0);
}

async function expectText(page: Page, selector: string, pattern: RegExp): Promise<void> {
  await page.locator(selector).filter({ hasText: pattern }).first().waitFor();
}

/** For the page: canvases on which nothing is drawn. */
const BLANK_CANVASES = `[...document.querySelectorAll('canvas')]
  .filter((canvas) => !canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0))
  .map(({ className }) => className)`;

/** For the page: what is wrong, and where. */
const VIOLATIONS = "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))";

/** For the page: texts in it, and in what it says of itself, with letters that nobody sees. */
const UNSEEN = `[...document.querySelectorAll('main *')]
  .flatMap((element) => [...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data), ...[...element.attributes].filter(({ name }) => !/^(?:href|value)$/.test(name)).map(({ value }) => value)])
  .filter((text) => /[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]/u.test(text.replace(/[\\n\\t\\u200c\\u200d]/g, '')))
  .map((text) => JSON.stringify(text.slice(0, 60)))`;
