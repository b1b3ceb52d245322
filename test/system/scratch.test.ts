import { mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Exit } from '../../src/core/exit.ts';
import { scratchFolder } from '../../src/system/scratch.ts';

const place = mkdtempSync(join(tmpdir(), 'scratch-test-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('a folder for work files', () => {
  it('is new each time, and for its owner alone', () => {
    const [one, other] = [scratchFolder('gpttrace-', place), scratchFolder('gpttrace-', place)];
    expect(one).not.toBe(other);
    expect(statSync(one).mode & 0o777).toBe(0o700);
    rmdirSync(one);
    rmdirSync(other);
  });

  it.each([
    ['there is no such place', 'nowhere', /there is no such file or directory/],
    ['the place is a file', 'file', /a part of the path is not a directory/],
    // Where nobody, not even root, may make one.
    ['none may be made there', '/proc', /there is no such file or directory|permission denied/],
  ])('is refused in words where %s', (_, where, why) => {
    const at = where.startsWith('/') ? where : join(place, where);
    if (where === 'file') writeFileSync(at, '');
    let thrown: unknown;
    try {
      scratchFolder('gpttrace-', at);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      name: 'Problem',
      code: 'no-work-folder',
      message: expect.stringMatching(why),
      exit: Exit.file,
      hints: [expect.stringContaining('TMPDIR')],
    });
  });
});
