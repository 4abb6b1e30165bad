/** Makes a disk's image stand alone: what the images below hold is copied into it while the guest runs. */
import { procedures } from '../../../libvirt/index.ts';
import { followBlockJob } from './blockJob.ts';
import type { DomainTarget } from '../target.ts';
import type { Step } from '../../task/plan.ts';

export function flattenStep(target: DomainTarget, { target: disk }: { readonly target: string }): Step {
  const { session, dom } = target;
  return {
    name: 'domainBlockPull',
    lane: 'slow',
    run: async (context) => {
      const lane = await session.lane('slow');
      const job = await followBlockJob(lane, target, disk);
      try {
        await lane.call(procedures.domainBlockPull, { dom, path: disk, bandwidth: 0n, flags: 0 });
        await job.wait(context);
        context.log('info', 'flattened', { device: disk });
      } finally {
        await job.close();
      }
    },
    cancel: async () => undefined, // the job is stopped where it is waited for
  };
}
