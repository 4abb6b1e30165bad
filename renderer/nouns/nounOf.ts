/** The nouns of the window. A further one is its file and its line here. */
import { recordedKinds, type RecordedKind } from '../../shared/model/objects.ts';
import type { ObjectRef } from '../../shared/model/objectRef.ts';
import { domain } from './domain.tsx';
import { host } from './host.tsx';
import type { NounDescription } from './noun.ts';

const nouns = {
  host,
  domain,
};

export type DescribedKind = Extract<RecordedKind, keyof typeof nouns>;

export const nounOf: { readonly [K in DescribedKind]: NounDescription<K> } = nouns;

const isDescribedKind = (kind: string): kind is DescribedKind => Object.hasOwn(nouns, kind);

export const describedKinds: readonly DescribedKind[] = recordedKinds.filter(isDescribedKind);

export const isDescribed = (ref: ObjectRef): ref is ObjectRef<DescribedKind> => isDescribedKind(ref.kind);
