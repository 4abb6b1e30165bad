/** All enums of libvirt's API by their own names: `enums.virDomainState.VIR_DOMAIN_RUNNING`. The values are those of the wire. */
import * as connect from './connect.ts';
import * as domain from './domain.ts';
import * as domainBlock from './domainBlock.ts';
import * as domainEvent from './domainEvent.ts';
import * as domainGuest from './domainGuest.ts';
import * as domainSnapshot from './domainSnapshot.ts';
import * as domainState from './domainState.ts';
import * as error from './error.ts';
import * as migration from './migration.ts';
import * as network from './network.ts';
import * as nodeDevice from './nodeDevice.ts';
import * as secret from './secret.ts';
import * as storage from './storage.ts';

export const enums = {
  ...connect,
  ...domain,
  ...domainBlock,
  ...domainEvent,
  ...domainGuest,
  ...domainSnapshot,
  ...domainState,
  ...error,
  ...migration,
  ...network,
  ...nodeDevice,
  ...secret,
  ...storage,
};
