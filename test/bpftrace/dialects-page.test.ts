import { expect, test } from 'vitest';
import { dialectsPage } from './dialects-page.ts';

test('docs/DIALECTS.md says what the table says', async () => {
  await expect(dialectsPage()).toMatchFileSnapshot('../../docs/DIALECTS.md');
});
