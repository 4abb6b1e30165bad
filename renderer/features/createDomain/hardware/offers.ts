/** What the hosts of a new VM have to put it on: pools, networks, bridges and cards, as far as all of them have it. */
import { isBlockPool } from '../../../../shared/model/creation/defaults.ts';
import type { HostInterface } from '../../../../shared/model/hostInterface.ts';
import type { Network } from '../../../../shared/model/network.ts';
import type { StoragePool } from '../../../../shared/model/storagePool.ts';

/** One host's answer. */
export interface HostHas {
  /** As people call it. */
  readonly name: string;
  readonly pools: readonly StoragePool[];
  readonly networks: readonly Network[];
  readonly interfaces: readonly HostInterface[];
}

/** Why something can't be chosen. Words: `creation.hardware.unusable.<kind>`. */
export type Unusable =
  | { readonly kind: 'inactive' }
  | { readonly kind: 'noImages' }
  /** The hosts, by name. */
  | { readonly kind: 'notOn'; readonly hosts: readonly string[] };

export interface PoolOffer {
  readonly name: string;
  readonly type: string;
  /** On the host with the least room. */
  readonly freeBytes: number;
  readonly capacityBytes: number;
  /** Volumes are block devices. */
  readonly block: boolean;
  readonly unusable?: Unusable;
}

export interface NetworkOffer {
  readonly name: string;
  readonly forwardMode: string;
  readonly portgroups: readonly string[];
  readonly unusable?: Unusable;
}

export interface InterfaceOffer {
  readonly name: string;
  readonly type: string;
  /** Mbit/s. */
  readonly linkSpeed?: number;
  readonly unusable?: Unusable;
}

export interface Offers {
  readonly pools: readonly PoolOffer[];
  readonly networks: readonly NetworkOffer[];
  readonly bridges: readonly InterfaceOffer[];
  /** For macvtap. */
  readonly cards: readonly InterfaceOffer[];
}

/** Pools of devices that belong to somebody else's storage, or that libvirt makes no volumes in. */
const withoutImages: readonly string[] = ['scsi', 'mpath', 'iscsi', 'iscsi-direct'];

/** Usable ones first, `default` before others, then by name. */
export function offersOf(hosts: readonly HostHas[]): Offers {
  return {
    pools: sorted(poolOffers(hosts)),
    networks: sorted(networkOffers(hosts)),
    bridges: sorted(interfaceOffers(hosts, ({ type, network }) => type === 'bridge' && network === undefined)),
    cards: sorted(interfaceOffers(hosts, ({ type, physical }) => type !== 'bridge' && physical !== false)),
  };
}

interface Found<T> {
  readonly name: string;
  readonly all: readonly T[];
  readonly missing: readonly string[];
}

/** Everything that one of the hosts has, by name. */
function byName<T extends { readonly name: string }>(
  hosts: readonly HostHas[],
  listOf: (host: HostHas) => readonly T[],
): readonly Found<T>[] {
  const names = [...new Set(hosts.flatMap((host) => listOf(host).map(({ name }) => name)))];
  return names.map((name) => ({
    name,
    all: hosts.flatMap((host) => listOf(host).filter((each) => each.name === name)),
    missing: hosts.filter((host) => !listOf(host).some((each) => each.name === name)).map((host) => host.name),
  }));
}

const notOn = (hosts: readonly string[]): Unusable | undefined =>
  hosts.length === 0 ? undefined : { kind: 'notOn', hosts };

const poolOffers = (hosts: readonly HostHas[]): readonly PoolOffer[] =>
  byName(hosts, ({ pools }) => pools).map(({ name, all, missing }) => {
    const type = all[0]?.type ?? '';
    const smallest = all.toSorted((a, b) => a.availableBytes - b.availableBytes)[0];
    const unusable: Unusable | undefined = all.some(({ state }) => state !== 'running')
      ? { kind: 'inactive' }
      : withoutImages.includes(type)
        ? { kind: 'noImages' }
        : notOn(missing);
    return {
      name,
      type,
      freeBytes: smallest?.availableBytes ?? 0,
      capacityBytes: smallest?.capacityBytes ?? 0,
      block: isBlockPool({ type }),
      ...(unusable && { unusable }),
    };
  });

const networkOffers = (hosts: readonly HostHas[]): readonly NetworkOffer[] =>
  byName(hosts, ({ networks }) => networks).map(({ name, all, missing }) => {
    const unusable: Unusable | undefined = all.some(({ active }) => !active) ? { kind: 'inactive' } : notOn(missing);
    return {
      name,
      forwardMode: all[0]?.forwardMode ?? '',
      portgroups: (all[0]?.portgroups ?? []).map((group) => group.name),
      ...(unusable && { unusable }),
    };
  });

const interfaceOffers = (
  hosts: readonly HostHas[],
  wanted: (each: HostInterface) => boolean,
): readonly InterfaceOffer[] =>
  byName(hosts, ({ interfaces }) => interfaces.filter(wanted)).map(({ name, all, missing }) => {
    const unusable = notOn(missing);
    const [first] = all;
    return {
      name,
      type: first?.type ?? '',
      ...(first?.linkSpeed !== undefined && { linkSpeed: first.linkSpeed }),
      ...(unusable && { unusable }),
    };
  });

function sorted<T extends { readonly name: string; readonly unusable?: Unusable }>(offers: readonly T[]): readonly T[] {
  const rank = ({ name, unusable }: T): number => (unusable === undefined ? 0 : 2) + (name === 'default' ? 0 : 1);
  return offers.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }));
}
