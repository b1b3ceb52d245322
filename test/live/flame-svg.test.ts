/** Flame graphs in a real browser, where there is one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stacks } from '../../src/core/dataset.ts';
import { flameDiffSvg, flameSvg } from '../../src/views/flame-svg.ts';

import { CHROMIUM, whyNot } from './helpers.ts';

const noBrowser = whyNot('chromium');

function stacksOf(weights: Readonly<Record<string, number>>): Stacks {
  return {
    title: 't',
    keys: [{ name: 'process', kind: 'process', type: 'string' }],
    value: { name: 'samples', kind: 'count', type: 'integer' },
    samples: Object.entries(weights).map(([path, weight]) => {
      const [who = '', ...names] = path.split(';');
      return { key: [who], frames: names.map((name) => ({ name, kind: 'user' })), weight };
    }),
  };
}

const STACKS = stacksOf({ 'sh;main;read;copy': 60, 'sh;main;parse': 20, '<script>document.title="owned"</script>;main;read': 20 });

describe.skipIf(noBrowser !== undefined)('a flame graph in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gpttrace-flame-'));
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  const widthOf = async (name: string): Promise<number> => (await page.locator('.frame', { hasText: name }).first().locator('rect').boundingBox())?.width ?? 0;
  const open = async (svg: string, width = 1000): Promise<void> => {
    writeFileSync(join(folder, 'a.svg'), svg);
    await page.setViewportSize({ width, height: 600 });
    await page.goto(`file://${join(folder, 'a.svg')}`);
  };

  beforeAll(async () => {
    browser = await chromium.launch({ ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }), args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('zooms by a click and by keys, and back', async () => {
    await open(flameSvg(STACKS, { title: 'Stacks', language: 'en' }));
    expect(await widthOf('parse')).toBeCloseTo(195, -1);
    await page.locator('.frame', { hasText: 'parse' }).first().click();
    expect(await widthOf('parse')).toBeGreaterThan(970);
    await page.keyboard.press('Escape');
    expect(await widthOf('parse')).toBeCloseTo(195, -1);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    expect(await widthOf('read')).toBeGreaterThan(970);
    expect(await page.locator('.details').textContent()).toContain('read');
  });

  it('tells how much matches what is searched for, and that a pattern may be broken', async () => {
    await open(flameSvg(STACKS, { title: 'Stacks', language: 'en' }));
    await page.keyboard.press('/');
    await page.keyboard.type('READ|copy');
    expect(await page.locator('output').textContent()).toBe('80.0% matched');
    await page.locator('input').fill('[');
    expect(await page.locator('output').textContent()).toBe('0.0% matched');
  });

  it('fits a narrow window, runs nothing that a trace saw, and throws nothing', async () => {
    await open(flameDiffSvg(STACKS, stacksOf({ 'sh;main;read;copy': 1 }), { title: 'A title that is far too long for this window', language: 'en' }), 320);
    const boxes = await page.locator('.frame rect').evaluateAll((rects) => rects.map((rect) => rect.getBoundingClientRect().right));
    expect(Math.max(...boxes)).toBeLessThanOrEqual(320);
    await open(flameSvg(STACKS, { title: 'Stacks', language: 'en' }));
    expect(await page.evaluate('document.title')).not.toBe('owned');
    expect(errors).toEqual([]);
  });
});
