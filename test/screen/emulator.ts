/** As much of a terminal as the screen's bytes need, and a complaint where they need more. */
import { width } from '../../src/views/layout.ts';

export class Emulator {
  readonly #columns: number;
  readonly #rows: number;
  #cells: string[][] = [];
  #row = 0;
  #column = 0;
  #paint = '';

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#clear();
  }

  write(bytes: string): void {
    for (let at = 0; at < bytes.length; ) {
      if (bytes[at] === '\u001b') {
        const [sequence = '', parameters = '', final = ''] = /^.\[([?0-9;]*)([A-Za-z])/.exec(bytes.slice(at)) ?? [];
        this.#control(parameters, final);
        at += sequence.length;
        continue;
      }
      const end = bytes.indexOf('\u001b', at);
      const text = bytes.slice(at, end === -1 ? bytes.length : end);
      for (const { segment } of new Intl.Segmenter().segment(text)) this.#put(segment);
      at += text.length;
    }
  }

  /** What is shown, a line each, with what paints it; blanks at the end are left out. */
  lines(): string[] {
    return this.#cells.map((cells) => cells.join('').replace(/ +$/, ''));
  }

  #put(character: string): void {
    if (/\p{Cc}/u.test(character)) throw new Error(`a control character: ${JSON.stringify(character)}`);
    const cells = width(character);
    // No wrapping: what does not fit is not there.
    if (this.#column + cells > this.#columns) return;
    const row = this.#cells[this.#row];
    if (row === undefined) throw new Error(`line ${this.#row} of ${this.#rows}`);
    row[this.#column] = this.#paint === '' ? character : `<${this.#paint}:${character}>`;
    for (let more = 1; more < cells; more++) row[this.#column + more] = '';
    this.#column += cells;
  }

  #control(parameters: string, final: string): void {
    if (final === 'H') {
      const [row = 1, column = 1] = parameters.split(';').map(Number);
      [this.#row, this.#column] = [row - 1, column - 1];
    } else if (final === 'K') this.#cells[this.#row]?.fill(' ', this.#column);
    else if (final === 'J') this.#clear();
    else if (final === 'm') this.#paint = parameters.replace(/^(?:0;?)+/, '');
    else if (!/^\?2026$/.test(parameters)) throw new Error(`an unknown sequence: ${parameters}${final}`);
  }

  #clear(): void {
    this.#cells = Array.from({ length: this.#rows }, () => Array.from({ length: this.#columns }, () => ' '));
  }
}
