import type { AnyNode, Directive, Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { lookup } from '../../core/lookup.ts';
import type { SafetyReason } from '../../core/program.ts';

/**
 * Functions that act on the system instead of watching it: those bpftrace calls unsafe (man page, "--unsafe"; docs/stdlib.md of 0.26), and skboutput,
 * which it lets anybody call though it writes a file of any name as root.
 */
const ACTS: Readonly<Record<string, string>> = {
  system: 'it runs a shell command as root',
  signal: 'it sends a signal to the traced process',
  signal_thread: 'it sends a signal to the traced thread',
  override: 'it makes a kernel function return another value',
  write_user: "it writes into the traced process's memory",
  probe_write_user: "it writes into the traced process's memory",
  skboutput: 'it writes packets into a file, as root',
};

/** What a program does beside watching. */
export function* unsafeReasons(script: Script): Generator<SafetyReason> {
  for (const node of walk(script)) {
    const why = whyUnsafe(node);
    if (why !== undefined) yield { kind: 'unsafe', why, span: node.kind === 'call' ? node.nameSpan : node.span };
  }
  for (const point of script.probes.flatMap((probe) => probe.attachPoints)) {
    // `iter:task:/path`: man bpftrace, "iter".
    if (point.provider === 'iter' && point.parts.length > 1)
      yield { kind: 'unsafe', why: `${point.text} leaves a file in the BPF file system, which runs this program for whoever reads it`, span: point.span };
  }
}

function whyUnsafe(node: AnyNode): string | undefined {
  if (node.kind === 'call') {
    // The functions behind those of newer versions can be called by their own names, which begin with underscores.
    const does = lookup(ACTS, node.name.replace(/^_+/, ''));
    return does === undefined ? undefined : `${node.name}() does more than watch: ${does}`;
  }
  if (node.kind === 'import') return `what ${JSON.stringify(node.path.value)} holds becomes part of the program, and was not looked at`;
  // A header of the system defines types and numbers; one from anywhere else can turn any word of the program into a call.
  if (node.kind === 'directive' && !isPlainDirective(node)) return `what ${node.argument ?? 'it'} defines becomes part of the program, and was not looked at`;
  // clang reads the text of a definition, and minds the lines for its preprocessor that stand in there.
  if (node.kind === 'definition' && DIRECTIVE_WITHIN.test(node.text)) return `what the preprocessor makes of this ${node.keyword} was not looked at`;
  return undefined;
}

/** Neither brings anything in from elsewhere nor hides a definition: `#include_next`, `#import`, `#embed` and `#pragma push_macro` do. */
const PLAIN = new Set(['define', 'undef', 'if', 'ifdef', 'ifndef', 'elif', 'elifdef', 'elifndef', 'else', 'endif', 'error', 'warning', 'line']);
/** However it is spelled: `%:` is a `#` too, and so is `??=` for some. In a comment it is taken for one as well: nobody needs it there. */
const DIRECTIVE_WITHIN = /(?:#|%:|\?\?=)(?:\s|\\|\/\*.*?\*\/)*[a-z_]/is;

function isPlainDirective({ name, text }: Directive): boolean {
  return name === 'include' ? isSystemHeader(text) : PLAIN.has(name);
}

/** `#include <linux/fs.h>`: found where the system's headers are, and nowhere else. */
function isSystemHeader(text: string): boolean {
  const path = /<([^>]*)>/.exec(text)?.[1];
  return path !== undefined && !path.startsWith('/') && !path.split('/').includes('..');
}
