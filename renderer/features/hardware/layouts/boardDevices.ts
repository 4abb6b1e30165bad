/** Forms of what stands on the board, and of what the host passes through. */
import { when } from '../layout.ts';
import type { DeviceLayouts } from './layouts.ts';

export const boardDevices = {
  hostdev: {
    sections: [
      {
        id: 'source',
        fields: [
          'mode',
          'type',
          ...when({ type: ['pci', 'mdev'] }, ['managed']),
          ...when({ type: ['pci'] }, [
            'sourceDomain',
            'sourceBus',
            'sourceSlot',
            'sourceFunction',
            'driver',
            'writeFiltering',
          ]),
          ...when({ type: ['usb'] }, [
            'vendorId',
            'productId',
            'sourceBus',
            'sourceDevice',
            'startupPolicy',
            'guestReset',
          ]),
          ...when({ type: ['mdev'] }, ['sourceUuid', 'model', 'display', 'ramfb']),
          ...when({ type: ['scsi'] }, [
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
          ]),
          ...when({ type: ['scsi_host'] }, ['wwpn']),
        ],
      },
      {
        id: 'guest',
        fields: ['bootOrder', 'acpiIndex', 'romBar', 'romEnabled', 'romFile', 'teaming', 'teamingPersistent'],
      },
    ],
  },
  tpm: {
    sections: [
      {
        id: 'guest',
        fields: [
          'model',
          'type',
          ...when({ type: ['emulator'] }, [
            'version',
            'persistentState',
            'secret',
            'profile',
            'sha1',
            'sha256',
            'sha384',
            'sha512',
          ]),
          ...when({ type: ['passthrough'] }, ['device']),
          ...when({ type: ['external'] }, ['sourceType', 'sourcePath', 'sourceMode']),
        ],
      },
    ],
  },
  rng: {
    sections: [
      {
        id: 'guest',
        fields: [
          'model',
          'backend',
          ...when({ backend: ['random'] }, ['source']),
          ...when({ backend: ['egd'] }, ['egdType', 'sourceMode', 'host', 'service', 'path']),
          'rateBytes',
          'ratePeriod',
        ],
      },
    ],
  },
  watchdog: { sections: [{ id: 'guest', fields: ['model', 'action'] }] },
  memballoon: { sections: [{ id: 'guest', fields: ['model', 'autodeflate', 'freePageReporting', 'statsPeriod'] }] },
  panic: { sections: [{ id: 'guest', fields: ['model'] }] },
  iommu: {
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
  shmem: {
    sections: [{ id: 'guest', fields: ['name', 'model', 'size', 'role', 'server', 'msi', 'vectors', 'ioeventfd'] }],
  },
  memory: {
    sections: [
      {
        id: 'guest',
        fields: [
          'model',
          'size',
          'node',
          ...when({ model: ['virtio-mem'] }, ['requested', 'block', 'dynamicMemslots']),
          'access',
          'discard',
        ],
      },
      {
        id: 'source',
        fields: [
          ...when({ model: ['nvdimm', 'virtio-pmem'] }, ['path', 'persistentMemory', 'alignSize', 'label', 'readonly']),
          'pageSize',
          'nodemask',
        ],
        closed: true,
      },
    ],
    told: ['current'],
  },
  crypto: { sections: [{ id: 'guest', fields: ['model', 'type', 'backend', 'queues'] }] },
  pstore: { sections: [{ id: 'guest', fields: ['backend', 'path', 'size'] }] },
  nvram: { sections: [{ id: 'guest', fields: ['addressType', 'register'] }] },
} as const satisfies Partial<DeviceLayouts>;
