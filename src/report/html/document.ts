/** A page that is whole in itself: it asks nothing of anybody, and nothing runs or shows in it but what its policy names. */
import { createHash } from 'node:crypto';
import { html, type Part, raw } from './markup.ts';

export interface PageDocument {
  /** Of what is written in it: `en`, `zh`. */
  readonly language: string;
  readonly title: string;
  readonly style: string;
  /** Content-Security-Policy: what it may do beside `default-src 'none'`, no base and no forms. */
  readonly allows: string;
  /** With its tags. */
  readonly body: Part;
}

export function pageDocument({ language, title, style, allows, body }: PageDocument): string {
  const policy = `default-src 'none'; ${allows}; base-uri 'none'; form-action 'none'`;
  return `${html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="gpttrace">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
${body}
</html>`}\n`;
}

/** What a policy calls a style or a script that stands in the page. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
