/** The whole of what a window may ask. One noun, one file; this page only gathers them. */
import type { Client, Handlers } from '../rpc/contract.ts';
import { app } from './app.ts';
import { console } from './console.ts';
import { creation } from './creation.ts';
import { definition } from './definition.ts';
import { disk } from './disk.ts';
import { domain } from './domain.ts';
import { host } from './host.ts';
import { hostInterface } from './interface.ts';
import { inventory } from './inventory.ts';
import { network } from './network.ts';
import { nodeDevice } from './nodeDevice.ts';
import { nwfilter } from './nwfilter.ts';
import { plan } from './plan.ts';
import { prompt } from './prompt.ts';
import { secret } from './secret.ts';
import { stats } from './stats.ts';
import { storagePool } from './storagePool.ts';
import { storageVolume } from './storageVolume.ts';
import { task } from './task.ts';
import type { VerbNames } from './verb.ts';
import { waitingEdits } from './waitingEdits.ts';

export const contract = {
  app,
  host,
  prompt,
  inventory,
  domain,
  waitingEdits,
  creation,
  definition,
  disk,
  storagePool,
  storageVolume,
  network,
  interface: hostInterface,
  nwfilter,
  nodeDevice,
  secret,
  plan,
  task,
  stats,
  console,
};
export type Api = Client<typeof contract>;
export type ApiHandlers = Handlers<typeof contract>;

type Nouns = typeof contract;
/** `noun.method` of every verb. */
export type VerbId = { [N in keyof Nouns]: `${N}.${VerbNames<Nouns[N]> & string}` }[keyof Nouns];
