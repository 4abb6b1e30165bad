/** How domains are kept true: by their events, and a list every half minute for what libvirt has no event for. */
import type { Domain } from '../../../shared/model/domain.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { enums, events, uuidText, type LibvirtEvent, type WireDomain } from '../../libvirt/index.ts';
import { mirrorEvent, type MirrorDescription, type ObjectList } from '../inventory/objectMirror.ts';
import type { Patch } from '../inventory/objectTable.ts';
import { inTurn, listedDomain, toldOfDomain } from './knowledge.ts';
import { readAll, readOne } from './read.ts';
import type { DomainSizesReader } from './sizesReader.ts';

const RELOAD_MS = 30_000;
/** Lists until memory and vCPUs are read again, too; they cost the host much more. */
const SIZES_EVERY = 10;

const { virDomainEventType: lifecycle } = enums;

/** Lifecycle events that come with another definition. */
const redefining: readonly number[] = [
  lifecycle.VIR_DOMAIN_EVENT_DEFINED,
  lifecycle.VIR_DOMAIN_EVENT_STARTED,
  lifecycle.VIR_DOMAIN_EVENT_STOPPED,
];

/** The other events after which a domain is read again; true: its definition as well. */
const others: readonly (readonly [LibvirtEvent<{ readonly dom: WireDomain }>, boolean])[] = [
  [events.domainReboot, false],
  [events.domainPmWakeup, false],
  [events.domainPmSuspend, false],
  [events.domainPmSuspendDisk, false],
  [events.domainBalloonChange, false],
  [events.domainJobCompleted, false],
  [events.domainControlError, false],
  [events.domainDiskChange, true],
  [events.domainTrayChange, true],
  [events.domainBlockJob2, true],
  [events.domainDeviceAdded, true],
  [events.domainDeviceRemoved, true],
  [events.domainMetadataChange, true],
  [events.domainAgentLifecycle, true],
];

const idOf = ({ dom }: { readonly dom: WireDomain }): string => uuidText(dom.uuid);

export interface DomainMirrorParts {
  readonly host: HostId;
  readonly sizes: DomainSizesReader;
  /** Domains whose definition may have changed. */
  readonly onDefinition: (uuids: readonly string[]) => void;
}

export const domainMirror = ({ host, sizes, onDefinition }: DomainMirrorParts): MirrorDescription<Domain> => ({
  list: async ({ control, bulk }): Promise<ObjectList<Domain>> => {
    const { listed, states, unsure } = await readAll(control, bulk);
    const patches = listed.map(([uuid, words]): readonly [string, Patch<Domain>] => {
      const state = states.get(uuid);
      const known = listedDomain({ host, uuid }, words);
      return [uuid, state === undefined ? known : inTurn(known, toldOfDomain('state', state))];
    });
    return { patches, unsure };
  },
  readOne: async ({ control }, uuid) => {
    const read = await readOne(control, uuid);
    return inTurn(
      listedDomain({ host, uuid }, read.listed),
      toldOfDomain('state', read.states),
      toldOfDomain('sizes', read.sizes),
    );
  },
  events: [mirrorEvent(events.domainLifecycle, idOf, ({ event }) => redefining.includes(event))],
  moreEvents: others.map(([event, redefined]) => mirrorEvent(event, idOf, redefined)),
  every: RELOAD_MS,
  definition: onDefinition,
  onTouched: (uuid) => sizes.overtake(uuid),
  onListed: async ({ ids, turn }) => {
    if (turn === undefined || turn % SIZES_EVERY === 0) await sizes.read(ids);
  },
});
