import type { Exit } from '../core/exit.ts';
import { namesOf } from '../line/names.ts';
import { replaySession } from '../line/replay.ts';
import { openSession } from '../line/sessions.ts';
import { paint } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { drain, jsonOutput, textOutput } from './event-output.ts';
import { whenText } from './session-list.ts';
import { listen } from './signals.ts';
import { canDraw, stderrStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface ReplayFlags {
  readonly speed?: number;
  readonly json?: boolean;
  readonly plain?: boolean;
}

/** `gpttrace sessions replay SESSION` */
export async function sessionReplayCommand(name: string, { speed = 1, json = false, plain = false }: ReplayFlags): Promise<Exit> {
  const session = await openSession(name);
  const { record, id, request } = session;
  const interruption = listen();
  // What comes at once is gone from a live screen before it is seen.
  const isLive = !plain && Number.isFinite(speed) && canDraw();
  const output = json ? jsonOutput() : textOutput(namesOf(record), isLive ? { request, interruption } : undefined);
  try {
    if (process.stderr.isTTY === true)
      await write(
        process.stderr,
        `${paint(spoken(`${id}, of ${whenText(record.startedAt)}: ${visible(record.question ?? record.program.title)}`), 'dim', stderrStyle())}\n`,
      );
    const exit = await drain(replaySession(session, speed, interruption.stop), output.show);
    await new Promise((resolve) => setImmediate(resolve));
    return interruption.exit() ?? exit;
  } finally {
    output.dispose();
    interruption.dispose();
  }
}
