import { describe, expect, it } from 'vitest';
import { meanShare, type Overhead } from '../../src/core/overhead.ts';
import { costRemarks } from '../../src/explain/cost.ts';
import { sentence } from '../../src/explain/sentence.ts';
import { sharePercent } from '../../src/views/values.ts';
import { names } from '../views/names.ts';

const cheap: Overhead = {
  seconds: 10,
  processors: 2,
  bpf: 0.02,
  tracer: 0.03,
  own: 0.05,
  memory: { tracer: 90 * 2 ** 20, own: 70 * 2 ** 20 },
  share: 0.004,
  rate: 10,
  lost: 0,
  state: 'within',
  limit: 0.25,
};
const dear: Overhead = { ...cheap, bpf: 2, tracer: 1, own: 1, state: 'ended', limit: 0.02 };
const hits = [
  { attachPoint: 'kprobe:f', runs: 2000, nanoseconds: 500_000 },
  { attachPoint: 'kprobe:g', runs: 0, nanoseconds: 0 },
];

describe('the cost of a run, in words', () => {
  it('is not told where nobody asked and it is small', () => expect(costRemarks(cheap, 0, false, 'en')).toEqual([]));

  it('is not told of a moment, in which beginning and ending is all there was', () =>
    expect(costRemarks({ ...cheap, seconds: 0.03, own: 0.02 }, 0, false, 'en')).toEqual([]));

  it('is told where it is notable', () => {
    expect(costRemarks({ ...cheap, tracer: 2 }, 0, false, 'en')).toEqual([
      "this run cost 10% of the machine's CPU time (BPF programs 0.02 s, bpftrace 2.00 s, gpttrace 0.05 s) and 160 MiB of memory",
    ]);
    expect(costRemarks({ ...cheap, tracer: 2 }, 0, false, 'zh')).toEqual([
      '本次运行占用本机 CPU 时间的 10%(BPF 程序 0.02 秒、bpftrace 2.00 秒、gpttrace 0.05 秒),内存 160 MiB',
    ]);
  });

  it('names the tool that traced, and nothing beside gpttrace where that did', () => {
    expect(costRemarks({ ...cheap, tracer: 2 }, 0, false, 'en', 'opensnoop-bpfcc')[0]).toContain(
      '(BPF programs 0.02 s, opensnoop-bpfcc 2.00 s, gpttrace 0.05 s)',
    );
    expect(costRemarks({ ...cheap, tracer: 0, own: 2 }, 0, false, 'en', '')[0]).toContain('(BPF programs 0.02 s, gpttrace 2.00 s)');
  });

  it('is of one hit what that took', () =>
    expect(costRemarks({ ...cheap, hits: [{ attachPoint: 'kprobe:f', runs: 1, nanoseconds: 250 }] }, 0, true, 'en')[1]).toBe('kprobe:f was hit once, 250 ns'));

  it('is told to who asked, with what each probe took', () =>
    expect(costRemarks({ ...cheap, hits }, 0, true, 'en').slice(1)).toEqual(['kprobe:f was hit 2,000 times, 250 ns each', 'kprobe:g was never hit']));

  it('says so where the kernel did not count', () => {
    const { bpf: _, ...uncounted } = cheap;
    expect(costRemarks(uncounted, 0, true, 'en')[0]).toMatch(/BPF programs not counted/);
    expect(costRemarks(uncounted, 0, true, 'zh')[0]).toMatch(/BPF 程序未计/);
  });

  it('says that it was slowed down', () => {
    expect(costRemarks(cheap, 4, false, 'en').at(-1)).toBe('it was slowed down for 4.0 s, to keep within 25% (--max-overhead)');
    expect(costRemarks(cheap, 4, false, 'zh').at(-1)).toMatch(/25%.*4\.0 秒/);
  });

  it.each(['en', 'zh'])('an answer that was cut short says why, in %s', (language) => {
    const seen = { datasets: [], seconds: 10, probes: 1, lost: 0, full: false, reason: 'overhead' as const, overhead: dear };
    for (const records of [0, 5]) {
      const text = sentence({ ...seen, records }, names, language);
      expect(text).toMatch(/20%.*2%.*--max-overhead/);
      expect(text).toMatch(/[.。]$/);
    }
    expect(sentence({ ...seen, records: 5, reason: 'finished' }, names, language)).not.toMatch(/--max-overhead/);
  });

  it('is a share of all processors, from attached on', () => {
    expect(meanShare(dear)).toBe(0.2);
    expect(meanShare({ ...dear, seconds: 0 })).toBe(0);
  });

  it.each([
    [0, '0%'],
    [0.00001, '<0.01%'],
    [0.0043, '0.43%'],
    [0.02, '2%'],
    [0.0251, '2.5%'],
    [0.3, '30%'],
    [1.2, '120%'],
  ])('%d is %s', (share, text) => expect(sharePercent(share)).toBe(text));
});
