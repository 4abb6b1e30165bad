/** How the objects of a host are kept true, by kind: one line a noun. Domains are read always (`host/hostConnection.ts`). */
import { interfaceMirror } from './interface/mirror.ts';
import type { ChildMirrorTable } from './inventory/children.ts';
import type { MirrorTable } from './inventory/mirrors.ts';
import { networkMirror } from './network/mirror.ts';
import { nodeDeviceMirror } from './nodeDevice/mirror.ts';
import { nwfilterMirror } from './nwfilter/mirror.ts';
import { secretMirror } from './secret/mirror.ts';
import { snapshotMirror } from './snapshot/mirror.ts';
import { storagePoolMirror } from './storagePool/mirror.ts';
import { storageVolumeMirror } from './storageVolume/mirror.ts';

export const mirrors: MirrorTable = {
  network: networkMirror,
  storagePool: storagePoolMirror,
  nodeDevice: nodeDeviceMirror,
  secret: secretMirror,
  interface: interfaceMirror,
  nwfilter: nwfilterMirror,
};

/** What is read under its parent, while somebody looks. */
export const childMirrors: ChildMirrorTable = {
  storageVolume: storageVolumeMirror,
  snapshot: snapshotMirror,
};
