import { visible } from '../views/values.ts';
import { question } from './question.ts';
import { StatusLine } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Asks whether probes of a program that is still being written may be counted on this machine. */
export async function allowSample(probes: readonly string[], stop: AbortSignal): Promise<boolean> {
  new StatusLine().wipe();
  const answer = await question(
    spoken(`Count for half a second how often ${probes.map(visible).join(', ')} fire here, for the model to know?  y yes   n no: `),
    stop,
  );
  return /^(y|yes|是|好)$/i.test(answer?.trim() ?? '');
}
