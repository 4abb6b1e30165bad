/** The whole of what a window may ask. One noun, one file; this page only gathers them. */
import type { Client, Handlers } from '../rpc/contract.ts';
import { app } from './app.ts';
import { consoles } from './consoles.ts';
import { domains } from './domains.ts';
import { hosts } from './hosts.ts';
import { inventory } from './inventory.ts';
import { questions } from './questions.ts';
import { stats } from './stats.ts';
import { tasks } from './tasks.ts';

export const contract = { app, hosts, questions, inventory, domains, tasks, stats, consoles };
export type Api = Client<typeof contract>;
export type ApiHandlers = Handlers<typeof contract>;
