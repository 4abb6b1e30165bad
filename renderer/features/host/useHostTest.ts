import { useCallback, useEffect, useRef, useState } from 'react';
import type { TestEvent } from '../../../shared/api/host.ts';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { ConnectStep } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';

export interface TestStep {
  readonly step: ConnectStep;
  readonly state: 'running' | 'done' | 'failed';
}

/** A connection test as it goes, and how it ended. */
export interface HostTest {
  /** The URI that is or was tried. */
  readonly uri: string;
  readonly steps: readonly TestStep[];
  readonly result:
    | { readonly kind: 'running' }
    | { readonly kind: 'cancelled' }
    | Extract<TestEvent, { kind: 'passed' }>
    | { readonly kind: 'failed'; readonly error: ErrorData };
}

export const beginTest = (uri: string): HostTest => ({ uri, steps: [], result: { kind: 'running' } });

/** The test after one more event. */
export function afterEvent(test: HostTest, event: TestEvent): HostTest {
  switch (event.kind) {
    case 'step':
      return { ...test, steps: withStep(test.steps, event.step, event.state === 'done' ? 'done' : 'running') };
    case 'passed':
      return { ...test, result: event };
    case 'failed':
      return {
        ...test,
        steps: withStep(test.steps, event.step, 'failed'),
        result: { kind: 'failed', error: event.error },
      };
  }
}

/** A step that starts is one that the step before has led to: that one is done, whether it was said or not. */
function withStep(steps: readonly TestStep[], step: ConnectStep, state: TestStep['state']): readonly TestStep[] {
  if (steps.some((known) => known.step === step)) {
    return steps.map((known) => (known.step === step ? { step, state } : known));
  }
  return [...steps.map((known): TestStep => ({ ...known, state: 'done' })), { step, state }];
}

export interface HostTesting {
  readonly test: HostTest | undefined;
  readonly start: (uri: string, name: string) => void;
  readonly cancel: () => void;
}

/** One test at a time; it ends with the component that asked for it. */
export function useHostTest(): HostTesting {
  const [test, setTest] = useState<HostTest>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback((uri: string, name: string) => {
    running.current?.abort();
    const round = new AbortController();
    running.current = round;
    setTest(beginTest(uri));
    const change = (next: (before: HostTest) => HostTest): void => {
      if (!round.signal.aborted) setTest((before) => (before === undefined ? before : next(before)));
    };
    void follow(uri, name, round.signal, change);
  }, []);
  const cancel = useCallback(() => {
    running.current?.abort();
    setTest((before) => (before?.result.kind === 'running' ? { ...before, result: { kind: 'cancelled' } } : before));
  }, []);
  return { test, start, cancel };
}

async function follow(
  uri: string,
  name: string,
  signal: AbortSignal,
  change: (next: (before: HostTest) => HostTest) => void,
): Promise<void> {
  try {
    for await (const event of api.host.test({ uri, name }, { signal })) change((before) => afterEvent(before, event));
  } catch (thrown) {
    const error = toErrorData(thrown);
    change((before) => ({ ...before, result: { kind: 'failed', error } }));
  }
}
