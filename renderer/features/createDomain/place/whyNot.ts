/** Why a host can't take a new VM, as far as that is known before it is asked. */
import type { Host } from '../../../../shared/model/host.ts';

export interface WhyNot {
  /** Words: `createDomain.place.whyNot.<id>`. */
  readonly id: 'away' | 'noEmulator';
  readonly arch: string;
}

/** @param arch of the VM; undefined while nobody knows */
export function whyNot({ status, facts }: Host, arch: string | undefined): WhyNot | undefined {
  if (status.kind !== 'connected') return { id: 'away', arch: '' };
  const guests = facts?.capabilities?.guests;
  if (arch === undefined || guests === undefined || guests.some((guest) => guest.arch === arch)) return undefined;
  return { id: 'noEmulator', arch };
}
