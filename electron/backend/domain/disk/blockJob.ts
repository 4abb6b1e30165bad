/** Jobs of a running disk: waits for one with progress, and stops it. */
import { appError } from '../../../../shared/errors.ts';
import { enums, events, procedures, sameUuid, type Connection } from '../../../libvirt/index.ts';
import type { DomainTarget } from '../target.ts';
import { pause } from '../../calls/pause.ts';
import type { StepContext } from '../../task/plan.ts';

const { virConnectDomainEventBlockJobStatus: status } = enums;
const POLL_MS = 500;

/** `ready`: a copy has caught up and follows every write. `completed`: the job has ended by itself. */
export type BlockJobEnd = 'ready' | 'completed';

export interface BlockJob {
  /**
   * Follows the job's progress until it is ready or over.
   * @throws AppError `blockJobFailed`; `cancelled` when the signal aborts (the job is stopped then)
   */
  wait(context: StepContext): Promise<BlockJobEnd>;
  close(): Promise<void>;
}

/** Listens before the job is started, so that no end is missed. */
export async function followBlockJob(lane: Connection, target: DomainTarget, disk: string): Promise<BlockJob> {
  const { dom, object, session } = target;
  const heard = new AbortController();
  const subscription = await lane.subscribe(events.domainBlockJob2, (event) => {
    if (event.dst === disk && sameUuid(event.dom.uuid, dom.uuid)) heard.abort(event.status);
  });
  return {
    wait: async (context) => {
      while (!heard.signal.aborted) {
        if (context.signal.aborted) {
          await lane.call(procedures.domainBlockJobAbort, { dom, path: disk, flags: 0 });
          throw appError('cancelled', 'cancelled by the user');
        }
        const info = await lane.call(procedures.domainGetBlockJobInfo, { dom, path: disk, flags: 0 });
        if (info.found !== 0 && info.end > 0n) context.progress(progressOf(info));
        await pause(POLL_MS, AbortSignal.any([context.signal, heard.signal]));
      }
      if (heard.signal.reason === status.VIR_DOMAIN_BLOCK_JOB_READY) return 'ready';
      if (heard.signal.reason === status.VIR_DOMAIN_BLOCK_JOB_COMPLETED) return 'completed';
      throw appError('blockJobFailed', `the job of ${disk} ended with status ${String(heard.signal.reason)}`, {
        object,
        host: session.config.name,
        params: { device: disk },
      });
    },
    close: () => subscription.close(),
  };
}

const progressOf = ({ cur, end }: { readonly cur: bigint; readonly end: bigint }) => ({
  bytesDone: Number(cur),
  bytesTotal: Number(end),
  fraction: Math.min(1, Number(cur) / Number(end)),
});
