/** What ends an evaluation: no money, and a model that answers nobody. */
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../../../src/core/model-failures.ts';
import { Problem } from '../../../src/core/problem.ts';
import { Account, watched } from '../../../src/line/eval/account.ts';
import type { ModelFailure } from '../../../src/models/model.ts';
import { scripted } from '../../models/scripted.ts';

function noted(...kinds: readonly (FailureKind | undefined)[]): Account {
  const account = new Account(undefined);
  for (const kind of kinds) account.note(kind === undefined ? undefined : { kind, said: 'what was said' }, 'some/model');
  return account;
}

describe('failures', () => {
  it.each(['no-key', 'key-refused', 'no-such-model', 'no-credit', 'unreachable', 'no-tools'] as const)('%s ends it at once', (kind) => {
    expect(() => noted(kind)).toThrow(Problem);
    expect(() => noted(kind)).toThrow(/some\/model/);
  });

  it.each(['server', 'rate-limited', 'too-slow', 'malformed', 'bad-request', 'empty', 'cut'] as const)('%s ends it the third time in a row', (kind) => {
    expect(() => noted(kind, kind)).not.toThrow();
    expect(() => noted(kind, kind, kind)).toThrow(/some\/model/);
    expect(() => noted(kind, kind, undefined, kind, kind)).not.toThrow();
  });

  it.each(['interrupted', 'filtered', 'context-too-long', 'not-recorded'] as const)('%s is of one question only', (kind) => {
    expect(() => noted(kind, kind, kind, kind)).not.toThrow();
  });

  it('different ones in a row are a row', () => {
    expect(() => noted('server', 'too-slow', 'cut')).toThrow(Problem);
  });
});

describe('money', () => {
  it('has no end where none was named', () => {
    const account = new Account(undefined);
    account.spend(1000);
    expect(account.left).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not less than none, and what nobody knows costs nothing', () => {
    const account = new Account(1);
    account.spend(undefined);
    expect(account.left).toBe(1);
    account.spend(0.75);
    expect(account.left).toBe(0.25);
    account.spend(3);
    expect(account.left).toBe(0);
  });
});

describe('a model that is watched', () => {
  it('tells how each exchange ended, and is the same otherwise', async () => {
    const failure: ModelFailure = { kind: 'server', said: 'no' };
    const told: (ModelFailure | undefined)[] = [];
    const model = watched(scripted([{ text: 'hello' }, { failure }], { name: 'a', price: { input: 1, output: 2 } }), (one) => told.push(one));
    expect(model).toMatchObject({ name: 'a', tools: true, price: { input: 1, output: 2 } });
    const request = { system: '', turns: [], tools: [], most: 10, about: { purpose: 'test' as const, question: '' } };
    const signal = new AbortController().signal;
    const first = model.exchange(request, signal);
    expect(await first.next()).toEqual({ done: false, value: { type: 'text', text: 'hello' } });
    expect((await first.next()).value).toMatchObject({ text: 'hello' });
    expect((await model.exchange(request, signal).next()).value).toMatchObject({ failure });
    expect(told).toEqual([undefined, failure]);
  });
});
