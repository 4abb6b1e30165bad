import { describe, expect, test } from 'vitest';
import { appError } from '../../../shared/errors.ts';
import type { Wire } from '../../../shared/rpc/contract.ts';
import type { Plan, Planner, PlanRequest } from './plan.ts';
import { planHandlers } from './preview.ts';

const idOf = (input: Wire): string =>
  typeof input === 'object' && input !== null && 'id' in input && typeof input['id'] === 'string' ? input['id'] : '';
const planOf = (request: PlanRequest): Plan => ({
  request,
  ref: { host: 'h', kind: 'domain', id: idOf(request.input) },
  object: { kind: 'domain', name: 'web' },
  hostName: 'h1',
  effect: 'now',
  steps: [{ name: 'domainSuspend', run: () => Promise.reject(new Error('a dry run runs no step')) }],
  inverse: { verb: 'domain.resume', input: request.input },
});
const plan: Planner = async (request) => {
  if (idOf(request.input) === '2') throw appError('notFound', 'no domain 2');
  return planOf(request);
};
const preview = (planner: Planner, count: number, signal = new AbortController().signal) =>
  planHandlers({ plan: planner }).preview(
    { verb: 'domain.suspend', inputs: Array.from({ length: count }, (_, id) => ({ id: String(id) })) },
    { signal },
  );

describe('a dry run', () => {
  test('says of each input what would be done, or why not, in their order', async () => {
    const planned = await preview(plan, 6);
    expect(planned.map((each) => (each.kind === 'planned' ? each.plan.ref.id : each.error.code))).toEqual([
      '0',
      '1',
      'notFound',
      '3',
      '4',
      '5',
    ]);
    expect(planned[2]).toMatchObject({ kind: 'failed', error: { operation: 'domain.suspend' } });
    expect(planned[0]).toEqual({
      kind: 'planned',
      plan: {
        verb: 'domain.suspend',
        ref: { host: 'h', kind: 'domain', id: '0' },
        object: { kind: 'domain', name: 'web' },
        hostName: 'h1',
        effect: 'now',
        steps: ['domainSuspend'],
        warnings: [],
        inverse: { verb: 'domain.resume', input: { id: '0' } },
      },
    });
  });

  test('of what can be done once only names nothing that takes it back', async () => {
    const planned = await preview(async (request) => ({ ...planOf(request), once: true }), 1);
    expect(planned[0]).toMatchObject({
      kind: 'planned',
      plan: expect.not.objectContaining({ inverse: expect.anything() }),
    });
  });

  test('plans a few at a time and stops when nobody waits any longer', async () => {
    const stop = new AbortController();
    let asked = 0;
    const slow: Planner = async (request) => {
      asked += 1;
      stop.abort();
      return planOf(request);
    };
    await expect(preview(slow, 1000, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toBeLessThan(10);
  });
});
