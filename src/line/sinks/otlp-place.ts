import { otlpSettings, shownUrl } from '../../export/otlp-settings.ts';

/** Where metrics would be pushed to, as it may be shown. Throws a Problem for an address that is none. */
export function otlpPlace(wish: string | true, env: NodeJS.ProcessEnv): string {
  return shownUrl(otlpSettings(wish, undefined, env).url);
}
