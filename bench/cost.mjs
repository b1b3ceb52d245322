/** What watching a run's cost costs: its events on their way, and one look at a tracer's programs, beside the same without it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const BATCHES = 50_000;
const LOOKS = 101;

/** Events that pass through, beside the same events from an async generator of their own. */
export async function passing(add, median) {
  const { withOverhead } = await import('../dist/line/overhead.js');
  const { Limit } = await import('../dist/line/overhead/limit.js');
  const batch = [{ type: 'row', statement: 0, values: [1] }];
  async function* run() {
    for (let i = 0; i < BATCHES; i++) yield batch;
  }
  async function* through(events) {
    for await (const one of events) yield one;
  }
  const options = { started() {}, gauge: () => undefined, limit: new Limit(1), stopping: new AbortController().signal, stop() {}, kill() {} };
  const measure = async (events) => {
    const start = performance.now();
    let seen = 0;
    for await (const one of events) seen += one.length;
    if (seen !== BATCHES) throw new Error('events were lost');
    return (performance.now() - start) * (1e6 / BATCHES);
  };
  const [own, peer] = [[], []];
  for (let i = 0; i < 7; i++) {
    peer.push(await measure(through(run())));
    own.push(await measure(withOverhead(run(), options)));
  }
  add('a batch of events past the cost of a run', median(own), 'ns', 'an async generator', median(peer));
}

/** One look at a tracer that runs, beside the reading of the same files. */
export async function looking(add, median) {
  const { Gauge } = await import('../dist/line/overhead/gauge.js');
  const { realHost } = await import('../dist/system/real.js');
  const { programDescriptors } = await import('../dist/system/cost.js');
  const { hitsReader } = await import('../dist/engines/bpftrace/hits.js');
  const host = realHost();
  for (const source of ['tracepoint:syscalls:sys_enter_swapoff { @ = count(); }', 'tracepoint:sched:* { @ = count(); }']) {
    const child = spawn('bpftrace', ['-e', `${source} BEGIN { printf("attached\\n"); }`], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await untilSaid(child, 'attached\n');
      const { pid } = child;
      const files = [`/proc/${pid}/stat`, `/proc/${pid}/status`, ...programDescriptors(host, pid).map((name) => `/proc/${pid}/fdinfo/${name}`)];
      let now = 0;
      const reader = hitsReader(source, '0.17.0');
      const gauge = new Gauge({ host, pid, processors: 2, own: () => ({ cpu: 0, memory: 0 }), hits: () => reader }, now);
      const [own, peer] = [[], []];
      for (let i = 0; i < LOOKS; i++) {
        peer.push(timed(() => files.map((path) => readFileSync(path, 'utf8'))));
        own.push(
          timed(() => {
            if (gauge.measure(++now) === undefined) throw new Error('nothing was measured');
          }),
        );
      }
      const count = files.length - 2;
      add(`a look at what ${count === 1 ? 'one probe costs' : `${count} probes cost`}`, median(own), 'us', 'reading the files', median(peer), 2);
    } finally {
      child.kill('SIGINT');
    }
  }
}

function untilSaid(child, text) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      if (said.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`bpftrace ended: ${said}`)));
  });
}

function timed(action) {
  const start = performance.now();
  action();
  return (performance.now() - start) * 1000;
}
