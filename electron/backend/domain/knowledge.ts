/**
 * Who knows what of a domain. Every source owns some fields of the record and tells only those; what it tells is merged into the record
 * as it is at that moment. So an answer that took its time can't undo what others learned meanwhile, and can't bring back what has gone.
 */
import {
  isActive,
  type Domain,
  type DomainRef,
  type DomainState,
  type DomainSummary,
} from '../../../shared/model/domain.ts';
import type { Patch } from '../inventory/objectTable.ts';

/** What the host's list tells, and the reading of one domain after its event: all of it, each time. */
export type ListedDomain = Pick<Domain, 'name' | 'id' | 'persistent' | 'autostart' | 'managedSave'>;

/** What it does; told by statistics, or by a call for one domain. */
export type DomainStates = Pick<Domain, 'state' | 'stateReason'>;

/** Memory and vCPUs; what the driver doesn't tell is missing, and what was known of it stays. */
export type DomainSizes = Pick<Domain, 'vcpus' | 'memoryKiB'>;

/** By source. */
export interface DomainKnowledge {
  readonly list: ListedDomain;
  readonly state: DomainStates;
  readonly sizes: DomainSizes;
  readonly definition: DomainSummary;
  /** How many properties and devices differ at the next start. */
  readonly pending: number;
  /** SHA-256 of the running definition. */
  readonly live: string;
}

type DomainSource = keyof DomainKnowledge;

/** What an id alone says of the state: whether the domain runs. */
const stateById = ({ id }: Pick<Domain, 'id'>): DomainStates => ({
  state: id === undefined ? 'shutoff' : 'running',
  stateReason: 0,
});

/** Whether a domain that has a process, or has none, can be in that state. */
export function fitsId(state: DomainState, active: boolean): boolean {
  switch (state) {
    case 'running':
    case 'blocked':
    case 'paused':
    case 'shutdown':
    case 'pmsuspended':
      return active;
    case 'shutoff':
      return !active;
    case 'crashed':
    case 'nostate':
      return true;
    default:
      return state satisfies never;
  }
}

/** How a source's words change the record. */
const merge: {
  readonly [S in DomainSource]: (known: Domain, said: DomainKnowledge[S]) => Domain;
} = {
  list: (before, listed) => {
    const { id: _, ...known } = before;
    const fits = fitsId(known.state, isActive(listed));
    return settled({ ...known, ...listed, ...(fits ? {} : stateById(listed)) });
  },
  state: (known, states) => settled({ ...known, ...states }),
  sizes: (known, sizes) => ({ ...known, ...sizes }),
  definition: (known, definition) => ({ ...known, definition }),
  pending: (known, count) => (count > 0 ? settled({ ...known, pending: count }) : without('pending', known)),
  live: (known, liveXmlHash) => settled({ ...known, liveXmlHash }),
};

/** A domain that doesn't run has no running definition, and nothing waits for its next start: that is the definition. */
const settled = (domain: Domain): Domain =>
  isActive(domain) ? domain : without('pending', without('liveXmlHash', domain));

function without(field: 'pending' | 'liveXmlHash', domain: Domain): Domain {
  const { [field]: _, ...rest } = domain;
  return rest;
}

/** What the list tells of a domain; the list alone makes one known. */
export const listedDomain =
  (ref: DomainRef, listed: ListedDomain): Patch<Domain> =>
  (known) =>
    merge.list(known ?? { ...ref, ...listed, ...stateById(listed) }, listed);

/** What another source tells of a domain that is known. */
export const toldOfDomain =
  <S extends Exclude<DomainSource, 'list'>>(source: S, said: DomainKnowledge[S]): Patch<Domain> =>
  (known) =>
    known && merge[source](known, said);

/** One patch after the other. */
export const inTurn =
  (...patches: readonly Patch<Domain>[]): Patch<Domain> =>
  (known) =>
    patches.reduce((now, patch) => patch(now) ?? now, known);
