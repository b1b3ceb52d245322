import { keepOnly, looksLikeBpftrace, PROBE_START, type TextMender, textProblem } from './mender.ts';

/** `bpftrace -e '`, with whatever a shell line puts before it and options between: the program begins behind it. */
const COMMAND = /(?:^|[\s;&|(`])(?:[\w./-]*\/)?bpftrace\b(?:[ \t]+(?!-e\b)[^\s'"`{]+)*[ \t]+-e[ \t]*(['"])?/;
/** A shell line of which the name of the command was lost: `sudo timeout -s 2 20  'BEGIN {`. */
const SUDO = /^[ \t]*(?:[$#][ \t]+)?(?:sudo|timeout|env|bash -c|sh -c)\b[^\n'"{]*/m;
/** `cat > x.bt << 'EOF'`, up to the line that ends it. */
const HEREDOC = /<<-?[ \t]*(['"]?)(\w+)\1[^\n]*\n/;
/** A text in Python or a shell variable: `prog = """`, `PROG='`. */
const QUOTED = /(?:^|\n)[ \t]*(?:return[ \t]+|\w+[ \t]*=[ \t]*)?[rf]?("""|'''|'|"|`)\s*(?=\S)/g;

/** Whatever starts a program in a shell or another language, around the program. */
export const wrapper: TextMender = (source) => {
  return heredoc(source) ?? command(source) ?? quoted(source) ?? lostCommand(source);
};

const TITLE = 'keep the program only';

function heredoc(source: string): ReturnType<TextMender> {
  const match = HEREDOC.exec(source);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  const close = new RegExp(`^[ \\t]*${match[2] ?? ''}[ \\t]*$`, 'm').exec(source.slice(start));
  const end = close === null ? source.length : start + close.index;
  if (!looksLikeBpftrace(source.slice(start, end))) return undefined;
  return textProblem('shell-wrapper', 'a shell writes this program to a file', TITLE, keepOnly(source, start, end));
}

function command(source: string): ReturnType<TextMender> {
  const match = COMMAND.exec(source);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  const end = closing(source, start, match[1]);
  if (source.slice(start, end).trim() === '') return undefined;
  return textProblem('shell-wrapper', 'this is the command that runs a program, not the program', TITLE, keepOnly(source, start, end));
}

function quoted(source: string): ReturnType<TextMender> {
  for (const match of source.matchAll(QUOTED)) {
    const quote = match[1] ?? '';
    const start = match.index + match[0].length;
    const rest = source.slice(start);
    if (PROBE_START.exec(rest)?.index !== 0 && !/^(?:#|\/\/|\/\*)/.test(rest)) continue;
    const end = closing(source, start, quote);
    if (looksLikeBpftrace(source.slice(start, end))) {
      return textProblem('quoted-program', 'the program stands in quotes', 'take the quotes away', keepOnly(source, start, end));
    }
  }
  return undefined;
}

/** The last closing quote behind the last brace: a quote inside the program is not its end. Unclosed, the text's end. */
function closing(source: string, start: number, quote: string | undefined): number {
  if (quote === undefined) return source.length;
  if (quote.length === 3) {
    const end = source.indexOf(quote, start);
    return end === -1 ? source.length : end;
  }
  const end = source.lastIndexOf(quote);
  if (end < start || (source.lastIndexOf('}') > end && !source.slice(start, end).includes('}'))) return source.length;
  return end;
}

function lostCommand(source: string): ReturnType<TextMender> {
  const match = SUDO.exec(source);
  if (match === null) return undefined;
  const probe = PROBE_START.exec(source.slice(match.index));
  if (probe === null) return undefined;
  const start = match.index + probe.index;
  const before = source.slice(match.index, start);
  // Only where nothing but the command line stands before the probe.
  if (/[\n{}]/.test(before.trimEnd())) return undefined;
  const quote = /['"]/.exec(before.slice(-2))?.[0];
  const end = quote === undefined ? source.length : closing(source, start, quote);
  return textProblem('shell-wrapper', 'the program stands in a command line', TITLE, keepOnly(source, start, end));
}
