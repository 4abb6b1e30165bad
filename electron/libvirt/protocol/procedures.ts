/**
 * Every procedure a client may call, by libvirt's name: REMOTE_PROC_DOMAIN_CREATE is `procedures.domainCreate`.
 *
 * Left out are the ways to ask for events that came before callback ids: remote 105, 106, 167 and 168, and the messages they
 * bring (tables.test.ts has them all). Libvirt 1.3.3 and later, all that is supported, have the newer ones, and mixing both doubles events.
 */
import { authProcedures } from './auth.ts';
import { connectProcedures } from './connect.ts';
import { domainProcedures } from './domain.ts';
import { domainBlockProcedures } from './domainBlock.ts';
import { domainCheckpointProcedures } from './domainCheckpoint.ts';
import { domainGuestProcedures } from './domainGuest.ts';
import { domainResourcesProcedures } from './domainResources.ts';
import { domainSaveProcedures } from './domainSave.ts';
import { domainSnapshotProcedures } from './domainSnapshot.ts';
import { eventRegistrationProcedures } from './eventRegistration.ts';
import { interfaceProcedures } from './interface.ts';
import { lxcProcedures } from './lxc.ts';
import { migrationProcedures } from './migration.ts';
import { networkProcedures } from './network.ts';
import { nodeProcedures } from './node.ts';
import { nodeDeviceProcedures } from './nodeDevice.ts';
import { nwfilterProcedures } from './nwfilter.ts';
import { qemuProcedures } from './qemu.ts';
import { secretProcedures } from './secret.ts';
import { storagePoolProcedures } from './storagePool.ts';
import { storageVolumeProcedures } from './storageVolume.ts';

export const procedures = {
  ...authProcedures,
  ...connectProcedures,
  ...nodeProcedures,
  ...domainProcedures,
  ...domainResourcesProcedures,
  ...domainBlockProcedures,
  ...domainSaveProcedures,
  ...domainGuestProcedures,
  ...domainSnapshotProcedures,
  ...domainCheckpointProcedures,
  ...migrationProcedures,
  ...networkProcedures,
  ...interfaceProcedures,
  ...nwfilterProcedures,
  ...storagePoolProcedures,
  ...storageVolumeProcedures,
  ...nodeDeviceProcedures,
  ...secretProcedures,
  ...eventRegistrationProcedures,
  ...qemuProcedures,
  ...lxcProcedures,
};
