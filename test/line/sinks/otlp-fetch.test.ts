import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { type Sent, send } from '../../../src/export/otlp-send.ts';
import { otlpSettings } from '../../../src/export/otlp-settings.ts';
import { otlpFetch } from '../../../src/line/sinks/otlp-fetch.ts';
import { Receiver } from '../../export/otlp-receiver.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function sentTo(url: string, env: Readonly<Record<string, string>> = {}): Promise<Sent> {
  const settings = otlpSettings(url, undefined, env);
  return send(new Uint8Array(), settings, await otlpFetch(settings), new AbortController().signal);
}

it('what is on this machine is not asked through a proxy', async () => {
  const receiver = new Receiver();
  const port = await receiver.listen();
  for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy']) vi.stubEnv(name, 'http://127.0.0.1:9');
  expect((await sentTo(`http://127.0.0.1:${port}`)).kind).toBe('arrived');
  expect(receiver.requests).toBe(1);
  await receiver.close();
});

const hasOpenssl = existsSync('/usr/bin/openssl');
if (!hasOpenssl) console.log('skipped: this needs openssl');
it.skipIf(!hasOpenssl)('a receiver with a certificate of its own is believed where that is named, and not without', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gt-otlp-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('/usr/bin/openssl', [...made, '-subj', '/CN=receiver', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
  const receiver = new Receiver({ key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') });
  const url = `https://127.0.0.1:${await receiver.listen()}`;
  expect(await sentTo(url)).toEqual({ kind: 'failed', why: { kind: 'untrusted', of: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
  expect((await sentTo(url, { OTEL_EXPORTER_OTLP_CERTIFICATE: cert })).kind).toBe('arrived');
  await receiver.close();
  rmSync(folder, { recursive: true });
});
