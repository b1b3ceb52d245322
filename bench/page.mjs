/** What 10,000 rows a second cost the page in a browser, for a minute: its CPU, and what its memory grows by. Needs Chromium. */
import { existsSync } from 'node:fs';
import { benchPlan, benchRow, ROWS_A_SECOND, serveBench, TOGETHER } from './page-server.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const SECONDS = 60;
/** Until what is loaded once is loaded. */
const WARM_MS = 5000;

/** Adds its rows by `add`, as those of `run.mjs`. */
export async function page(add) {
  if (CHROMIUM === undefined) {
    console.error('skipped: the page in a browser (it needs chromium)');
    return;
  }
  const [server, { chromium }] = await Promise.all([serveBench(line), import('playwright-core')]);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const busy = await measured(browser, server.url, ROWS_A_SECOND);
    const idle = await measured(browser, server.url, 1);
    add(`CPU of a page, ${ROWS_A_SECOND} rows/s for a minute`, busy.share, '% of one', '1 row/s', idle.share);
    add('its memory after that minute', busy.after, 'MB', 'at its beginning', busy.before);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measured(browser, url, rate) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 850 } });
  const opened = await context.newPage();
  const tools = await context.newCDPSession(opened);
  await tools.send('Performance.enable');
  await tools.send('HeapProfiler.enable');
  const metrics = async () => {
    await tools.send('HeapProfiler.collectGarbage');
    return Object.fromEntries((await tools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  };
  await opened.goto(url);
  await opened.locator('#question').fill(String(rate));
  await opened.locator('#question').press('Enter');
  await opened.locator('.actions .primary').click();
  await opened.locator('.tableview').waitFor();
  await opened.waitForTimeout(WARM_MS);
  const before = await metrics();
  await opened.waitForTimeout(SECONDS * 1000);
  const after = await metrics();
  await context.close();
  return {
    share: (100 * (after.ProcessTime - before.ProcessTime)) / (after.Timestamp - before.Timestamp),
    before: before.JSHeapUsedSize / 1e6,
    after: after.JSHeapUsedSize / 1e6,
  };
}

const plan = benchPlan(SECONDS + 30);

/** As many rows a second as the question says. */
async function* line(request, around) {
  const rate = Number(request.question);
  yield { type: 'plan', plan, diagnostics: [] };
  await around.decide(plan, []);
  yield { type: 'running', plan };
  yield { type: 'trace', at: 0, events: [{ type: 'attached', probes: 1 }] };
  const start = performance.now();
  for (let sent = 0; !around.stop.aborted; ) {
    const at = (performance.now() - start) / 1000;
    const due = Math.min(Math.floor(at * rate), sent + TOGETHER);
    if (due > sent) yield { type: 'trace', at, events: Array.from({ length: due - sent }, (_, index) => benchRow(sent + index)) };
    const behind = at * rate - due;
    sent = due;
    if (behind < TOGETHER) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return 0;
}
