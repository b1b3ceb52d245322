import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutputPort } from '../../../src/system/guest/port.ts';

const MARK = '\u0001mark';

/** A socket whose other end is the test. */
function socket(): Duplex {
  return new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString('latin1');
  return text;
}

/** What a section holds when the bytes come in pieces of this size. */
async function sectionOf(text: string, size: number): Promise<string> {
  const end = socket();
  const section = new OutputPort(end).section(MARK);
  for (let at = 0; at < text.length; at += size) end.push(Buffer.from(text.slice(at, at + size), 'latin1'));
  return textOf(section);
}

describe('a section of a port', () => {
  const cases = [
    { what: 'is what stands between its marks', sent: `${MARK}\nhello\n${MARK}\n`, holds: 'hello\n' },
    { what: 'can be empty', sent: `${MARK}\n${MARK}\n`, holds: '' },
    { what: 'needs no line end', sent: `${MARK}\nhello${MARK}\n`, holds: 'hello' },
    { what: 'leaves out what came before', sent: `left over\n\u0001${MARK}\nhello\n${MARK}\n`, holds: 'hello\n' },
    { what: 'may hold what begins like a mark', sent: `${MARK}\n\u0001mar\u0001${MARK}x\u0001\n${MARK}\n`, holds: `\u0001mar\u0001${MARK}x\u0001\n` },
    { what: 'holds any bytes', sent: `${MARK}\n\0\xff\r\n\n\n${MARK}\n`, holds: '\0\xff\r\n\n\n' },
  ];
  for (const { what, sent, holds } of cases) {
    it.each([1, 2, 3, 7, 1000])(`${what} (in pieces of %i)`, async (size) => {
      expect(await sectionOf(sent, size)).toBe(holds);
    });
  }

  it('hands on a line the moment it is there', async () => {
    const end = socket();
    const section = new OutputPort(end).section(MARK);
    const first = new Promise((resolve) => section.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    end.push(`${MARK}\na line\n`);
    expect(await first).toBe('a line\n');
  });

  it('follows another one on the same port', async () => {
    const end = socket();
    const port = new OutputPort(end);
    const first = port.section('\u0001one');
    const second = port.section('\u0001two');
    end.push('\u0001one\nfirst\u0001one\nnobody reads this\u0001two\nsecond\u0001two\n');
    expect([await textOf(first), await textOf(second)]).toEqual(['first', 'second']);
  });

  it('that nobody wants is thrown away, and does not stop the next', async () => {
    const end = socket();
    const port = new OutputPort(end);
    port.section('\u0001one').destroy();
    const second = port.section('\u0001two');
    end.push(`\u0001one\n${'flood '.repeat(100_000)}\u0001one\n\u0001two\nsecond\u0001two\n`);
    expect(await textOf(second)).toBe('second');
  });

  it('that nobody reads makes the guest wait', async () => {
    const end = socket();
    const section = new OutputPort(end).section(MARK);
    end.push(`${MARK}\n${'flood '.repeat(100_000)}`);
    await expect.poll(() => end.isPaused()).toBe(true);
    section.destroy();
    await expect.poll(() => end.isPaused()).toBe(false);
  });

  it('ends where it is when the guest is gone', async () => {
    const end = socket();
    const port = new OutputPort(end);
    const section = port.section(MARK);
    const text = textOf(section);
    end.push(`${MARK}\nhalf a li`);
    await new Promise((resolve) => setImmediate(resolve));
    port.end();
    expect(await text).toBe('half a li');
    expect(await textOf(port.section('\u0001next'))).toBe('');
  });
});
