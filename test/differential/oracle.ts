import { spawn } from 'node:child_process';
import { complaints, type Verdict } from './verdict.ts';

/** Another bpftrace than the installed one, with the flags that make it compile only; DIFFERENTIAL_VERSION then says which it is. */
const COMMAND = (process.env.DIFFERENTIAL_BPFTRACE ?? 'bpftrace --test codegen').split(' ');

/** Asks bpftrace to compile each program without attaching it, as -d does but without printing the code; two at a time, for each takes 50 to 200 ms. */
export async function ask(sources: readonly string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < sources.length; at = next++) verdicts[at] = await one(sources[at] ?? '');
  };
  await Promise.all([worker(), worker()]);
  return verdicts;
}

function one(source: string): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const [program = 'bpftrace', ...flags] = COMMAND;
    const child = spawn(program, [...flags, '-e', source], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000, killSignal: 'SIGKILL' });
    let said = '';
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-100_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ accepts: status === 0, says: signal ?? complaints(said) }));
  });
}
