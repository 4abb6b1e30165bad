/** The nouns of the window. A further one is its file and its line here. */
import type { RecordedKind } from '../../shared/model/objects.ts';
import type { ObjectRef } from '../../shared/model/objectRef.ts';
import { domain } from './domain.tsx';
import { host } from './host.tsx';
import { network } from './network.tsx';
import { nodeDevice } from './nodeDevice.tsx';
import { secret } from './secret.tsx';
import { storagePool } from './storagePool.tsx';
import type { NounDescription } from './noun.ts';

const nouns = {
  host,
  domain,
  storagePool,
  network,
  nodeDevice,
  secret,
};

export type DescribedKind = Extract<RecordedKind, keyof typeof nouns>;

export const nounOf: { readonly [K in DescribedKind]: NounDescription<K> } = nouns;

const isDescribedKind = (kind: string): kind is DescribedKind => Object.hasOwn(nouns, kind);

/** In the order of the registry, which is that of menus, tree and tabs. */
export const describedKinds: readonly DescribedKind[] = Object.keys(nouns).filter(isDescribedKind);

/** What a host has and lists beside its VMs. */
export type GroupedKind = Exclude<DescribedKind, 'host' | 'domain'>;
export const groupedKinds: readonly GroupedKind[] = describedKinds.filter(
  (kind): kind is GroupedKind => kind !== 'host' && kind !== 'domain',
);

export const isDescribed = (ref: ObjectRef): ref is ObjectRef<DescribedKind> => isDescribedKind(ref.kind);
