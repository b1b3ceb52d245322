/** A program that is not bpftrace's, as a file of its own. */
import { headerComment } from '../compiler/describe.ts';
import type { Plan } from '../plan/plan.ts';

/** `path`: what it is saved as. C says at its top how it is built and run; an object and a module are the very bytes; a tool becomes the shell script that starts it. */
export function savedProgram({ program, intent }: Plan, path: string): string | Uint8Array {
  const { language, source, binary, title, origin } = program;
  if (language === 'object' || language === 'wasm') return Buffer.from(binary ?? '', 'base64');
  const said = intent.question === '' ? title : intent.question;
  if (language === 'tool') return `#!/bin/sh\n# ${said.replace(/[^\P{C}]/gu, ' ')}\nexec ${source}\n`;
  const text = `${source.trimEnd()}\n`;
  return origin.kind === 'file' ? text : `${headerComment({ title: said, file: path, arch: process.arch, source: text })}${text}`;
}

/** What it is called where nobody named it. */
export function nameForSaving(stem: string, { program: { language } }: Plan): string {
  const ending = { bpftrace: '.bt', c: '.bpf.c', object: '.bpf.o', wasm: '.wasm', tool: '.sh' }[language];
  return `${stem}${ending}`;
}
