/** The course in a real browser, before the real server: read, tried, judged by this kernel. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseToLearn } from '../../src/line/learn/course.ts';
import { CHROMIUM, gpttrace, type Run, scratchFile, until, whyNot } from './helpers.ts';

const cannot = whyNot('chromium', 'bpftrace', 'root', 'tracefs');
const { course } = courseToLearn();
const lesson = course.lessons.find(({ id }) => id === 'filters');
const exercise = lesson?.exercises[0];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VIOLATIONS = "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))";

describe.skipIf(cannot !== undefined || lesson === undefined || exercise === undefined)('the course in the page', () => {
  const env = { XDG_STATE_HOME: scratchFile('learn-state'), XDG_DATA_HOME: scratchFile('learn-data') };
  let server: Run;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    server = gpttrace(['serve', '--port', '0'], { env });
    await until('it says its address', () => /^http:\S+\n/.test(server.stdout));
    url = server.stdout.trim();
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.killAll();
  });

  const open = async (
    place: string,
    options: { readonly dark?: boolean; readonly width?: number } = {},
  ): Promise<{ readonly page: Page; readonly heard: string[] }> => {
    const { dark = false, width = 1200 } = options;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', locale: 'en-US' });
    const page = await context.newPage();
    const heard: string[] = [];
    page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.getByRole('combobox', { name: /Ask/ }).waitFor();
    await page.goto(`${new URL(url).origin}/${place}`);
    return { page, heard };
  };

  it('judges what is written in it by what this kernel saw, and remembers', async () => {
    const { page, heard } = await open('#/learn/filters');
    const first = page.locator('.exercise').first();
    await first.getByRole('button', { name: 'Judge it' }).click();
    await first.locator('.verdict.bad').waitFor();
    await first.getByRole('button', { name: /hint/ }).click();
    await first.getByText('Hint 1').waitFor();
    await first.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.type(exercise?.solution.source ?? '');
    await first.getByRole('button', { name: 'Judge it' }).click();
    await first.locator('.verdict.good').waitFor();
    await first.getByText('passed', { exact: true }).waitFor();
    // A second page knows it, too.
    const other = await open('#/learn');
    await other.page.locator('.lessons li', { hasText: '1 of 3 exercises' }).waitFor();
    await other.page.context().close();
    expect(heard).toEqual([]);
    await page.context().close();
  });

  it('leads from what somebody wants to see to the lessons for it, and asks back what that means where it is unsure', async () => {
    const { page, heard } = await open('#/learn');
    const goal = page.getByRole('textbox', { name: /I want to see/ });
    await goal.fill('what is slow');
    await page.keyboard.press('Enter');
    const offered = page.locator('section[aria-labelledby=goal] .choices button');
    await offered.first().waitFor();
    expect(await offered.count()).toBeGreaterThan(1);
    const meant = await offered.nth(1).innerText();
    await offered.nth(1).press('Enter');
    await page.getByRole('heading', { name: /The way there/ }).waitFor();
    expect([await offered.count(), await goal.inputValue()]).toEqual([0, meant]);
    expect(await page.locator('section[aria-labelledby=goal] .lessons li').count()).toBeGreaterThan(3);
    // That it was unsure came as a refusal.
    expect(heard.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
    await page.context().close();
  });

  it('tells why a program is silent once somebody lets a copy of it run, and puts the repair into the editor', async () => {
    const { page, heard } = await open('#/write', { width: 375 });
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('tracepoint:syscalls:sys_enter_openat { @s[tid] = nsecs; } tracepoint:syscalls:sys_exit_openat /@s[pid]/ { @n = count(); }');
    // Typing over several lines makes Chromium try a style of its own, which the policy blocks.
    const typed = heard.length;
    await page.getByRole('button', { name: 'Why is it silent?' }).click();
    await page.getByText('Nothing of it is kept').waitFor();
    expect(await page.locator('.stages').count()).toBe(0);
    await page.getByLabel('Watch for so many seconds').fill('1');
    await page.getByRole('button', { name: 'Run the copy' }).click();
    await page.locator('.stages .good', { hasText: 'its probes fire' }).waitFor();
    await page.locator('article', { hasText: 'other-key' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await page.getByRole('button', { name: 'Put it into the editor' }).click();
    await page.locator('.cm-content', { hasText: '/@s[tid]/' }).waitFor();
    expect(heard.slice(typed)).toEqual([]);
    await page.evaluate(AXE);
    expect(await page.evaluate(VIOLATIONS)).toEqual([]);
    await page.context().close();
  });

  it.each([false, true])('has no fault that axe knows of, and fits a phone; dark: %s', async (dark) => {
    const { page } = await open('#/learn', { dark, width: dark ? 375 : 1200 });
    await page.evaluate(AXE);
    for (const place of ['#/learn', '#/learn/filters', `#/learn/${course.lessons.at(-1)?.id}`]) {
      await page.goto(`${new URL(url).origin}/${place}`);
      await page.locator('main h1').first().waitFor();
      await page.waitForTimeout(600);
      expect([place, await page.evaluate(VIOLATIONS)]).toEqual([place, []]);
      if (dark) expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, 375]);
    }
    await page.context().close();
  });
});
