/** Runs an object through the engine as a process of its own: ours.mjs OBJECT PID; ends at SIGINT and prints what it had and what it cost. */
import { readFileSync } from 'node:fs';
import { engineWith } from '../../dist/engines/libbpf/engine.js';

/** The object as it is known of its source: what is measured is the engine, whoever reads objects. */
const decoding = {
  description: {
    programs: [{ name: 'enter', autoAttach: true }],
    maps: [{ name: 'events', type: 'ringbuf' }],
    variables: [
      { name: 'target_pid', section: '.rodata', offset: 0, size: 4, type: 'unsigned int' },
      { name: 'dropped', section: '.bss', offset: 0, size: 8, type: 'unsigned long long' },
    ],
    outputs: [],
  },
  record: () => (bytes, view, at) => {
    const end = bytes.indexOf(0, at + 16);
    const high = view.getUint32(at + 12, true);
    const when = high < 0x200000 ? high * 2 ** 32 + view.getUint32(at + 8, true) : view.getBigUint64(at + 8, true);
    return [view.getUint32(at, true), view.getUint32(at + 4, true), when, bytes.latin1Slice(at + 16, Math.min(end, at + 32))];
  },
  key: () => undefined,
  value: () => undefined,
};

const [, , path, pid] = process.argv;
const stop = new AbortController();
process.once('SIGINT', () => stop.abort('interrupted'));
const program = { language: 'object', source: '', title: '', origin: { kind: 'edited' }, attachPoints: [], outputs: [], pid: Number(pid) };
const job = { program: { ...program, binary: readFileSync(path).toString('base64') }, facts: {}, allowUnsafe: false, args: [], stop: stop.signal };
let records = 0;
let lost = 0;
let sum = 0;
let begun;
const engine = engineWith(() => ({ ok: true, decoding }));
for await (const events of engine.run({ ...job, kill: new AbortController().signal })) {
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
