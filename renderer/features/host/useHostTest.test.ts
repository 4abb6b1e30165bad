import { describe, expect, it } from 'vitest';
import type { TestEvent } from '../../../shared/api/host.ts';
import { afterEvent, beginTest, type HostTest } from './useHostTest.ts';

const after = (...events: readonly TestEvent[]): HostTest => events.reduce(afterEvent, beginTest('qemu:///system'));

describe('a connection test as it is shown', () => {
  it('runs the step that started and ticks off the one that is done', () => {
    const test = after(
      { kind: 'step', step: 'resolve', state: 'started' },
      { kind: 'step', step: 'resolve', state: 'done' },
      { kind: 'step', step: 'connect', state: 'started' },
    );
    expect(test.steps).toEqual([
      { step: 'resolve', state: 'done' },
      { step: 'connect', state: 'running' },
    ]);
    expect(test.result.kind).toBe('running');
  });

  it('takes a step for done when the next one starts', () => {
    const test = after(
      { kind: 'step', step: 'open', state: 'started' },
      { kind: 'step', step: 'list', state: 'started' },
    );
    expect(test.steps[0]).toEqual({ step: 'open', state: 'done' });
  });

  it('marks the step that failed and keeps the error', () => {
    const error = { code: 'sshAuthFailed', message: 'refused' } as const;
    const test = after(
      { kind: 'step', step: 'authenticate', state: 'started' },
      { kind: 'failed', step: 'authenticate', error },
    );
    expect(test.steps).toEqual([{ step: 'authenticate', state: 'failed' }]);
    expect(test.result).toEqual({ kind: 'failed', error });
  });
});
