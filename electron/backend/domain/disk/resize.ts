/** Makes a disk larger: the image, what the guest sees of it, and on wish the file system inside. */
import { appError } from '../../../../shared/errors.ts';
import { isActive } from '../../../../shared/model/domain.ts';
import { diskSources } from '../../../../shared/model/domainXml.ts';
import { enums, procedures, type Connection } from '../../../libvirt/index.ts';
import type { DomainTarget } from '../target.ts';
import { growFileSystem } from '../guestFileSystem.ts';
import type { Step, StepContext } from '../../task/plan.ts';
import { findVolume } from '../../storageVolume/volumes.ts';

export interface ResizeInput {
  readonly target: string;
  readonly capacityBytes: number;
  readonly fileSystem: boolean;
}

export function resizeStep(target: DomainTarget, input: ResizeInput): Step {
  const { session, dom, domain } = target;
  return {
    name: 'domainBlockResize',
    lane: 'slow',
    run: async (context) => {
      const lane = await session.lane('slow');
      const { capacity } = await lane.call(procedures.domainGetBlockInfo, { dom, path: input.target, flags: 0 });
      refuseSmaller(target, input, Number(capacity));
      if (isActive(domain)) {
        const flags = enums.virDomainBlockResizeFlags.VIR_DOMAIN_BLOCK_RESIZE_BYTES;
        const size = BigInt(input.capacityBytes);
        await lane.call(procedures.domainBlockResize, { dom, disk: input.target, size, flags });
      } else await resizeVolume(lane, target, input);
      context.log('info', 'resized', { device: input.target, bytes: input.capacityBytes });
      if (input.fileSystem) await grow(lane, target, input, context);
    },
  };
}

function refuseSmaller({ object, session }: DomainTarget, { target, capacityBytes }: ResizeInput, now: number): void {
  if (capacityBytes >= now) return;
  throw appError('diskShrink', `${target} is ${now} bytes: smaller would cut off data`, {
    object,
    host: session.config.name,
    params: { device: target },
  });
}

/** The image of a guest that is off can only be reached through its pool. */
async function resizeVolume(
  lane: Connection,
  { dom, object, session }: DomainTarget,
  input: ResizeInput,
): Promise<void> {
  const { xml } = await lane.call(procedures.domainGetXmlDesc, { dom, flags: 0 });
  const source = diskSources(xml).find((each) => each.target === input.target);
  const found = source === undefined ? undefined : await findVolume(lane, source);
  if (found === undefined)
    throw appError('notInPool', `no pool of the host holds the image of ${input.target}`, {
      object,
      host: session.config.name,
      params: { device: input.target },
    });
  await lane.call(procedures.storageVolResize, { vol: found.vol, capacity: BigInt(input.capacityBytes), flags: 0 });
}

/** The disk is larger already: what the guest can't do is said, and no reason to fail. */
async function grow(lane: Connection, target: DomainTarget, input: ResizeInput, { log }: StepContext): Promise<void> {
  try {
    const grown = await growFileSystem(lane, target, input.target);
    log(grown === undefined ? 'warning' : 'info', grown === undefined ? 'fileSystemNotGrown' : 'fileSystemGrown', {
      device: input.target,
      where: grown ?? '',
    });
  } catch (thrown) {
    log('warning', 'fileSystemNotGrown', {
      device: input.target,
      where: thrown instanceof Error ? thrown.message : '',
    });
  }
}
