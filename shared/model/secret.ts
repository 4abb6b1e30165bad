/** Secrets kept by a host (formatsecret): what the hypervisor needs to open encrypted disks, pools with a login, TPMs and TLS keys. */
import { oneOf, string, yesNo } from '../xml/codec.ts';
import type { XmlElement } from '../xml/element.ts';
import { attribute, readAll, text } from '../xml/property.ts';

export const secretUsages = ['volume', 'ceph', 'iscsi', 'tls', 'vtpm'] as const;

export const secret = {
  uuid: text('uuid', string),
  description: text('description', string),
  ephemeral: attribute('@ephemeral', yesNo),
  private: attribute('@private', yesNo),
  usage: attribute('usage/@type', oneOf(secretUsages)),
  usageVolume: text('usage/volume', string),
  usageName: text('usage/name', string),
  usageTarget: text('usage/target', string),
};

/** A secret as lists show it; its value is never read. */
export interface Secret {
  readonly uuid: string;
  /** What it is for, in the host's words: a path, the name of a Ceph or TLS user, an iSCSI target; its UUID where it is for nothing. */
  readonly name: string;
  readonly description?: string;
  /** One of {@link secretUsages}, or a newer libvirt's word; absent: none. */
  readonly usage?: string;
  /** Kept in memory only: gone when the daemon ends. */
  readonly ephemeral: boolean;
  /** Nobody can ask for its value. */
  readonly private: boolean;
}

/** @param element the root of a secret's definition */
export function secretFrom(element: XmlElement): Secret {
  const { uuid = '', description, ephemeral, usage, ...values } = readAll(secret, element);
  return {
    uuid,
    name: values.usageVolume ?? values.usageName ?? values.usageTarget ?? description ?? uuid,
    ...(description !== undefined && { description }),
    ...(usage !== undefined && { usage }),
    ephemeral: ephemeral ?? false,
    private: values.private ?? false,
  };
}
