/** What is known of a property besides where it stands: what forms, plans and words go by, whatever its type. */
import type { Codec } from './codec.ts';

/** What a value looks like; dialogs pick their control by it. `flag`: there or not; `size`: KiB; `list`, `records`: several. */
export type PropertyKind = Codec<unknown>['kind'] | 'flag' | 'size' | 'list' | 'records';

/** What numbers count; each has words. */
export type Unit =
  | 'bytes'
  | 'bytesPerSecond'
  | 'hertz'
  | 'kibibytes'
  | 'kibibytesPerSecond'
  | 'microseconds'
  | 'milliseconds'
  | 'nanoseconds'
  | 'pixels'
  | 'rpm'
  | 'seconds'
  | 'secondsSince1970';

/** Calls of libvirt's that change one value of the running domain; each is one entry in the backend's table of the same name. */
export type LiveCall =
  | 'memory'
  | 'vcpus'
  | 'title'
  | 'description'
  | 'lifecycle'
  | 'scheduler'
  | 'memoryLimit'
  | 'blockWeight'
  | 'numa'
  | 'pinVcpus'
  | 'pinEmulator'
  | 'pinIothreads'
  | 'balloonPeriod'
  | 'ioThrottle';

/** By virDomainUpdateDeviceFlags: always, only of drives whose media change, only of disks that stay. */
export type LiveUpdate = 'update' | 'updateMedium' | 'updateFixed';

/** Things of the host that a value may name. */
export type HostList =
  | 'networks'
  | 'bridges'
  | 'cards'
  | 'filters'
  | 'pools'
  | 'machines'
  | 'firmwares'
  | 'loaders'
  | 'audioBackends';

/** Values of other properties of the same table, all of which must be so; null: not set. */
export type Condition = Readonly<Record<string, readonly (string | boolean | null)[]>>;

/** What a line of a table may say of its property. */
export interface PropertyFacts {
  /** Absent where a number is a count, a number in a row or an address; of `size` the definition's own. */
  readonly unit?: Unit;
  /** Read only with VIR_DOMAIN_XML_SECURE, never shown and never recorded. */
  readonly secret?: true;
  /** `element.enum` of the domain capabilities (formatdomaincaps) that tells which values this hypervisor has. */
  readonly capability?: `${string}.${string}`;
  /** What of the host the value names, and can be chosen from. */
  readonly hostList?: HostList;
  /** When it has a meaning; without it always. */
  readonly when?: Condition;
  /** How a running guest gets a new value; without it with the next start. */
  readonly live?: LiveCall | LiveUpdate;
}

/** What a form needs to know of a property, whatever its type. */
export interface FieldTraits extends PropertyFacts {
  readonly kind: PropertyKind;
  /** Below the element that the table belongs to. */
  readonly path: string;
  /** What libvirt takes when the property is absent; not given where that depends on other things. */
  readonly default?: unknown;
  /** Values a dialog offers. */
  readonly allowed?: readonly unknown[];
  /** Of `list`: what its items look like. */
  readonly item?: ItemTraits;
  /** Of `records`: the columns. */
  readonly fields?: Readonly<Record<string, FieldTraits>>;
}

/** What a form needs to know of the items of a list. */
export type ItemTraits = Pick<FieldTraits, 'kind' | 'allowed'>;

/** The facts alone, without what only helps to place the property. */
export function factsOf({ unit, secret, capability, hostList, when, live }: PropertyFacts): PropertyFacts {
  return {
    ...(unit !== undefined && { unit }),
    ...(secret !== undefined && { secret }),
    ...(capability !== undefined && { capability }),
    ...(hostList !== undefined && { hostList }),
    ...(when !== undefined && { when }),
    ...(live !== undefined && { live }),
  };
}
