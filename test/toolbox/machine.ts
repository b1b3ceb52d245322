import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Intent } from '../../src/core/intent.ts';
import { languageOf } from '../../src/intent/languages.ts';
import { loadLexicon } from '../../src/intent/lexicons.ts';
import { understand } from '../../src/intent/understand.ts';
import type { Host } from '../../src/system/host.ts';
import { type Recording, recordedHost } from '../../src/system/recorded.ts';

/** The help texts and manual pages of the tools of a machine with Debian 12, written down. */
export const host: Host = recordedHost(
  JSON.parse(brotliDecompressSync(readFileSync(new URL('machine.json.br', import.meta.url))).toString('utf8')) as Recording,
);

export async function heard(question: string): Promise<Intent> {
  await loadLexicon(languageOf(question));
  return understand({ question }, { processes: () => new Set(['nginx']), isTopicWord: () => false });
}
