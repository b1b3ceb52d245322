/** Messages of a client on standard input, before anything else reads them: what is no message, or too large for one, is answered here. */
import { Transform } from 'node:stream';
import { ProtocolErrorCode, parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { longName, Order } from './order.ts';

/** Of one message. */
export const LARGEST_MESSAGE: number = 1024 * 1024;

/** More lines in a row that are no messages, and whoever sends them is no client. */
const MOST_WRONG = 1000;

export interface Listener {
  /** What is said to a line that is no message, or comes at the wrong time. */
  answer(line: string): void;
  /** Fulfilled when there is room for more answers: whoever does not read is not read. */
  room(): void | Promise<void>;
  /** After so many of them: nothing more is read. */
  giveUp(): void;
}

/** Passes lines on that are messages, in their order. */
export function onlyMessages({ answer, room, giveUp }: Listener): Transform {
  const order = new Order();
  let pieces: Buffer[] = [];
  let length = 0;
  let wrong = 0;
  const keep = (piece: Buffer): void => {
    length += piece.length;
    // Of what is too large nothing is kept, only that it is.
    if (length <= LARGEST_MESSAGE) pieces.push(piece);
    else pieces = [];
  };
  const take = (): string | undefined => {
    const isLarge = length > LARGEST_MESSAGE;
    const line = Buffer.concat(pieces).toString('utf8').trim();
    pieces = [];
    length = 0;
    if (!isLarge && line === '') return undefined;
    const said = isLarge ? refusal(null, ProtocolErrorCode.InvalidRequest, `a message may have ${LARGEST_MESSAGE} bytes`) : wrongOf(line, order);
    if (said === undefined) {
      wrong = 0;
      return line;
    }
    wrong += 1;
    if (wrong === MOST_WRONG) giveUp();
    if (wrong <= MOST_WRONG) answer(said);
    return undefined;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const passOn = async (): Promise<void> => {
        let from = 0;
        for (;;) {
          const end = chunk.indexOf(0x0a, from);
          if (end === -1) break;
          keep(chunk.subarray(from, end));
          const line = take();
          if (line !== undefined) this.push(`${line}\n`);
          await room();
          from = end + 1;
        }
        keep(chunk.subarray(from));
      };
      void passOn().then(() => done(), done);
    },
    flush(done) {
      done();
    },
  });
}

/** The answer to what is no message; undefined where it is one. */
function wrongOf(line: string, order: Order): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refusal(null, ProtocolErrorCode.ParseError, 'that is no JSON');
  }
  try {
    parseJSONRPCMessage(value);
  } catch {
    return refusal(idOf(value), ProtocolErrorCode.InvalidRequest, 'that is no JSON-RPC 2.0 message');
  }
  const wrong = longName(value) ?? order.wrongOf(value);
  return wrong === undefined ? undefined : refusal(idOf(value), wrong.code, wrong.message);
}

function idOf(value: unknown): string | number | null {
  return typeof value === 'object' && value !== null && 'id' in value && (typeof value.id === 'string' || typeof value.id === 'number') ? value.id : null;
}

function refusal(id: string | number | null, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });
}
