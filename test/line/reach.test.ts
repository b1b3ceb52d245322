import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../src/line/reach.ts';

const REACHES = [
  '#include "/etc/shadow"',
  '#include </etc/shadow>',
  '  #  include   "../secrets.h"',
  '#include <bpf/../../../etc/shadow>',
  '#include <linux/../../../../etc/shadow.h>',
  '#inc\\\nlude "/etc/shadow"',
  '#inc\\ \r\nlude "/etc/shadow"',
  '#/* a comment */include "/etc/shadow"',
  '/* one\n*/ #include "/etc/shadow"',
  '%:include "/etc/shadow"',
  '#define WHERE "/etc/shadow"\n#include WHERE',
  '#include_next <vmlinux.h>',
  '#import "/etc/shadow"',
  'char x[] = {\n#embed "/etc/passwd"\n};',
  '#if __has_include("/root/.ssh/id_rsa")\n#endif',
  '#pragma GCC dependency "/root/.ssh/id_rsa"',
  '_Pragma("GCC dependency \\"/etc/shadow\\"")',
  '__asm__(".incbin \\"/etc/passwd\\"");',
  'asm(".inc" "bin \\"/etc/passwd\\"");',
  '#define P(a, b) a##b\nP(as, m)(".inc" "bin \\"/etc/passwd\\"");',
  '___bpf_concat(as, m)(".inc" "bin \\"/etc/passwd\\"");',
  '#include "secrets.h"',
  '\f#include "/etc/shadow"',
  '#\vinclude "/etc/shadow"',
  '// /*\n#include "/etc/shadow"\n// */',
  'char a[] = "/*";\n#include "/etc/shadow"\nchar b[] = "*/";',
];
const READS_NOTHING = [
  '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h> // for SEC\n#include <bpf/usdt.bpf.h>\n#include <linux/bpf.h>\n#include <asm/unistd.h>\n',
  '// #include "/etc/shadow"\n/* the #include "/etc/shadow" of others */ int x;',
  'char text[] = "// #include";\n',
  '#define ONE 1\n#ifdef ONE\n#pragma unroll\n#endif\n',
];

describe('what a program in C that came from a page may read while it is compiled', () => {
  it.each(REACHES)('is not: %s', (source) => {
    const found = reachOf(source);
    expect(found.map(({ code, severity }) => [code, severity])).toContainEqual(['c-reaches-out', 'error']);
    for (const { span } of found) if (span !== undefined) expect(span.end).toBeGreaterThan(span.start);
  });

  it.each(READS_NOTHING)('is: %s', (source) => expect(reachOf(source)).toEqual([]));

  it('is all that programs of the library and of the course read', () => {
    for (const [place, least] of [
      ['library', 20],
      ['lessons', 5],
    ] as const) {
      const directory = fileURLToPath(new URL(`../../${place}/`, import.meta.url));
      const programs = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bpf.c'));
      expect(programs.length).toBeGreaterThan(least);
      for (const name of programs) expect([name, reachOf(readFileSync(join(directory, name), 'utf8'))]).toEqual([name, []]);
    }
  });
});
