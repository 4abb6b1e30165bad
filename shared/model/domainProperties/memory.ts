/** How much memory, where from, and on which nodes (formatdomain, "Memory Allocation", "Memory Backing", "NUMA Node Tuning"). Sizes are KiB. */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag, records, scaled, scaledAttribute } from '../../xml/property.ts';

const numaModes = ['strict', 'preferred', 'interleave', 'restrictive'] as const;

const hugepage = {
  size: scaledAttribute('@size'),
  /** Guest cells that get pages of this size; without it, those that no other entry names. */
  nodeset: attribute('@nodeset', string),
};

/** 10: the cell itself; 255: out of reach. */
const distance = {
  cell: attribute('@id', integer),
  value: attribute('@value', integer),
};

const numaCell = {
  id: attribute('@id', integer),
  cpus: attribute('@cpus', string),
  memory: scaledAttribute('@memory'),
  access: attribute('@memAccess', oneOf(['shared', 'private'])),
  discard: attribute('@discard', yesNo),
  distances: records('distances/sibling', distance, [[{ cell: 0, value: 10 }]]),
};

const numaPlacement = {
  cell: attribute('@cellid', integer),
  mode: attribute('@mode', oneOf(numaModes)),
  nodeset: attribute('@nodeset', string),
};

export const memory = {
  memory: scaled('memory'),
  dumpCore: attribute('memory/@dumpCore', onOff),
  currentMemory: scaled('currentMemory', 'KiB', { live: 'memory' }),
  maxMemory: scaled('maxMemory'),
  maxMemorySlots: attribute('maxMemory/@slots', integer),
  memoryBacking: attribute('memoryBacking/source/@type', oneOf(['anonymous', 'file', 'memfd']), {
    capability: 'memoryBacking.sourceType',
  }),
  memoryAccess: attribute('memoryBacking/access/@mode', oneOf(['private', 'shared'])),
  memoryAllocation: attribute('memoryBacking/allocation/@mode', oneOf(['immediate', 'ondemand'])),
  allocationThreads: attribute('memoryBacking/allocation/@threads', integer),
  memoryDiscard: flag('memoryBacking/discard'),
  hugepages: flag('memoryBacking/hugepages'),
  hugepageSizes: records(
    'memoryBacking/hugepages/page',
    hugepage,
    [
      [{ size: 2048 }],
      [
        { size: 1048576, nodeset: '0' },
        { size: 2048, nodeset: '1-3' },
      ],
    ],
    { inFlag: true },
  ),
  lockedMemory: flag('memoryBacking/locked'),
  noSharePages: flag('memoryBacking/nosharepages'),

  numaCells: records('cpu/numa/cell', numaCell, [
    [{ id: 0, cpus: '0', memory: 131072 }],
    [
      { id: 0, cpus: '0-1', memory: 65536, access: 'shared' },
      {
        id: 1,
        cpus: '2,3',
        memory: 65536,
        discard: true,
        distances: [
          { cell: 0, value: 21 },
          { cell: 1, value: 10 },
        ],
      },
    ],
  ]),
  numaMode: attribute('numatune/memory/@mode', oneOf(numaModes)),
  numaNodes: attribute('numatune/memory/@nodeset', string, { live: 'numa' }),
  numaPlacement: attribute('numatune/memory/@placement', oneOf(['static', 'auto'])),
  numaCellPlacements: records('numatune/memnode', numaPlacement, [
    [{ cell: 0, mode: 'strict', nodeset: '0' }],
    [{ cell: 0, nodeset: '0-1' }, { cell: 1 }],
  ]),

  hardLimit: scaled('memtune/hard_limit', 'KiB', { live: 'memoryLimit' }),
  softLimit: scaled('memtune/soft_limit', 'KiB', { live: 'memoryLimit' }),
  swapHardLimit: scaled('memtune/swap_hard_limit', 'KiB', { live: 'memoryLimit' }),
  minimumGuarantee: scaled('memtune/min_guarantee'),
};
