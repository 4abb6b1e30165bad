/** Devices that hold data: disks, shared directories, leases, and the controllers that disks hang on. */
import { CircuitBoard, Clock, Disc, FolderSymlink, HardDrive, Save } from 'lucide-react';
import { labelled, within } from './lineParts.ts';
import type { DeviceNouns } from './deviceNoun.ts';

const steady = [
  'totalBytesPerSecond',
  'readBytesPerSecond',
  'writeBytesPerSecond',
  'totalRequestsPerSecond',
  'readRequestsPerSecond',
  'writeRequestsPerSecond',
] as const;
const bursts = [
  'totalBytesPerSecondMax',
  'readBytesPerSecondMax',
  'writeBytesPerSecondMax',
  'totalRequestsPerSecondMax',
  'readRequestsPerSecondMax',
  'writeRequestsPerSecondMax',
  'totalBytesPerSecondMaxLength',
  'readBytesPerSecondMaxLength',
  'writeBytesPerSecondMaxLength',
  'totalRequestsPerSecondMaxLength',
  'readRequestsPerSecondMaxLength',
  'writeRequestsPerSecondMaxLength',
] as const;

export const storage = {
  disk: {
    icon: HardDrive,
    ownIcon: ({ device }) => (device === 'cdrom' ? Disc : device === 'floppy' ? Save : undefined),
    group: 'disks',
    line: (p) => [
      p.target,
      p.bus,
      p.format,
      p.file ?? p.dev ?? p.dir ?? (p.volume === undefined ? p.name : within(p.pool, p.volume)),
      p.cache === undefined ? undefined : `cache ${p.cache}`,
    ],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: [
            'device',
            'bus',
            'target',
            'model',
            'bootOrder',
            'readonly',
            'shareable',
            'removable',
            'serial',
            'wwn',
          ],
        },
        {
          id: 'source',
          fields: [
            'type',
            'file',
            'dev',
            'dir',
            'pool',
            'volume',
            'mode',

            'protocol',
            'name',
            'hosts',
            'tls',
            'authUsername',
            'authSecretType',
            'authSecretUuid',
            'authSecretUsage',

            'query',
            'sslVerify',
            'readahead',
            'timeout',
            'cookies',
            'rbdSnapshot',
            'configurationFile',
            'initiator',
            'sshUsername',
            'sshKeyFile',
            'sshAgentSocket',
            'sshKnownHosts',
            'nfsUser',
            'nfsGroup',
            'socketType',
            'socketPath',

            'nvmeNamespace',
            'nvmeManaged',
            'nvmeDomain',
            'nvmeBus',
            'nvmeSlot',
            'nvmeFunction',
            'format',
            'startupPolicy',
          ],
        },
        {
          id: 'performance',
          fields: [
            'cache',
            'io',
            'discard',
            'detectZeroes',
            'iothread',
            'queues',
            'queueSize',
            'copyOnRead',
            'ioeventfd',
            'metadataCache',
          ],
        },
        { id: 'limits', fields: [...steady, 'throttleGroup'], closed: true },
        { id: 'bursts', fields: [...bursts, 'requestSize'], closed: true },
        { id: 'errors', fields: ['errorPolicy', 'readErrorPolicy'], closed: true },
        {
          id: 'encryption',
          fields: ['encryption', 'encryptionEngine', 'encryptionSecretUuid', 'encryptionSecretUsage'],
          closed: true,
        },
        {
          id: 'geometry',
          fields: [
            'logicalBlockSize',
            'physicalBlockSize',
            'discardGranularity',
            'rotationRate',
            'vendor',
            'product',
            'cylinders',
            'heads',
            'sectors',
            'geometryTranslation',
          ],
          closed: true,
        },
      ],
      told: ['tray'],
    },
  },
  controller: {
    icon: CircuitBoard,
    group: 'controllers',
    line: (p) => [labelled(p.type ?? '', p.controllerIndex), p.model],
    layout: {
      sections: [
        {
          id: 'guest',
          fields: ['type', 'model', 'controllerIndex', 'ports', 'vectors'],
        },
        {
          id: 'performance',
          fields: ['iothread', 'iothreads', 'queues', 'commandsPerLun', 'maxSectors', 'ioeventfd'],
        },
        {
          id: 'pci',
          fields: [
            'pciModelName',
            'chassisNumber',
            'chassis',
            'port',
            'busNumber',
            'targetIndex',
            'hotplug',
            'numaNode',
          ],
          closed: true,
        },
      ],
    },
  },
  filesystem: {
    icon: FolderSymlink,
    group: 'host',
    line: (p) => [p.target, p.dir ?? p.file ?? p.dev ?? within(p.pool, p.volume), p.driver, p.accessMode],
    layout: {
      sections: [
        {
          id: 'source',
          fields: ['driver', 'type', 'dir', 'file', 'dev', 'pool', 'volume', 'socket'],
        },
        {
          id: 'guest',
          fields: ['target', 'readonly', 'accessMode', 'fileMode', 'directoryMode', 'multiDevices', 'model'],
        },
        {
          id: 'virtiofs',
          fields: [
            'queueSize',
            'binary',
            'cacheMode',
            'xattr',
            'sandboxMode',
            'posixLock',
            'flock',
            'threadPoolSize',
            'openFiles',
            'userIds',
            'groupIds',
          ],
          closed: true,
        },
      ],
    },
  },
  lease: {
    icon: Clock,
    group: 'host',
    line: (p) => [p.key, p.lockspace, p.path],
    layout: { sections: [{ id: 'source', fields: ['lockspace', 'key', 'path', 'offset'] }] },
  },
} as const satisfies Partial<DeviceNouns>;
