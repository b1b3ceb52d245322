/** What the index of the user's documents costs with ten thousand passages, beside MiniSearch over the same ones. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import MiniSearch from 'minisearch';
import { root } from '../scripts/ensure.mjs';

const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
const timed = async (action) => {
  const start = performance.now();
  await action();
  return performance.now() - start;
};
const FILES = 1250;
const QUESTIONS = [
  'why is the disk slow at night?',
  'how do I trace file opens by process',
  'retransmits on the uplink',
  'sched_switch',
  'page cache and read latency of the database',
  'which functions of the kernel are called most often by the web server?',
  '磁盘延迟',
  'retransmts',
];

/** Calls `add(what, value, unit, peer, peerValue, limit)` for each figure. */
export async function documents(add, median) {
  const [{ addSource, updateSource }, { Documents }, { termsOf }] = await Promise.all(
    ['knowledge/documents/manage.js', 'knowledge/documents/search.js', 'knowledge/documents/words.js'].map(load),
  );
  const scratch = mkdtempSync(join(tmpdir(), 'gt-bench-docs-'));
  const signal = new AbortController().signal;
  try {
    const [index, notes] = [join(scratch, 'index'), join(scratch, 'notes')];
    mkdirSync(notes);
    for (let file = 0; file < FILES; file++) writeOld(join(notes, `${file}.md`), documentOf(file));
    const first = await timed(() => addSource(index, notes, undefined, { signal }));
    writeOld(join(notes, '7.md'), `${documentOf(7)}\none more line\n`);
    const changed = await timed(() => updateSource(index, 'notes', { signal }));
    const nothing = await timed(() => updateSource(index, 'notes', { signal }));

    const generation = readdirSync(join(index, 'notes')).find((name) => name.startsWith('g-'));
    const passages = readFileSync(join(index, 'notes', generation, 'passages.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line, id) => {
        const [path, , title, text] = JSON.parse(line);
        return { id, path, title, text };
      });
    const options = { fields: ['title', 'text'], tokenize: termsOf, processTerm: (term) => term };
    const search = { boost: { title: 3 }, prefix: (term) => term.length > 4, fuzzy: (term) => (term.length > 5 ? 0.2 : false) };
    const mini = new MiniSearch(options);
    const miniBuilt = await timed(() => mini.addAll(passages));
    const kept = JSON.stringify(mini);
    const times = { opened: [], miniOpened: [], asked: [], miniAsked: [] };
    for (let i = 0; i < 5; i++) {
      const open = new Documents(index);
      // A word that is nowhere: nothing but the reading of the index.
      times.opened.push(await timed(() => open.search('zzzzzzzz', 1, signal)));
      times.miniOpened.push(await timed(() => MiniSearch.loadJSON(kept, options)));
    }
    const open = new Documents(index);
    for (const question of QUESTIONS) await open.search(question, 5, signal);
    for (let i = 0; i < 10; i++)
      for (const question of QUESTIONS) {
        times.asked.push(await timed(() => open.search(question, 5, signal)));
        times.miniAsked.push(await timed(() => mini.search(question, search)));
      }
    const count = `${passages.length} passages`;
    add(`documents: ${count} read, cut, indexed, written`, first, 'ms', 'MiniSearch, indexed only', miniBuilt);
    add('documents: one file of them changed', changed, 'ms', 'all of them', first);
    add('documents: nothing changed', nothing, 'ms', 'all of them', first);
    add('documents: the index opened', median(times.opened), 'ms', 'MiniSearch from JSON', median(times.miniOpened), 0.1);
    add('documents: a question', median(times.asked), 'ms', 'MiniSearch', median(times.miniAsked), 0.5);
    // Each by its own median: a moment in which the processor was somebody else's tells nothing of a question.
    const slowest = (all) => Math.max(...QUESTIONS.map((_, number) => median(all.filter((_time, index) => index % QUESTIONS.length === number))));
    add(`documents: the slowest of ${QUESTIONS.length} questions`, slowest(times.asked), 'ms', 'MiniSearch', slowest(times.miniAsked), 0.5);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Eight sections of about 1.4 kB. Words are as often as in a language: the second half as often as the first, the third a third. */
function documentOf(file) {
  let state = file * 7919 + 1;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const word = () => {
    const rank = Math.floor(Math.exp(random() * Math.log(40_000)));
    return (
      COMMON[rank] ?? `${SYLLABLES[rank % 20]}${SYLLABLES[(rank >> 3) % 20]}${SYLLABLES[(rank >> 7) % 20]}${rank % 13 === 0 ? `_${SYLLABLES[rank % 7]}` : ''}`
    );
  };
  const line = () => Array.from({ length: 14 }, word).join(' ');
  return Array.from({ length: 8 }, (_, section) => `## ${word()} ${word()} ${section}\n\n${Array.from({ length: 15 }, line).join('\n')}\n`).join('\n');
}

const SYLLABLES = 'ka lo mi tra ben sor du vel pi nar tos ge lim qua rek fo zin hal wer cu'.split(' ');
const COMMON =
  `the of and to in disk file process kernel read write slow open latency network page cache function call trace server night uplink retransmit database
  web sched_switch memory thread lock queue 磁盘延迟 packet driver device block sector`.split(/\s+/);

/** Old enough that its time tells all changes. */
function writeOld(path, text) {
  writeFileSync(path, text);
  const when = Date.now() / 1000 - 1000 - Math.random() * 100;
  utimesSync(path, when, when);
}
