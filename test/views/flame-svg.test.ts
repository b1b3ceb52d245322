import { describe, expect, it } from 'vitest';
import type { Frame, Stacks } from '../../src/core/dataset.ts';
import { flameDiffSvg, flameSvg } from '../../src/views/flame-svg.ts';
import { count, process } from './names.ts';

const frame = (name: string, kind: Frame['kind'] = 'user'): Frame => ({ name, kind });

/** Stacks from `sh main read 3`: names without blanks, outermost first. */
function stacksOf(lines: readonly string[]): Stacks {
  const samples = lines.map((line) => {
    const [who = '', ...rest] = line.split(' ');
    return { key: [who], frames: rest.slice(0, -1).map((name) => frame(name)), weight: Number(rest.at(-1)) };
  });
  return { title: 't', keys: [process], value: { ...count, name: 'samples' }, samples };
}

const ABOUT = { title: 'Stacks', language: 'en' };

/** What is told of each frame that is drawn: its lines, joined. */
function told(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map((match) => (match[1] ?? '').replaceAll('\n', ' | '));
}

function shadeOfFrame(svg: string, name: string): string | undefined {
  return new RegExp(`<title>${name}\n[^<]*</title><rect class="([a-z0-9]+)"`).exec(svg)?.[1];
}

describe('flameSvg', () => {
  const svg = flameSvg(stacksOf(['sh main read 6', 'sh main write 3', 'cat main 1']), { ...ABOUT, question: 'who?', seconds: 5 });

  it('draws every function once for each path to it, with its share, and that of its own where it calls others', () => {
    expect(told(svg)).toEqual([
      'all | 10, 100.0% of all',
      'sh | 9, 90.0% of all',
      'main | 9, 90.0% of all',
      'read | 6, 60.0% of all',
      'write | 3, 30.0% of all',
      'cat | 1, 10.0% of all',
      'main | 1, 10.0% of all',
    ]);
  });

  it('tells what is drawn: the title, the question, how much there was', () => {
    for (const text of ['>Stacks<', '>who?<', '>10 samples  ·  3 different stacks  ·  5.0 s<']) expect(svg).toContain(text);
    expect(flameSvg(stacksOf(['sh main 6']), { ...ABOUT, language: 'zh' })).toContain('采样数共 6');
  });

  it('looks the same every time, and needs nothing from elsewhere', () => {
    expect(flameSvg(stacksOf(['sh main read 6', 'sh main write 3', 'cat main 1']), { ...ABOUT, question: 'who?', seconds: 5 })).toBe(svg);
    expect(svg.replaceAll(/xmlns="[^"]*"/g, '')).not.toMatch(/https?:|@import|url\(|<image|href/);
  });

  it('colours by whose code it is', () => {
    const mixed = flameSvg(
      { ...stacksOf([]), samples: [{ key: ['a'], frames: [frame('u'), frame('j', 'jit'), frame('k', 'kernel'), frame('[x]', 'unknown')], weight: 1 }] },
      ABOUT,
    );
    expect(['a', 'u', 'j', 'k'].map((name) => shadeOfFrame(mixed, name)?.replace(/\d/, ''))).toEqual(['key', 'user', 'jit', 'kernel']);
    expect(mixed).toContain('>no symbol<');
    expect(svg).not.toContain('>no symbol<');
  });

  it('lets nothing that a trace saw become part of the page', () => {
    const evil = flameSvg(
      { ...stacksOf([]), samples: [{ key: ['</text><script>alert(1)</script>'], frames: [frame(']]><b a="\'&\u001b[31m\ud800\uffff\0')], weight: 1 }] },
      { ...ABOUT, title: '<img src=x>', question: '"><a>' },
    );
    expect(evil.match(/<script/g)).toHaveLength(1);
    expect(evil.match(/\]\]>/g)).toHaveLength(1);
    for (const text of ['<img', '<b ', '<a>', '\u001b', '\ud800', '\uffff', '\0']) expect(evil).not.toContain(text);
    expect(evil).toContain(']]&gt;&lt;b a=&quot;&#39;&amp;\\x1b[31m');
  });

  it('leaves out what nobody could see, and says how much that is', () => {
    const wide = flameSvg(stacksOf(['a main 1000000', ...Array.from({ length: 50 }, (_, at) => `b f${at} g 1`)]), ABOUT);
    expect(told(wide)).toHaveLength(3);
    expect(wide).toContain('>101 frames are too narrow to be drawn.<');
  });

  it('stays of a size that browsers can show, and never draws a frame without the one below it', () => {
    const many = Array.from({ length: 9000 }, (_, at) => ({ key: [`p${at % 3}`], frames: [frame(`f${at}`), frame('g'), frame('h')], weight: 1 + (at % 2) }));
    const svg = flameSvg({ ...stacksOf([]), samples: many }, ABOUT);
    const levels = [...svg.matchAll(/data-l="(\d)"/g)].map((match) => Number(match[1]));
    expect(levels.length).toBeLessThanOrEqual(20_000);
    expect(levels.length).toBeGreaterThan(10_000);
    expect(levels.every((level, at) => at === 0 || level <= (levels[at - 1] ?? 0) + 1)).toBe(true);
    expect(svg).toContain('too narrow to be drawn');
  });

  it('draws nothing of nothing', () => {
    const empty = flameSvg(stacksOf([]), ABOUT);
    expect(told(empty)).toEqual([]);
    expect(empty).toContain('No stacks were seen.');
  });
});

describe('flameDiffSvg', () => {
  const before = stacksOf(['sh main read 50', 'sh main gone deep 30', 'sh main same 20']);
  // Twice as long a run: only shares tell.
  const after = stacksOf(['sh main read 140', 'sh main come 20', 'sh main same 40']);

  it('draws the second run: red what grew, blue what shrank, by shares of each run', () => {
    const svg = flameDiffSvg(before, after, ABOUT);
    expect([shadeOfFrame(svg, 'read'), shadeOfFrame(svg, 'come'), shadeOfFrame(svg, 'same'), shadeOfFrame(svg, 'all')]).toEqual([
      'more6',
      'more3',
      'same',
      'same',
    ]);
    expect(told(svg).find((text) => text.startsWith('read'))).toBe('read | +20.0% | 50.0% of the first run, 70.0% of the second | in itself 50.0%, 70.0%');
    expect(svg).toContain('Not drawn, for the second run has them no more: 2 frames with 30.0% of the first; the largest: gone.');
  });

  it('draws the first run the same way', () => {
    const svg = flameDiffSvg(before, after, { ...ABOUT, widths: 'before' });
    expect([shadeOfFrame(svg, 'gone'), shadeOfFrame(svg, 'deep'), shadeOfFrame(svg, 'read'), shadeOfFrame(svg, 'come')]).toEqual([
      'less6',
      'less6',
      'more4',
      undefined,
    ]);
    expect(svg).toContain('1 frames with 10.0% of the second; the largest: come.');
  });

  it.each([
    ['nothing before', stacksOf([]), after],
    ['nothing after', before, stacksOf([])],
    ['nothing at all', stacksOf([]), stacksOf([])],
  ])('bears %s', (_, one, other) => expect(flameDiffSvg(one, other, ABOUT)).toMatch(/^<svg[\s\S]*<\/svg>\n$/));

  it('is all one colour where nothing changed', () => {
    const svg = flameDiffSvg(before, before, ABOUT);
    expect([...svg.matchAll(/<title>[^<]*<\/title><rect class="(\w+)"/g)].every((match) => match[1] === 'same')).toBe(true);
  });
});
