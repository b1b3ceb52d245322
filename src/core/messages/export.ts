/** What is said where a run cannot be exported as wished. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const exportMessages = {
  /** `where`: the option or variable. What stands there is not repeated: it may hold a key. */
  badOtlp: (where: string, why: string): Message => ({
    code: 'bad-otlp',
    exit: Exit.usage,
    message: `${where}: ${why}`,
    hints: [
      'write it like --otlp=http://127.0.0.1:4318; alone, --otlp stands behind the question',
      'without an address it is OTEL_EXPORTER_OTLP_ENDPOINT, or this machine, port 4318',
    ],
  }),
  badPrometheus: (address: string): Message => ({
    code: 'bad-prometheus-address',
    exit: Exit.usage,
    message: `--prometheus: ${JSON.stringify(address)} is neither a port nor HOST:PORT`,
    hints: ['write it like --prometheus 9435, which only this machine can reach, or --prometheus 0.0.0.0:9435'],
  }),
  cannotListen: (address: string, why: string, privileged: boolean): Message => ({
    code: 'cannot-listen',
    exit: Exit.usage,
    message: `Prometheus cannot be served at ${address}: ${why}`,
    hints: [privileged ? 'ports below 1024 are for root; choose a higher one, such as 9435' : 'choose another port or address; port 0 takes one that is free'],
  }),
} as const;
