import { describe, expect, test } from 'vitest';
import { contract } from '../../shared/api/contract.ts';
import { isVerb } from '../../shared/api/verb.ts';
import type { AnyMethod } from '../../shared/rpc/contract.ts';
import type { Sessions } from './session.ts';
import { openPlanner, verbs } from './verbs.ts';

const methods: ReadonlyMap<string, AnyMethod> = new Map(
  Object.entries(contract).flatMap(([noun, all]) =>
    Object.entries<AnyMethod>(all).map(([name, method]) => [`${noun}.${name}`, method]),
  ),
);
const nobody: Sessions = {
  get: () => {
    throw new Error('asked for a host');
  },
};

describe('the tables of verbs', () => {
  test.each([...verbs])('%s is the entry of just that method of the contract', (name, { method }) => {
    expect(methods.get(name)).toBe(method);
  });

  test('have an entry for every method of the contract that starts a task', () => {
    const starting = [...methods].filter(([, method]) => isVerb(method)).map(([name]) => name);
    expect(starting.length).toBeGreaterThan(0);
    expect([...verbs.keys()].toSorted()).toEqual(starting.toSorted());
  });

  test.each([...verbs.keys()])('%s refuses what its schema refuses, before it asks for a host', async (verb) => {
    const asked = openPlanner(nobody)({ verb, input: { host: 'h', nonsense: true } });
    await expect(asked).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  test('refuse a verb that is none', async () => {
    await expect(openPlanner(nobody)({ verb: 'domain.explode', input: {} })).rejects.toMatchObject({
      code: 'notSupported',
    });
  });
});
