import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MOST_GROUPS } from '../../src/report/html/histogram.ts';
import { programMarkup } from '../../src/report/html/program.ts';
import { MOST_ROWS } from '../../src/report/html/table.ts';
import { htmlReport } from '../../src/report/html.ts';
import { compiled } from '../object/compiled.ts';
import { column, process } from '../views/names.ts';
import * as records from './records.ts';
import { brokenOff, byProcess, chinese, crashed, histograms, hostileRun, inC, ofTool, record, rows, silent, stacks, stats, table } from './records.ts';

const ATTRIBUTES =
  /^(?:aria-hidden|aria-label|aria-labelledby|aria-live|autocomplete|charset|data-[a-z]|data-matched|display|hidden|placeholder|rx|spellcheck|type|xmlns|class|colspan|content|data-filter|data-v|datetime|d|fill-opacity|focusable|height|href|http-equiv|id|lang|name|points|preserveAspectRatio|role|scope|tabindex|title|viewBox|width|x|y)$/;
const VOID: ReadonlySet<string> = new Set(['meta']);

/** Every tag of a page, its attributes known and in quotes, every one closed. Throws where something that looks like markup is not of these. */
function tagsOf(page: string): { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[] {
  const own = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>').replace(/^<!doctype html>\n/, '');
  const open: string[] = [];
  const tags: { name: string; attributes: Map<string, string> }[] = [];
  const pattern = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[\w-]+="[^"<>]*")*)\s*(\/?)>/y;
  for (let at = own.indexOf('<'); at !== -1; at = own.indexOf('<', pattern.lastIndex)) {
    pattern.lastIndex = at;
    const [, closing, name = '', attributes = '', alone] = pattern.exec(own) ?? [];
    if (name === '') throw new Error(`no tag: ${own.slice(at, at + 80)}`);
    if (closing === '/') {
      expect(open.pop()).toBe(name);
      continue;
    }
    if (alone !== '/' && !VOID.has(name)) open.push(name);
    const known = new Map([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
    for (const key of known.keys()) expect(key).toMatch(ATTRIBUTES);
    tags.push({ name, attributes: known });
  }
  expect(open).toEqual([]);
  expect(own.replace(/&(?:amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
  return tags;
}

const ALL = Object.entries(records).flatMap(([name, value]) => (typeof value === 'object' && 'program' in value ? [{ name, run: value }] : []));

/** What a reader sees, tags left out. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

describe.each(ALL)('the page of $name', ({ run }) => {
  const page = htmlReport(run);
  const tags = tagsOf(page);

  it('is whole, in a language, with one heading, and in order', () => {
    expect(page.startsWith('<!doctype html>\n<html lang="')).toBe(true);
    expect(tags.filter(({ name }) => name === 'h1')).toHaveLength(1);
    for (const one of ['main', 'header', 'footer', 'title']) expect(tags.filter(({ name }) => name === one).length).toBeGreaterThan(0);
  });

  it('asks nothing of anybody', () => {
    for (const { name, attributes } of tags) {
      expect(name).not.toMatch(/^(?:img|link|iframe|object|embed|base|form|audio|video|source|use|image)$/);
      if (attributes.has('href')) expect(attributes.get('href')).toMatch(/^#[a-z]+$/);
    }
    expect(/url\(|@import/.test(page)).toBe(false);
  });

  it('allows its own styles and scripts, by what they are, and no others', () => {
    const policy = tags.find(({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy')?.attributes.get('content') ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const kind of ['style', 'script']) {
      const bodies = [...page.matchAll(new RegExp(`<${kind}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${kind}>`, 'g'))].map(([, body = '']) => body);
      expect(bodies).toHaveLength(/class="frames"/.test(page) ? 2 : 1);
      const hashes = bodies.map((body) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`);
      expect(policy).toMatch(new RegExp(`${kind}-src (?:'sha256-[^']+' ?)+;`));
      expect([...(new RegExp(`${kind}-src ([^;]*)`).exec(policy)?.[1]?.split(' ') ?? [])].sort()).toEqual(hashes.sort());
    }
  });

  it('names each of its parts once, and what it refers to is there', () => {
    const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const refers = tags.flatMap(({ attributes }) => [
      ...(attributes.get('aria-labelledby')?.split(' ') ?? []),
      ...(attributes.get('href')?.slice(1).split(' ') ?? []),
    ]);
    for (const id of refers) expect(ids).toContain(id);
  });

  it('tells every picture in words', () => {
    for (const { name, attributes } of tags)
      if (name === 'svg')
        expect(
          attributes.get('aria-hidden') === 'true' || (attributes.get('role') === 'img' && (attributes.has('aria-labelledby') || attributes.has('aria-label'))),
        ).toBe(true);
  });
});

describe('what stands in a page', () => {
  const text = (run: Parameters<typeof htmlReport>[0]): string => textOf(htmlReport(run));

  it.each([
    [
      'question, answer, program, plan, machine, cost, how to get it again',
      byProcess,
      [
        /count page faults/,
        /In 5\.0 s/,
        /@faults\[comm\] = count\(\);/,
        /software:page-faults:1/,
        /it only watches/,
        /6\.1\.0-18-amd64/,
        /0\.17\.0/,
        /1\.4%/,
        /counts|how often/,
        /93\.8 MiB/,
        /162 MiB of memory/,
        /2,000/,
        /gpttrace 'count page faults by process for 5 seconds'/,
      ],
    ],
    ['values beyond 2^53 exactly, their sum too', byProcess, [/9,007,199,254,740,993/, /9,007,199,254,742,996/]],
    ['names of numbers', byProcess, [/ENOENT/]],
    ['what went wrong on the way', byProcess, [/could not attach software:page-faults:2/, /"hourly" was not understood/, /12events lost/]],
    ['values over time', byProcess, [/faults per second/, /nginx/]],
    ['buckets with their shares', histograms, [/1 us to 2 us/, /58\.8%/, /102 samples/, /fires often/, /line 1/]],
    ['the last rows, and how many there were', rows, [/access, "old"\.log/, /EACCES/, /last 5 of 12,345/, /gpttrace run 'opens here\.bt'/]],
    ['units', stats, [/128\.0 KiB|128 KiB/, /256 KiB/]],
    ['frames', stacks, [/clear_page_erms/, /no frames/]],
    ['why nothing was seen', silent, [/Nothing was seen/, /try a longer one/]],
    ['that it was broken off', brokenOff, [/broken off/, /gpttrace sessions show 20260314-092653-a1b2/]],
    ['why it failed', crashed, [/Could not open perf buffer/]],
    ['Chinese', chinese, [/统计每个进程的缺页次数/, /结果/, /占比/, /只观察/]],
  ])('%s', (_name, run, says) => {
    const told = text(run);
    for (const pattern of says) expect(told).toMatch(pattern);
  });

  it('says nothing in English of a Chinese run but names', () => {
    expect(text(chinese)).not.toMatch(/\b(?:share|total|others|watched|ended|Answer|Machine|Program|cost)\b/);
  });

  it('shows what is hostile as what it is', () => {
    const page = htmlReport(hostileRun);
    expect(page.includes('<script>alert')).toBe(false);
    expect(/\u202e|\u2066|[^\n\t\P{Cc}]/u.test(page)).toBe(false);
    expect(Buffer.from(page).toString()).toBe(page);
    const told = textOf(page);
    for (const shown of ['<script>alert(1)</script>', ']]><svg onload=alert(1)>', '\\u202egpj.exe', '\\x1b[31mred', '\\ud800']) expect(told).toContain(shown);
  });

  it.each([1, MOST_ROWS, MOST_ROWS + 1, 100_000])('is bounded: a table of %i rows says how many of them it shows, and adds up the others', (length) => {
    const all = Array.from({ length }, (_, index) => [`p${index}`, 1]);
    const page = htmlReport(record({ datasets: [table('t', [process, { ...column('n'), kind: 'count' }], all)] }));
    expect(page.length).toBeLessThan(600_000);
    expect(page.match(/<td>p\d+<\/td>/g)?.length).toBe(Math.min(length, MOST_ROWS));
    const told = textOf(page);
    if (length > MOST_ROWS) {
      expect(told).toContain(`first 1,000 of ${length === 100_000 ? '100,000' : '1,001'}`);
      expect(told).toContain(`${length === 100_000 ? '99,000' : '1'} others`);
    } else expect(told).not.toContain('are shown here');
  });

  it('is bounded: groups of a histogram, lines of a text, a value', () => {
    const groups = Array.from({ length: 5000 }, (_, index) => ({ key: [`p${index}`], buckets: [{ min: 1, max: 1, count: 1 }] }));
    const long = 'x'.repeat(1_000_000);
    const page = htmlReport(
      record({
        datasets: [{ shape: 'histogram', title: 't', keys: [process], value: column('v'), groups }, table('t', [process], [[long]], {})],
        texts: Array.from({ length: 1000 }, () => long),
        question: long,
      }),
    );
    expect(page.length).toBeLessThan(1_000_000);
    expect(textOf(page)).toContain(`${(5000 - MOST_GROUPS).toLocaleString('en')} more`);
  });

  it('of 100,000 keys is made in bounded time and room, of no matter how many points', () => {
    const series = Array.from({ length: 64 }, (_, key) => ({
      ...(byProcess.series[0] as (typeof byProcess.series)[number]),
      key: [`k${key}`],
      points: Array.from({ length: 240 }, (_, at) => ({ at, value: at * key })),
    }));
    expect(htmlReport(record({ series })).length).toBeLessThan(400_000);
  });
});

describe('the text of a program', () => {
  it.each([
    ['comments, maps, strings', '/* a\nb */ BEGIN { @x["</span>"] = 1; } // end'],
    ['an attach point that would begin a comment', 'uprobe:/lib/*:f { @ = count(); }\nuprobe:/a//b:g { print(1) }'],
    ['what is no program', 'not { a program " \u001b[31m'],
    ['predicates, tabs, empty lines', 'tracepoint:a:b\n/pid == 1/\n\n{\n\t$x = (uint64)arg0;\n}\n'],
    ['nothing', ''],
  ])('is all there: %s', (_name, source) => {
    const text = textOf(programMarkup(source).toString());
    expect(text.trimEnd()).toBe(source.replaceAll('\u001b', '\\x1b').trimEnd());
  });

  it('is coloured by what things are', () => {
    const page = programMarkup('// c\nkprobe:f /@a/ { $x = str(arg0); if ($x) { printf("s %d", 12); } }').toString();
    for (const [colour, text] of Object.entries({
      comment: '// c',
      probe: 'kprobe:f',
      map: '@a',
      variable: '$x',
      call: 'str',
      keyword: 'if',
      number: '12',
      text: '&quot;s %d&quot;',
    }))
      expect(page).toContain(`<span class="${colour}">${text}</span>`);
  });
});

describe("a run that is not bpftrace's", () => {
  const sections = (page: string): string[] => [...page.matchAll(/<section id="([a-z]+)"/g)].map(([, name = '']) => name);
  const text = textOf(htmlReport(inC));

  it('of C has no bpftrace in what it cost, how it is run again or how it ended', () => {
    expect(text).toContain('gpttrace build program.bpf.c');
    expect(text).toContain('gpttrace run opens.bpf.c');
    expect(text).not.toContain('sudo bpftrace');
    // The machine has it, and where.
    expect(text.match(/bpftrace/g)).toHaveLength(2);
    expect(text).toContain('handle: it can drop packets');
    expect(textOf(htmlReport({ ...inC, reason: 'rejected' }))).toContain('because the program was refused');
  });

  it('of C shows its text as it is, in colour', () => {
    const page = htmlReport(inC);
    for (const line of inC.program.source.trimEnd().split('\n')) expect(text).toContain(line);
    expect(page).toContain('&lt;b&gt;bold&lt;/b&gt;');
    expect(page).toMatch(/class="[^"]*">SEC</);
  });

  it('is not explained where its object is not there, or it is a tool', () => {
    for (const run of [
      inC,
      ofTool,
      { ...inC, program: { ...inC.program, language: 'wasm' } } as const,
      { ...inC, program: { ...inC.program, binary: 'AAAA' } },
    ])
      expect(sections(htmlReport(run))).not.toContain('explanation');
    expect(sections(htmlReport(byProcess))).toContain('explanation');
  });

  const elf = compiled('sample.bpf.c');
  it.skipIf(elf === undefined)('of C is explained by what its object holds', () => {
    const page = htmlReport({ ...inC, program: { ...inC.program, binary: (elf ?? Buffer.alloc(0)).toString('base64') } });
    expect(sections(page)).toContain('explanation');
    expect(textOf(page)).toContain('drop is a program that sees each packet as it arrives');
    expect(textOf(page)).toContain('its licence is Dual BSD/GPL');
    tagsOf(page);
  });

  it('of a tool names the tool in what it cost, and how it is run again', () => {
    const told = textOf(htmlReport(ofTool));
    expect(told).toContain("opensnoop-bpfcc -n 'a b'");
    expect(told).not.toContain('program.bt');
    expect(told).toMatch(/opensnoop-bpfcc\s*80/);
  });
});
