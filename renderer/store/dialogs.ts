/** The one dialog that is open, if one is. The shell shows it; verbs ask for it. */
import { create } from 'zustand';
import type { DeviceKey } from '../../shared/model/devices/deviceKey.ts';
import type { NewDeviceId } from '../../shared/model/newDevice/index.ts';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';
import type { ObjectRef } from '../../shared/model/objectRef.ts';

export type DiskDialogId = 'grow' | 'move' | 'flatten' | 'insert';

export type Dialog =
  /** A verb on objects of one kind; to those that can't take it nothing happens. */
  | { readonly kind: 'confirm'; readonly verb: string; readonly refs: readonly ObjectRef[] }
  | { readonly kind: 'renameDomain'; readonly domain: DomainRef }
  | { readonly kind: 'dumpDomain'; readonly domain: DomainRef }
  | { readonly kind: 'deleteDomain'; readonly domain: DomainRef }
  | { readonly kind: 'deleteDomains'; readonly domains: readonly DomainRef[] }
  /** The planned edits of a domain: what they will do, and apply. */
  | { readonly kind: 'reviewEdits'; readonly domain: DomainRef }
  | { readonly kind: 'disk'; readonly dialog: DiskDialogId; readonly domain: DomainRef; readonly target: string }
  /** `device`: what is proposed. */
  | { readonly kind: 'addHardware'; readonly domain: DomainRef; readonly device?: NewDeviceId }
  /** The XML of one device, named by its key. */
  | { readonly kind: 'deviceXml'; readonly domain: DomainRef; readonly device: DeviceKey }
  /** One field of many VMs. */
  | { readonly kind: 'bulkEdit'; readonly domains: readonly DomainRef[] }
  /** A VM that is gone, as in this version of its definition. */
  | { readonly kind: 'defineAgain'; readonly domain: DomainRef; readonly version: number; readonly name: string }
  /** New VMs; without a host: on the first that is there. */
  | { readonly kind: 'createDomain'; readonly host?: HostId }
  | { readonly kind: 'removeHost'; readonly host: HostId }
  /** Without a host: a new one. */
  | { readonly kind: 'host'; readonly host?: HostId }
  | { readonly kind: 'help' };

export const useDialog = create<{ readonly dialog: Dialog | undefined }>()(() => ({ dialog: undefined }));

export const openDialog = (dialog: Dialog): void => useDialog.setState({ dialog });
export const closeDialog = (): void => useDialog.setState({ dialog: undefined });
