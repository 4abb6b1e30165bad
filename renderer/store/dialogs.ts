/** The one dialog that is open, if one is. The shell shows it; verbs ask for it. */
import { create } from 'zustand';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { HostId } from '../../shared/model/host.ts';

export type Dialog =
  | { readonly kind: 'confirmDomains'; readonly verb: string; readonly domains: readonly DomainRef[] }
  | { readonly kind: 'renameDomain'; readonly domain: DomainRef }
  | { readonly kind: 'deleteDomain'; readonly domain: DomainRef }
  | { readonly kind: 'removeHost'; readonly host: HostId }
  /** Without a host: a new one. */
  | { readonly kind: 'host'; readonly host?: HostId }
  | { readonly kind: 'help' };

export const useDialog = create<{ readonly dialog: Dialog | undefined }>()(() => ({ dialog: undefined }));

export const openDialog = (dialog: Dialog): void => useDialog.setState({ dialog });
export const closeDialog = (): void => useDialog.setState({ dialog: undefined });
