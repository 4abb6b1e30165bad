/** Devices that stand on the board, and what the host passes through. */
import { CircuitBoard, Clock, Cpu, Dices, KeyRound, MemoryStick, Save, ShieldCheck, Siren } from 'lucide-react';
import { hostdevAddress, labelled, mebibytes } from './lineParts.ts';
import type { DeviceNouns } from './deviceNoun.ts';

export const boardDevices = {
  hostdev: {
    icon: Cpu,
    group: 'host',
    line: (p) => [p.type, hostdevAddress(p), p.adapter ?? p.name, p.driver],
    layout: {
      sections: [
        {
          id: 'source',
          fields: [
            'mode',
            'type',
            'managed',

            'sourceDomain',
            'sourceBus',
            'sourceSlot',
            'sourceFunction',
            'driver',
            'writeFiltering',

            'vendorId',
            'productId',

            'sourceDevice',
            'startupPolicy',
            'guestReset',
            'sourceUuid',
            'model',
            'display',
            'ramfb',

            'protocol',
            'name',
            'hosts',
            'adapter',
            'sourceTarget',
            'sourceUnit',
            'sgio',
            'rawio',
            'readonly',
            'shareable',
            'wwpn',
          ],
        },
        {
          id: 'guest',
          fields: ['bootOrder', 'acpiIndex', 'romBar', 'romEnabled', 'romFile', 'teaming', 'teamingPersistent'],
        },
      ],
    },
  },
  tpm: {
    icon: ShieldCheck,
    group: 'security',
    line: (p) => [p.model, p.type, p.version],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: [
            'model',
            'type',

            'version',
            'persistentState',
            'secret',
            'profile',
            'sha1',
            'sha256',
            'sha384',
            'sha512',
            'device',
            'sourceType',
            'sourcePath',
            'sourceMode',
          ],
        },
      ],
    },
  },
  rng: {
    icon: Dices,
    group: 'security',
    line: (p) => [p.model, p.backend, p.source],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: [
            'model',
            'backend',
            'source',
            'egdType',
            'sourceMode',
            'host',
            'service',
            'path',
            'rateBytes',
            'ratePeriod',
          ],
        },
      ],
    },
  },
  watchdog: {
    icon: Clock,
    group: 'security',
    line: (p) => [p.model, p.action],
    layout: { sections: [{ id: 'guest', fields: ['model', 'action'] }] },
  },
  memballoon: {
    icon: MemoryStick,
    group: 'memory',
    line: (p) => [p.model, p.statsPeriod === undefined ? undefined : `${p.statsPeriod} s`],
    layout: { sections: [{ id: 'guest', fields: ['model', 'autodeflate', 'freePageReporting', 'statsPeriod'] }] },
  },
  panic: {
    icon: Siren,
    group: 'security',
    line: (p) => [p.model],
    layout: { sections: [{ id: 'guest', fields: ['model'] }] },
  },
  iommu: {
    icon: CircuitBoard,
    group: 'controllers',
    line: (p) => [p.model],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: [
            'model',
            'interruptRemapping',
            'cachingMode',
            'extendedInterruptMode',
            'iotlb',
            'addressWidth',
            'dmaTranslation',
            'passthrough',
            'xtSupport',
          ],
        },
      ],
    },
  },
  shmem: {
    icon: MemoryStick,
    group: 'host',
    line: (p) => [p.name, p.model, mebibytes(p.size)],
    layout: {
      sections: [{ id: 'guest', fields: ['name', 'model', 'size', 'role', 'server', 'msi', 'vectors', 'ioeventfd'] }],
    },
  },
  memory: {
    icon: MemoryStick,
    group: 'memory',
    line: (p) => [p.model, mebibytes(p.size), labelled('node', p.node)],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: ['model', 'size', 'node', 'requested', 'block', 'dynamicMemslots', 'access', 'discard'],
        },
        {
          id: 'source',
          fields: ['path', 'persistentMemory', 'alignSize', 'label', 'readonly', 'pageSize', 'nodemask'],
          closed: true,
        },
      ],
      told: ['current'],
    },
  },
  crypto: {
    icon: KeyRound,
    group: 'security',
    line: (p) => [p.model, p.backend],
    layout: { sections: [{ id: 'guest', fields: ['model', 'type', 'backend', 'queues'] }] },
  },
  pstore: {
    icon: Save,
    group: 'security',
    line: (p) => [p.backend, mebibytes(p.size), p.path],
    layout: { sections: [{ id: 'guest', fields: ['backend', 'path', 'size'] }] },
  },
  nvram: {
    icon: MemoryStick,
    group: 'memory',
    line: (p) => [p.addressType],
    layout: { sections: [{ id: 'guest', fields: ['addressType', 'register'] }] },
  },
} as const satisfies Partial<DeviceNouns>;
