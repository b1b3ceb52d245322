/**
 * A reporter of vitest, for `npm test`: writes after each file what has become of the run until then, so that it is known also of one that hangs or is killed.
 * `--outputFile.summary=PATH` says where.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Of a reason, in characters: several must fit where only the end of a run is kept. */
const SHOWN = 2_000;

export default class SummaryReporter {
  #path;
  #root = '';
  #summary = { passed: 0, failed: 0, skipped: 0, failures: [], retried: [], files: [], ended: false };
  /** The files that are being run: since when, and the test that was begun last. */
  #running = new Map();

  onInit({ config }) {
    this.#path = config.outputFile?.summary;
    this.#root = config.root;
  }

  onTestModuleStart(module) {
    this.#running.set(module.moduleId, { since: Date.now(), test: '' });
    this.#write();
  }

  onTestCaseReady(test) {
    const file = this.#running.get(test.module.moduleId);
    if (file === undefined) return;
    file.test = test.fullName;
    this.#write();
  }

  onTestModuleEnd(module) {
    this.#running.delete(module.moduleId);
    this.#take(module);
    this.#write();
  }

  onTestRunEnd(_modules, errors) {
    const { failures } = this.#summary;
    // No test is known to have failed of these: a promise that nobody waited for, a worker that died.
    for (const error of errors) failures.push(`an error outside of all tests: ${told(error)}`.slice(0, SHOWN));
    for (const [path, { test }] of this.#running) failures.push(`${this.#name(path)} ${test}\nit was not run to its end`);
    this.#summary.failed += errors.length + this.#running.size;
    this.#running.clear();
    this.#summary.ended = true;
    this.#write();
  }

  #take(module) {
    const { failures, retried, files } = this.#summary;
    const file = this.#name(module.moduleId);
    files.push({ file, seconds: module.diagnostic().duration / 1000 });
    let failed = 0;
    for (const test of module.children.allTests()) {
      const { state, errors = [] } = test.result();
      if (state === 'passed') {
        this.#summary.passed++;
        if (errors.length > 0) retried.push(`${file} ${test.fullName}: ${told(errors[0]).split('\n')[0].slice(0, 300)}`);
      } else if (state === 'failed') {
        failed++;
        failures.push(`${file} ${test.fullName}\n${[...new Set(errors.map(told))].join('\n')}`.slice(0, SHOWN));
      } else if (state === 'skipped') this.#summary.skipped++;
      else {
        failed++;
        failures.push(`${file} ${test.fullName}\nit was never run to its end`);
      }
    }
    // What fails before, between or after the tests: a file that does not load, a hook.
    const around = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
    for (const error of around) failures.push(`${file}\n${told(error)}`.slice(0, SHOWN));
    this.#summary.failed += failed + around.length;
  }

  #name(path) {
    return relative(this.#root, path);
  }

  #write() {
    if (this.#path === undefined) return;
    const running = [...this.#running].map(([path, { since, test }]) => ({ file: this.#name(path), since, test }));
    // Folders for temporary files are tidied by others, too.
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify({ ...this.#summary, running }));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function told({ name, message = '', stack = '', diff = '', cause }) {
  // Where in vitest and in Node it came about helps nobody.
  const own = stack.split('\n').filter((line) => !/^\s+at .*(?:node_modules|node:|new Promise )/.test(line));
  const frames = own.filter((line) => /^\s+at /.test(line)).join('\n');
  const head = stack.includes(message) ? own.join('\n') : `${name ?? 'Error'}: ${message}\n${frames}`;
  const why = cause === undefined || cause === null ? '' : `\ncaused by ${told(typeof cause === 'object' ? cause : { message: String(cause) })}`;
  return stripVTControlCharacters(`${head}${diff ? `\n${diff}` : ''}${why}`);
}
