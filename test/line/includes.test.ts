import { describe, expect, test } from 'vitest';
import { includesForeign } from '../../src/line/includes.ts';

describe('what a program of a client may have compilers read', () => {
  test.each([
    ['BEGIN { printf("#include \\"x\\""); }'],
    ['// like #include "x"\nBEGIN { }'],
    ['#include <linux/sched.h>\n#include <net/sock.h>\nkprobe:x { }'],
    ['# include <linux/fs.h>'],
    ['#include/* */<linux/fs.h>'],
    ['#include <linux/fs.h> "x"'],
    ['BEGIN { @a = 1 % 2; @b = "%:"; }'],
    ['#define A(x) #x\n'],
  ])('%j: nothing but headers', (source) => {
    expect(includesForeign(source)).toBe(false);
  });

  test.each([
    ['#include <.ssh/id.h>'],
    ['#include </etc/x.h>'],
    ['#include "vmlinux.h"'],
    ['#import "/etc/shadow"'],
    ['#embed "/etc/shadow"'],
    ['#include_next <x.h>'],
    // Hidden behind what only looks like a comment, or like the end of one.
    ['// /*\n#include "/etc/shadow"\n// */'],
    ['BEGIN { printf("/*"); }\n#include "/etc/shadow"\nEND { printf("*/"); }'],
    ['/* a\n*/ #include "/etc/shadow"'],
    ['#/*\n*/include "/etc/shadow"'],
    ['#include /* \n */ "/etc/shadow"'],
    // Blanks that are none to a pattern.
    ['\f#include "/etc/shadow"'],
    ['#\vinclude "/etc/shadow"'],
    ['\r#include "/etc/shadow"'],
    ['#inc\\ \nlude "/etc/shadow"'],
    ['x \\\n#include "/etc/shadow"'],
    ['??=include "/etc/shadow"'],
    ['%:include "/etc/shadow"'],
    ['#pragma GCC dependency "/etc/shadow"'],
    ['_Pragma("GCC dependency \\"/etc/shadow\\"")'],
    ['#if __has_include("/etc/shadow")\n#endif'],
    ['#line 1 "/etc/shadow"'],
    ['# 1 "/etc/shadow"'],
    ['a\0b'],
  ])('%j: more', (source) => {
    expect(includesForeign(source)).toBe(true);
    expect(includesForeign(source, { c: true })).toBe(source !== '#include "vmlinux.h"');
  });

  test.each([
    ['asm volatile("" ::: "memory");', false],
    ['asm volatile("r0 = *(u32 *)(r1 + %[off])\\n\\tr0 &= 1" : : [off]"i"(4) : "r0");', false],
    ['barrier_var(x); #define barrier_var(x) asm volatile("" : "=r"(x) : "0"(x))', false],
    ['asm(".incbin \\"/etc/shadow\\"");', true],
    ['__asm__(".inc" "bin \\"/etc/shadow\\"");', true],
    ['asm("\\x2einclude \\"/etc/shadow\\"");', true],
    ['#define A asm\nA(".include \\"/etc/shadow\\"");', true],
    ['asm volatile ("" ".include \'/etc/shadow\'");', true],
  ])('of an assembler in C: %j is refused: %s', (source, foreign) => {
    expect(includesForeign(source, { c: true })).toBe(foreign);
  });
});
