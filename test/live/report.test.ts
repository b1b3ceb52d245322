/** Reports of a real run, and a page of the worst that a trace could see, in a real browser. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parquetReadObjects } from 'hyparquet';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { readRun } from '../../src/report/read.ts';
import { byProcess, hostileRun } from '../report/records.ts';
import { CHROMIUM, gpttraceEnds, scratchFile, whyNot } from './helpers.ts';

const noBrowser = whyNot('chromium');

let browser: Browser | undefined;
beforeAll(async () => {
  if (CHROMIUM !== undefined) browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

/** The page at a width, and whatever it says or asks for beside itself. */
async function opened(path: string, width: number): Promise<{ readonly page: Page; readonly heard: readonly string[] }> {
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('dialog', (dialog) => {
    heard.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== `file://${path}`) heard.push(request.url());
  });
  await page.goto(`file://${path}`);
  return { page, heard };
}

describe.skipIf(noBrowser !== undefined)('a page in a browser', () => {
  it.each([1200, 400])('that is %i wide shows what is hostile, does nothing of it, and is no wider', async (width) => {
    const path = scratchFile('hostile.html');
    writeFileSync(path, htmlReport(hostileRun));
    const { page, heard } = await opened(path, width);
    expect(await page.locator('h1').innerText()).toContain('<script>alert(1)</script>');
    expect(await page.evaluate('document.scripts.length')).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    expect(heard).toEqual([]);
    await page.close();
  });

  it('sorts a table by the column that is clicked, and back', async () => {
    const path = scratchFile('sorted.html');
    writeFileSync(path, htmlReport(byProcess));
    const { page, heard } = await opened(path, 1200);
    const names = (): Promise<string[]> => page.locator('table.data').first().locator('tbody td:first-child').allInnerTexts();
    await page.getByRole('button', { name: 'process' }).click();
    expect(await names()).toEqual(['-bash', 'gpttrace', 'nginx', 'postgres']);
    await page.getByRole('button', { name: 'faults' }).click();
    expect(await names()).toEqual(['postgres', 'nginx', '-bash', 'gpttrace']);
    await page.getByRole('button', { name: 'faults' }).click();
    expect(await names()).toEqual(['gpttrace', '-bash', 'nginx', 'postgres']);
    expect(heard).toEqual([]);
    await page.close();
  });
});

describe.skipIf(whyNot('bpftrace', 'root', 'tracefs'))('a run', () => {
  it('is written as what it told, in every form that is wished', async () => {
    const program = scratchFile('samples.bt');
    writeFileSync(program, 'profile:hz:99 { @samples[comm] = count(); }\n');
    const [html, csv, json, parquet] = ['a.html', 'a.csv', 'a.json', 'a.parquet'].map(scratchFile) as [string, string, string, string];
    const files = ['--html', html, '--csv', csv, '--export', json, '--export', parquet];
    const done = await gpttraceEnds(['run', program, '--yes', '--duration', '2', '--no-keep', ...files]);
    const record = readRun(readFileSync(json, 'utf8'));
    if ('wrong' in record) throw new Error(record.wrong);
    const [table] = record.datasets;
    if (table?.shape !== 'table') throw new Error('no table');
    expect(table.rows.length).toBeGreaterThan(0);
    expect(done.stdout).toContain(record.sentence);
    expect(readFileSync(csv, 'utf8').split('\r\n').slice(1, -1)).toHaveLength(table.rows.length);
    expect(await parquetReadObjects({ file: new Uint8Array(readFileSync(parquet)).buffer })).toHaveLength(table.rows.length);
    expect(readFileSync(html, 'utf8')).toContain('@samples');
    for (const path of [html, csv, json, parquet]) expect(done.stderr).toContain(path);
  });
});
