import { describe, expect, it } from 'vitest';
import { Printed } from '../../src/line/command.ts';

describe('what a traced command prints', () => {
  it('is told as it comes, up to a bound; how much more there was is told in the end', () => {
    const printed = new Printed(10);
    expect([...printed.since()]).toEqual([]);
    printed.hear('one ');
    printed.hear('two ');
    expect([...printed.since()]).toEqual([{ type: 'printed', text: 'one two ' }]);
    printed.hear('three');
    printed.hear('four');
    expect([...printed.since()]).toEqual([{ type: 'printed', text: 'th' }]);
    printed.hear('five');
    expect([...printed.rest()]).toEqual([{ type: 'printed', text: '', left: 11 }]);
  });

  it('may be nothing', () => {
    expect([...new Printed().rest()]).toEqual([]);
  });
});
