/** Devices by which the guest reaches other machines and its host. */
import { Cable, Network } from 'lucide-react';
import { labelled } from './lineParts.ts';
import type { DeviceNouns } from './deviceNoun.ts';

export const networkDevices = {
  interface: {
    icon: Network,
    group: 'interfaces',
    line: (p) => [p.mac, p.network ?? p.bridge ?? p.dev ?? p.path ?? p.type, p.model, p.target],
    liveFact: ({ target }) => ({ name: 'target', value: target }),
    layout: {
      sections: [
        { id: 'guest', fields: ['model', 'mac', 'link', 'mtu', 'bootOrder', 'acpiIndex'] },
        {
          id: 'source',
          fields: [
            'type',
            'network',
            'portgroup',
            'bridge',
            'dev',
            'mode',
            'sourceType',
            'path',
            'address',
            'port',
            'localAddress',
            'localPort',
            'internalName',

            'managed',
            'sourceAddressType',
            'sourceDomain',
            'sourceBus',
            'sourceSlot',
            'sourceFunction',
            'backend',
            'addresses',
            'portForwards',
            'target',
          ],
        },
        {
          id: 'network',
          fields: [
            'vlanTags',
            'vlanTrunk',
            'nativeVlanMode',
            'filter',
            'filterParameters',
            'isolated',
            'trustGuestRxFilters',
          ],
        },
        {
          id: 'limits',
          fields: [
            'inboundAverage',
            'inboundPeak',
            'inboundBurst',
            'inboundFloor',
            'outboundAverage',
            'outboundPeak',
            'outboundBurst',
          ],
          closed: true,
        },
        {
          id: 'performance',
          fields: [
            'driver',
            'queues',
            'rxQueueSize',
            'txQueueSize',
            'coalesceFrames',
            'sendBuffer',
            'txMode',
            'ioeventfd',
            'eventIdx',
            'rss',
            'rssHashReport',
          ],
          closed: true,
        },
        {
          id: 'virtualPort',
          fields: ['virtualport', 'interfaceId', 'profileId', 'managerId', 'typeId', 'typeIdVersion', 'instanceId'],
          closed: true,
        },
      ],
      told: ['currentMac'],
    },
  },
  vsock: {
    icon: Cable,
    group: 'security',
    line: (p) => [p.model, labelled('CID', p.cid)],
    layout: { sections: [{ id: 'guest', fields: ['model', 'autoCid', 'cid'] }] },
  },
} as const satisfies Partial<DeviceNouns>;
