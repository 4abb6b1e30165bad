/** Memory to add, and the balloon that takes it back. */
import { domain } from '../domainProperties.ts';
import type { NewDeviceContext } from './context.ts';
import { newDevice, type DeviceValues } from './newDevice.ts';
import { memoryRoom, onlyOne } from './needs.ts';

const GiB = 1024 * 1024;

/** The first cell there is; the guest gets one if it has none. */
const firstCell = ({ root }: NewDeviceContext): number => domain.numaCells.get(root)?.[0]?.id ?? 0;

const room = (context: NewDeviceContext, { size }: DeviceValues) =>
  memoryRoom(context, typeof size === 'number' ? size : 0);

export const memory = [
  newDevice({
    id: 'dimm',
    kind: 'memory',
    group: 'memory',
    ask: ['size', 'node'],
    required: ['size', 'node'],
    initial: (context) => ({ model: 'dimm', size: GiB, node: firstCell(context) }),
    needs: room,
  }),
  newDevice({
    id: 'virtioMemory',
    kind: 'memory',
    group: 'memory',
    ask: ['size', 'requested', 'block', 'node'],
    required: ['size', 'requested', 'block', 'node'],
    // Blocks of 2 MiB are what QEMU takes on hosts with transparent huge pages of that size.
    initial: (context) => ({
      model: 'virtio-mem',
      size: 4 * GiB,
      requested: GiB,
      block: 2048,
      node: firstCell(context),
    }),
    needs: room,
  }),
  newDevice({
    id: 'nvdimm',
    kind: 'memory',
    group: 'memory',
    ask: ['path', 'size', 'node', 'access', 'persistentMemory'],
    required: ['path', 'size', 'node'],
    initial: (context) => ({ model: 'nvdimm', access: 'shared', size: GiB, node: firstCell(context) }),
    needs: room,
  }),
  newDevice({
    id: 'balloon',
    kind: 'memballoon',
    group: 'memory',
    ask: ['freePageReporting', 'autodeflate', 'statsPeriod'],
    // Reports are what memory graphs are drawn from; pages that the guest freed go back to the host.
    initial: () => ({ model: 'virtio', freePageReporting: true, statsPeriod: 5 }),
    needs: (context) => onlyOne(context, 'memballoon'),
  }),
] as const;
