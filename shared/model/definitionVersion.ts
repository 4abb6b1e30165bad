/** One version of a domain's persistent or running definition, as it was seen at a time. */
import type { XmlKind } from './domain.ts';
import type { HostId } from './host.ts';

export interface DefinitionVersionInfo {
  readonly id: number;
  readonly host: HostId;
  readonly uuid: string;
  readonly kind: XmlKind;
  /** Epoch ms when it was first seen. */
  readonly seenAt: number;
  /** SHA-256 of the XML, hex. */
  readonly hash: string;
  readonly by: 'us' | 'outside';
  /** The task that made it, and its verb as long as the task is on record. */
  readonly task?: string;
  readonly verb?: string;
}

export interface DefinitionHit {
  readonly version: DefinitionVersionInfo;
  readonly lines: readonly { readonly kind: 'added' | 'removed'; readonly text: string }[];
}

export interface DeletedDomain {
  readonly host: HostId;
  readonly uuid: string;
  readonly name: string;
  /** Epoch ms when its last version was first seen. */
  readonly lastSeen: number;
  /** Id of the last version. */
  readonly version: number;
}
