import { expect, it } from 'vitest';
import { whichMachine } from '../../src/cli/machine.ts';

it.each([
  [{}, { snapshot: undefined, guest: undefined }],
  [{ facts: 'a.json' }, { snapshot: 'a.json', guest: undefined }],
  [{ guest: '6.1' }, { snapshot: undefined, guest: '6.1' }],
])('%j choose %j', (flags, which) => expect(whichMachine(flags)).toEqual(which));

it('is not two', () => {
  expect(() => whichMachine({ facts: 'a.json', guest: '6.1' })).toThrow('--facts and --guest cannot be used together');
});
