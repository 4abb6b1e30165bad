/** What writes a guest's memory to the host's disk: with progress from the daemon's job statistics, and a way to stop it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskProgress } from '../../../shared/model/task.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import type { DomainTarget } from './target.ts';
import type { HostSession } from '../session.ts';
import type { Step, StepContext } from '../task/plan.ts';

const POLL_MS = 1000;

/** @param work the call that lasts as long as the job */
export function jobStep(
  session: HostSession,
  dom: DomainTarget['dom'],
  name: string,
  work: (lane: Connection, context: StepContext) => Promise<unknown>,
): Step {
  return {
    name,
    lane: 'slow',
    run: async (context) => {
      const lane = await session.lane('slow');
      const working = new AbortController();
      const polling = pollProgress(session, dom, context, working.signal);
      try {
        await work(lane, context);
      } finally {
        working.abort();
        await polling;
      }
    },
    cancel: async () => {
      const lane = await session.lane('control');
      await lane.call(procedures.domainAbortJob, { dom });
    },
  };
}

/** Asks for the job's statistics until `until` aborts. Progress is a courtesy: when it can't be had the save goes on without. */
async function pollProgress(
  session: HostSession,
  dom: DomainTarget['dom'],
  { progress, log }: StepContext,
  until: AbortSignal,
): Promise<void> {
  try {
    const lane = await session.lane('control');
    while (!until.aborted) {
      await sleep(POLL_MS, undefined, { signal: until });
      const { params } = await lane.call(procedures.domainGetJobStats, { dom, flags: 0 });
      const values = new Map(params.map(({ field, value }) => [field, Number(value.value)]));
      const state = progressFrom(values);
      if (state !== undefined && !until.aborted) progress(state);
    }
  } catch {
    if (!until.aborted) log('info', 'noProgress');
  }
}

/** VIR_DOMAIN_JOB_DATA_* are bytes, VIR_DOMAIN_JOB_TIME_REMAINING milliseconds. */
export function progressFrom(values: ReadonlyMap<string, number>): TaskProgress | undefined {
  const bytesTotal = values.get('data_total');
  const bytesDone = values.get('data_processed');
  if (bytesTotal === undefined || bytesDone === undefined || bytesTotal === 0) return undefined;
  const remaining = values.get('time_remaining');
  return {
    bytesDone,
    bytesTotal,
    fraction: Math.min(1, bytesDone / bytesTotal),
    ...(remaining === undefined || remaining === 0 ? {} : { secondsLeft: Math.round(remaining / 1000) }),
  };
}
