/** What a card is connected to, as one choice of a list. */
import type { NewNic } from '../../../../shared/model/creation/hardware.ts';
import type { Offers, Unusable } from './offers.ts';

type Source = NewNic['source'];
export type ConnectionKind = Source['kind'];

export interface Connection {
  /** Of the choice: `network default`, `user`. A name that is still to be typed is empty. */
  readonly key: string;
  readonly source: Source;
  /** What is known of it: `nat`, `1000 Mbit/s`. */
  readonly detail?: string;
  readonly unusable?: Unusable;
}

export const connectionKey = (source: Source): string => {
  switch (source.kind) {
    case 'network':
      return `network ${source.network}`;
    case 'bridge':
      return `bridge ${source.bridge}`;
    case 'macvtap':
      return `macvtap ${source.device}`;
    case 'user':
      return 'user';
    default:
      return source satisfies never;
  }
};

/** Everything a card can be connected to, by kind. What it is connected to now is among it, whether the hosts have it or not. */
export function connectionsOf(
  { networks, bridges, cards }: Offers,
  now: Source,
): Readonly<Record<ConnectionKind, readonly Connection[]>> {
  const known: Readonly<Record<ConnectionKind, readonly Connection[]>> = {
    network: networks.map(({ name, forwardMode, unusable }) =>
      connection({ kind: 'network', network: name }, forwardMode, unusable),
    ),
    bridge: bridges.map(({ name, unusable }) => connection({ kind: 'bridge', bridge: name }, undefined, unusable)),
    macvtap: cards.map(({ name, linkSpeed, unusable }) =>
      connection(
        { kind: 'macvtap', device: name, mode: now.kind === 'macvtap' ? now.mode : 'bridge' },
        linkSpeed === undefined ? undefined : `${linkSpeed} Mbit/s`,
        unusable,
      ),
    ),
    user: [connection({ kind: 'user', portForwards: [] })],
  };
  const key = connectionKey(now);
  return known[now.kind].some((each) => each.key === key) || isOther(now)
    ? known
    : { ...known, [now.kind]: [...known[now.kind], connection(now)] };
}

function connection(source: Source, detail?: string, unusable?: Unusable): Connection {
  return {
    key: connectionKey(source),
    source,
    ...(detail !== undefined && { detail }),
    ...(unusable && { unusable }),
  };
}

/** One whose name is typed. */
export const isOther = (source: Source): boolean =>
  (source.kind === 'bridge' && source.bridge === '') || (source.kind === 'macvtap' && source.device === '');

export const otherBridge = { kind: 'bridge', bridge: '' } as const satisfies Source;
export const otherCard = { kind: 'macvtap', device: '', mode: 'bridge' } as const satisfies Source;

/** undefined: it has none. */
export function nameOf(source: Source): string | undefined {
  switch (source.kind) {
    case 'network':
      return source.network;
    case 'bridge':
      return source.bridge;
    case 'macvtap':
      return source.device;
    case 'user':
      return undefined;
    default:
      return source satisfies never;
  }
}
