import { expect, test } from 'vitest';
import { stackOfField } from '../../src/object/column-kinds.ts';

test.each([
  ['stack', {}],
  ['stack_id', {}],
  ['stackid', {}],
  ['key.kern_stack_id', { stack: 'kernel' }],
  ['kstack', { stack: 'kernel' }],
  ['kstackid', { stack: 'kernel' }],
  ['kernel_stack', { stack: 'kernel' }],
  ['kernstack', { stack: 'kernel' }],
  ['stack_kernel', { stack: 'kernel' }],
  ['user_stack_id', { stack: 'user' }],
  ['ustack', { stack: 'user' }],
  ['stack_trace', {}],
  ['stack_size', undefined],
  ['stacked', undefined],
  ['haystack', undefined],
  ['pid', undefined],
])('%s is the stack %o', (name, expected) => {
  expect(stackOfField(name)).toEqual(expected);
});
