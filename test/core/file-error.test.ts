import { describe, expect, it } from 'vitest';
import { describeFileError } from '../../src/core/file-error.ts';

describe('describeFileError', () => {
  it.each([
    ['ENOENT', /no such file/],
    ['EACCES', /permission denied/],
    ['EISDIR', /directory/],
    ['ENOSPC', /disk is full/],
    ['EROFS', /read-only/],
  ])('%s in words', (code, words) => expect(describeFileError(Object.assign(new Error(`${code}: as node says it`), { code }))).toMatch(words));

  it.each([Object.assign(new Error('what node says'), { code: 'EWEIRD' }), new Error('what node says')])('of another kind is what it says', (error) =>
    expect(describeFileError(error)).toBe('what node says'),
  );
});
