/** The page and a guest of the lab: a plan tried there before it is agreed to, and a program that this kernel may not attach, run in one. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, gpttrace, type Run, scratchFile, until, whyNot } from './helpers.ts';
import { labHere } from './lab.ts';

const lab = await labHere();
const cannot = 'cannot' in lab ? lab.cannot : whyNot('chromium', 'bpftrace', 'root', 'tracefs');
const guest = 'cannot' in lab ? '' : lab.name;
/** A guest is emulated where there is no KVM. */
const PATIENCE = 240_000;

describe.skipIf(cannot !== undefined)('a guest of the lab, from the page', { timeout: PATIENCE }, () => {
  let browser: Browser;
  let server: Run;
  let page: Page;
  const heard: string[] = [];
  beforeAll(async () => {
    server = gpttrace(['serve', '--port', '0'], { env: { XDG_STATE_HOME: scratchFile('state'), ...('cannot' in lab ? {} : lab.env) }, patience: 2 * PATIENCE });
    await until('it says its address', () => /^http:\S+\n/.test(server.stdout));
    browser = await chromium.launch({ ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }), args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE / 2);
    page.on('pageerror', (error) => heard.push(String(error)));
    await page.goto(server.stdout.trim());
  });
  afterAll(async () => {
    await browser?.close();
    server?.killAll();
  });

  it('tries a plan before it is agreed to, and says what came of it', async () => {
    await page.locator('.options summary').click();
    await page.getByLabel('try it in a guest').check();
    await page.locator('#option-guest').selectOption(guest);
    await page.locator('#question').fill('count opened files by process for 3 seconds');
    await page.locator('#question').press('Enter');
    await page.getByText('starting a guest').waitFor();
    await page.getByRole('button', { name: /^Run/ }).waitFor();
    await page.locator('.steps', { hasText: new RegExp(`tried in the guest ${guest.replace('+', '\\+')}.* attached, [1-9].*opens`) }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('It was not run').waitFor();
  });

  it('runs a program that this kernel may not attach, beside a workload there; the editor holds it against the guest', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/write`);
    await page.locator('.options summary').click();
    await page.locator('#option-within').selectOption(guest);
    await page.locator('#option-workload').fill('open 50');
    await page.locator('.editor .cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('kprobe:vfs_open { @opens[com] = count(); } interval:s:4 { exit(); }');
    await page.locator('.editor .cm-lintRange-error').first().hover();
    await page.locator('.editor .cm-diagnosticAction').first().click();
    await expect.poll(() => page.locator('.editor .cm-lintRange-error').count()).toBe(0);
    await page.getByRole('button', { name: 'Plan' }).click();
    await page.getByRole('button', { name: /^Run/ }).waitFor();
    await page.locator('.plan', { hasText: `in the guest ${guest}, and not here` }).waitFor();
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.locator('.tableview tbody tr', { hasText: /^gt-open[5-9]\d/ }).waitFor();
    await page.locator('.printed', { hasText: '"count":50' }).waitFor();
    expect(heard).toEqual([]);
  });
});
