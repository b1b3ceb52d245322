/** Runs an object through the engine as a process of its own: ours.mjs OBJECT PID; ends at SIGINT and prints what it had and what it cost. */
import { readFileSync } from 'node:fs';
import { engineOf } from '../../dist/engines/index.js';

const [, , path, pid] = process.argv;
const stop = new AbortController();
process.once('SIGINT', () => stop.abort('interrupted'));
const program = { language: 'object', source: '', title: '', origin: { kind: 'edited' }, attachPoints: [], outputs: [], pid: Number(pid) };
const job = { program: { ...program, binary: readFileSync(path).toString('base64') }, facts: {}, allowUnsafe: false, args: [], stop: stop.signal };
let records = 0;
let lost = 0;
let sum = 0;
let begun;
for await (const events of (await engineOf('object')).run({ ...job, kill: new AbortController().signal })) {
  for (const event of events) {
    if (event.type === 'row') {
      records++;
      sum += event.values.length;
    } else if (event.type === 'attached') {
      begun = process.cpuUsage();
      console.log('attached');
    } else if (event.type === 'lost') lost += event.count;
    else if (event.type === 'ended' && event.message !== undefined) console.error(event.message);
  }
}
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ records, lost, cpu: (user + system) / 1e6, sum }));
