/** The comment at the top of a C program that gpttrace wrote: how to build and run it by hand. */
import { clangFlags, ownHeaders } from './compile.ts';

export interface Described {
  /** The question, or what the program answers. */
  readonly title: string;
  /** The name it is saved by: `opens.bpf.c`. */
  readonly file: string;
  /** As Node names it: `x64`. */
  readonly arch: string;
  /** The program. */
  readonly source: string;
}

/** Ends with a line end and an empty line. Nothing in the title ends the comment. */
export function headerComment({ title, file, arch, source }: Described): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const headers = ownHeaders(arch);
  // Headers of Linux include some of the machine's own, which Debian keeps apart.
  const apart = headers === undefined || !/#include <(?:linux\/|bpf\/usdt)/.test(source) ? '' : ` -idirafter ${headers}`;
  const stem = name.replace(/(?:\.bpf)?\.c$/, '');
  const pinned = stem.replace(/\W/g, '_');
  const object = `${stem}.bpf.o`;
  const lines = [
    oneLine(title),
    '',
    'With gpttrace:',
    `  gpttrace run ${name}`,
    `  gpttrace build ${name}              (makes ${object}, to carry to another machine)`,
    '',
    'By hand (clang, bpftool and the headers of libbpf):',
    '  bpftool btf dump file /sys/kernel/btf/vmlinux format c > vmlinux.h',
    `  clang ${clangFlags(arch).join(' ')} -I.${apart} -c ${name} -o ${object}`,
    `  bpftool prog loadall ${object} /sys/fs/bpf/${pinned} autoattach`,
    `    (attaches it with a bpftool later than 7.1; rm -r /sys/fs/bpf/${pinned} ends it)`,
    `  bpftool gen skeleton ${object} > ${stem}.skel.h`,
    '    (for a loader of your own, with any bpftool)',
  ];
  return `${['/*', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n')}\n\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('*/', '* /').replaceAll('/*', '/ *').trim();
}
