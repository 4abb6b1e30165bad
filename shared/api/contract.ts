/** The whole of what a window may ask. One noun, one file; this page only gathers them. */
import type { Client, Handlers } from '../rpc/contract.ts';
import { app } from './app.ts';
import { consoles } from './consoles.ts';
import { creation } from './creation.ts';
import { definitions } from './definitions.ts';
import { disks } from './disks.ts';
import { domains } from './domains.ts';
import { hosts } from './hosts.ts';
import { inventory } from './inventory.ts';
import { networks } from './networks.ts';
import { nodeDevices } from './nodeDevices.ts';
import { questions } from './questions.ts';
import { stats } from './stats.ts';
import { storage } from './storage.ts';
import { tasks } from './tasks.ts';
import { waitingEdits } from './waitingEdits.ts';

export const contract = {
  app,
  hosts,
  questions,
  inventory,
  domains,
  waitingEdits,
  creation,
  definitions,
  disks,
  storage,
  networks,
  nodeDevices,
  tasks,
  stats,
  consoles,
};
export type Api = Client<typeof contract>;
export type ApiHandlers = Handlers<typeof contract>;
