import { describe, expect, test } from 'vitest';
import type { HostInterface } from '../../../../shared/model/hostInterface.ts';
import type { Network } from '../../../../shared/model/network.ts';
import type { StoragePool } from '../../../../shared/model/storagePool.ts';
import { connectionKey, connectionsOf } from './connection.ts';
import { offersOf, type HostHas } from './offers.ts';

const pool = (name: string, more: Partial<StoragePool> = {}): StoragePool => ({
  name,
  uuid: name,
  type: 'dir',
  state: 'running',
  capacityBytes: 100,
  allocationBytes: 0,
  availableBytes: 100,
  autostart: true,
  persistent: true,
  ...more,
});
const network = (name: string, active = true): Network => ({
  name,
  uuid: name,
  active,
  persistent: true,
  autostart: true,
  forwardMode: 'nat',
  forwardDevices: [],
  addresses: [],
  portgroups: [{ name: 'db', default: false }],
});
const card = (name: string, more: Partial<HostInterface> = {}): HostInterface => ({
  name,
  type: 'ethernet',
  active: true,
  ports: [],
  ...more,
});
const host = (name: string, has: Partial<HostHas>): HostHas => ({
  name,
  pools: [],
  networks: [],
  interfaces: [],
  ...has,
});

describe('pools', () => {
  test('of several hosts have the room of the host with the least', () => {
    const [offer] = offersOf([
      host('a', { pools: [pool('default', { availableBytes: 70 })] }),
      host('b', { pools: [pool('default', { availableBytes: 30 })] }),
    ]).pools;
    expect(offer).toMatchObject({ name: 'default', freeBytes: 30 });
    expect(offer).not.toHaveProperty('unusable');
  });

  test('that not every host has say which one lacks it', () => {
    const [offer] = offersOf([host('a', { pools: [pool('fast')] }), host('b', {})]).pools;
    expect(offer?.unusable).toEqual({ kind: 'notOn', hosts: ['b'] });
  });

  test('that do not run, or hold no images, can not be chosen, and come last', () => {
    const { pools } = offersOf([
      host('a', {
        pools: [pool('a-off', { state: 'inactive' }), pool('b-scsi', { type: 'scsi' }), pool('z'), pool('default')],
      }),
    ]);
    expect(pools.map(({ name, unusable }) => [name, unusable?.kind])).toEqual([
      ['default', undefined],
      ['z', undefined],
      ['a-off', 'inactive'],
      ['b-scsi', 'noImages'],
    ]);
  });

  test('of volume groups make block devices', () => {
    expect(offersOf([host('a', { pools: [pool('vg', { type: 'logical' })] })]).pools[0]?.block).toBe(true);
  });
});

test('a network that is stopped on one of the hosts can not be chosen', () => {
  const { networks } = offersOf([
    host('a', { networks: [network('lan'), network('dmz')] }),
    host('b', { networks: [network('lan', false), network('dmz')] }),
  ]);
  expect(networks.map(({ name, unusable }) => [name, unusable?.kind])).toEqual([
    ['dmz', undefined],
    ['lan', 'inactive'],
  ]);
});

test('the bridge of a libvirt network is that network, and taps are no cards', () => {
  const { bridges, cards } = offersOf([
    host('a', {
      interfaces: [
        card('virbr0', { type: 'bridge', network: 'default' }),
        card('br0', { type: 'bridge' }),
        card('eno1', { physical: true, linkSpeed: 1000 }),
        card('vnet3', { physical: false }),
      ],
    }),
  ]);
  expect(bridges.map(({ name }) => name)).toEqual(['br0']);
  expect(cards).toEqual([{ name: 'eno1', type: 'ethernet', linkSpeed: 1000 }]);
});

test('what a card is connected to is among the choices, also where no host has it', () => {
  const offers = offersOf([host('a', { networks: [network('lan')] })]);
  const gone = { kind: 'network', network: 'gone' } as const;
  const { network: networks } = connectionsOf(offers, gone);
  expect(networks.map(({ key }) => key)).toEqual([
    connectionKey({ kind: 'network', network: 'lan' }),
    connectionKey(gone),
  ]);
});
