/** The order of messages on one connection: clients of the protocols before 2026 introduce themselves first, once; newer ones do so with every message. */
import { isInitializeRequest, PROTOCOL_VERSION_META_KEY, ProtocolErrorCode } from '@modelcontextprotocol/server';

export interface OutOfOrder {
  readonly code: number;
  readonly message: string;
}

/** What may be asked of a stranger. */
const BEFORE: readonly string[] = ['ping', 'server/discover'];

/** Longer is no name of a method, a tool or a resource; said back whole it would make answers of any size. */
const LONGEST_NAME = 2048;

/** What of a message is named by more than a name may have; undefined where nothing is. */
export function longName(message: unknown): OutOfOrder | undefined {
  if (!isRequest(message)) return undefined;
  const { method, params } = message;
  const names: Readonly<Record<string, unknown>> = { method, ...(typeof params === 'object' && params !== null ? { name: params.name, uri: params.uri } : {}) };
  const long = Object.keys(names).find((key) => {
    const name = names[key];
    return typeof name === 'string' && name.length > LONGEST_NAME;
  });
  return long === undefined ? undefined : { code: ProtocolErrorCode.InvalidParams, message: `${long} may have ${LONGEST_NAME} characters` };
}

export class Order {
  #begun = false;

  /** Why a request comes at the wrong time; undefined where it does not, and for all that is no request. */
  wrongOf(message: unknown): OutOfOrder | undefined {
    if (!isRequest(message) || introducesItself(message)) return undefined;
    const { method } = message;
    if (method !== 'initialize') {
      if (this.#begun || BEFORE.includes(method)) return undefined;
      return { code: ProtocolErrorCode.InvalidRequest, message: 'initialize comes first' };
    }
    if (this.#begun) return { code: ProtocolErrorCode.InvalidRequest, message: 'this connection is initialized already' };
    if (!isInitializeRequest(message))
      return { code: ProtocolErrorCode.InvalidParams, message: 'initialize takes protocolVersion, capabilities and clientInfo (name, version)' };
    this.#begun = true;
    return undefined;
  }
}

interface Request {
  readonly method: string;
  readonly id: unknown;
  readonly params?: { readonly _meta?: Readonly<Record<string, unknown>>; readonly name?: unknown; readonly uri?: unknown };
}

function isRequest(message: unknown): message is Request {
  return typeof message === 'object' && message !== null && 'method' in message && typeof message.method === 'string' && 'id' in message;
}

function introducesItself({ params }: Request): boolean {
  const meta = params?._meta;
  return typeof meta === 'object' && meta !== null && Object.hasOwn(meta, PROTOCOL_VERSION_META_KEY);
}
