/** Runs told to monitoring: a real Prometheus of Debian's that scrapes one, a receiver of OTLP that one is pushed to, and what is said where that cannot be. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Receiver } from '../export/otlp-receiver.ts';
import { attached, expectMessage, freePort, gpttrace, gpttraceEnds, Run, scratchFile, shows, until, whyNot, workload } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const PROMETHEUS = process.env.GPTTRACE_PROMETHEUS ?? '/usr/bin/prometheus';
const hasPrometheus = existsSync(PROMETHEUS);
if (!hasPrometheus) console.log('skipped: this needs prometheus');

/** Nothing of what others did meanwhile is kept. */
const env = { XDG_STATE_HOME: scratchFile('state') };

const started: { end(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.end();
});

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** A Prometheus that scrapes an address four times a second. Its answer to a query; undefined where it has none to give, or does not understand it. */
async function scraping(target: string): Promise<(query: string) => Promise<readonly Series[] | undefined>> {
  const folder = scratchFile('prometheus');
  mkdirSync(folder);
  const config = `global: { scrape_interval: 250ms, scrape_timeout: 250ms }\nscrape_configs: [{ job_name: gpttrace, static_configs: [{ targets: ["${target}"] }] }]\n`;
  writeFileSync(`${folder}/prometheus.yml`, config);
  const address = `127.0.0.1:${await freePort()}`;
  const run = new Run([PROMETHEUS, `--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${address}`]);
  started.push({
    end: async () => {
      run.signal('SIGTERM');
      await run.end();
    },
  });
  return async (query) => {
    const response = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`).catch(() => undefined);
    if (response?.ok !== true) return undefined;
    return ((await response.json()) as { readonly data: { readonly result: readonly Series[] } }).data.result;
  };
}

const EVERYTHING = `tracepoint:syscalls:sys_enter_read {
  @calls[comm] = count(); @most[comm] = max(args->count); @sizes = hist(args->count); @by[comm] = hist(args->count); @stats[comm] = stats(args->count);
  printf("%s %d\\n", comm, pid);
}`;

describe.skipIf(cannot !== undefined)('a run while it lasts', () => {
  it.skipIf(!hasPrometheus)('is scraped by Prometheus, which then knows what was counted', async () => {
    const port = await freePort();
    const ask = await scraping(`127.0.0.1:${port}`);
    const run = gpttrace(
      ['count file opens by process', '--comm', 'gt-open', '--duration', '4', '--json', '--yes', '--prometheus', `${port}`, '--linger', '30'],
      { env },
    );
    await attached(run);
    await workload('open', '50');
    await shows(run, /"type":"answer"/);
    const values = async (query: string): Promise<number[]> => ((await ask(query)) ?? []).map(({ value }) => Number(value[1]));
    let count = 0;
    const deadline = Date.now() + 15_000;
    while (count < 50 && Date.now() < deadline) {
      [count = 0] = await values('gpttrace_file_opens_count_opens_total{process="gt-open"}');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(count).toBeGreaterThanOrEqual(50);
    expect(count).toBeLessThanOrEqual(56);
    expect(await values('gpttrace_run_events_lost_total')).toEqual([0]);
    expect(await values('up')).toEqual([1]);
    // It understands every query of a dashboard that has panels of all kinds.
    const file = scratchFile('everything.bt');
    writeFileSync(file, EVERYTHING);
    const { stdout: dashboard } = await gpttraceEnds(['export', 'dashboard', file], { env });
    const { panels } = JSON.parse(dashboard) as { readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[] };
    const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThan(15);
    for (const query of queries) {
      const whole = query.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '5m').replaceAll('$instance', '.*');
      expect(await ask(whole), whole).toBeDefined();
    }
    // It would be there for half a minute; Ctrl-C ends that.
    run.signal('SIGINT');
    const { status, stdout } = await run.end();
    expect(status).toBe(0);
    // The answer, and what is scraped, are the same.
    expect(stdout).toContain(`"opens":${count}}`);
  });

  it('is pushed to a receiver as it goes, and once more at its end', async () => {
    const receiver = new Receiver();
    const port = await receiver.listen();
    started.push({ end: () => receiver.close() });
    const file = scratchFile('mine.bt');
    writeFileSync(file, 'tracepoint:syscalls:sys_enter_openat /comm == "gt-open"/ { printf("%s %d\\n", comm, pid); }\n');
    const run = gpttrace(['run', file, '--duration', '0', '--json', '--yes', '--otlp', `http://127.0.0.1:${port}`, '--otlp-interval', '0.2'], { env });
    await attached(run);
    await workload('open', '50');
    const counted = (): number => {
      const metric = receiver.taken.at(-1)?.metrics.find(({ name }) => name.endsWith('.events'));
      return metric?.points.find(({ attributes }) => attributes.process === 'gt-open')?.value ?? 0;
    };
    await until('all opens have been pushed', () => counted() >= 50);
    const before = receiver.taken.length;
    run.signal('SIGINT');
    const { status, stderr } = await run.end();
    expect([status, stderr]).toEqual([0, '']);
    expect(receiver.taken.length).toBeGreaterThan(before);
    expect(receiver.taken[0]?.resource['service.name']).toBe('gpttrace');
  });

  it('is not kept up by a receiver that is not there', async () => {
    const port = await freePort();
    const { status, stdout } = await gpttraceEnds(['count file opens by process', '-c', 'ls /', '--json', '--yes', '--otlp', `http://127.0.0.1:${port}`], {
      env,
    });
    expect(status).toBe(0);
    expect(stdout).toContain(`the last metrics did not reach http://127.0.0.1:${port}/v1/metrics: nothing listens there`);
  });
});

describe('what cannot be is said before anything runs', () => {
  it('an address that is none', async () => {
    const { status, stdout, stderr } = await gpttraceEnds(['count file opens by process', '--yes', '--otlp', 'files of nginx'], { env });
    expect([status, stdout]).toEqual([2, '']);
    expectMessage(stderr, /^gpttrace: --otlp: it is no address\n.*--otlp=http/m);
  });

  it('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    started.push({ end: async () => void other.close() });
    const { status, stderr } = await gpttraceEnds(['count file opens by process', '--yes', '--prometheus', `${port}`], { env });
    expect(status).toBe(2);
    expectMessage(stderr, /cannot be served at 127\.0\.0\.1:\d+: something else listens there already/);
  });
});
