/** How objects travel: by name and UUID or the like (remote_nonnull_* of src/remote/remote_protocol.x), and what all tables share. */
import { enumeration, fixedOpaque, int, string as xdrString, struct, type ValueOf } from '../wire/xdr.ts';
import { limits } from './limits.ts';

export const string = xdrString(limits.string);

/** 16 bytes, as they stand in the text form. */
export const uuid = fixedOpaque(16);

/** The daemon looks at the UUID only; a wrong name or id is accepted. `id` is -1 when inactive. */
export const nonnullDomain = struct({ name: string, uuid, id: int });
export type WireDomain = ValueOf<typeof nonnullDomain>;
export const nonnullNetwork = struct({ name: string, uuid });
export const nonnullNetworkPort = struct({ net: nonnullNetwork, uuid });
export const nonnullNwfilter = struct({ name: string, uuid });
export const nonnullNwfilterBinding = struct({ portdev: string, filtername: string });
export const nonnullInterface = struct({ name: string, mac: string });
export const nonnullStoragePool = struct({ name: string, uuid });
export const nonnullStorageVol = struct({ pool: string, name: string, key: string });
export const nonnullNodeDevice = struct({ name: string });
export const nonnullSecret = struct({ uuid, usageType: int, usageID: string });
export const nonnullDomainCheckpoint = struct({ name: string, dom: nonnullDomain });
export const nonnullDomainSnapshot = struct({ name: string, dom: nonnullDomain });

export const authTypes = { none: 0, sasl: 1, polkit: 2 } as const;
export const authType = enumeration(authTypes);
