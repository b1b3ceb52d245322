import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf } from '../../src/check/pattern.ts';

describe('patternOf', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['', '', true],
    ['*', '', true],
    ['sys_*', 'sys_enter', true],
    ['sys_*', 'asys_enter', false],
    ['*_enter', 'sys_enter_x', false],
    ['*a*b', 'xaxbxb', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[abc]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a]x', 'bx', true],
    ['[!a]x', 'ax', false],
    ['[z-a]', 'b', false],
    ['[abc', '[abc', true],
    ['a]', 'a]', true],
    ['a.c', 'abc', false],
    ['a+(b', 'a+(b', true],
    ['***a***', 'xax', true],
  ])('%s and %s: %s', (pattern, text, expected) => expect(patternOf(pattern).test(text)).toBe(expected));

  it('agrees with the regular expression where that is simple', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(letters, letters, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replace(/[*?]/g, (char) => (char === '*' ? '[^]*' : '[^]'))}$`);
        expect(patternOf(pattern).test(text)).toBe(expression.test(text));
      }),
    );
  });

  it('never throws, and does not try every way to split a text', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => typeof patternOf(pattern).test(text) === 'boolean'));
    expect(patternOf(`${'*a'.repeat(500)}b`).test('a'.repeat(5000))).toBe(false);
  });
});
