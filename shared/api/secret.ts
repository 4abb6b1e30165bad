/** Secrets kept by a host. Nothing here reads their values. */
import { z } from 'zod';
import type { DefinitionText } from '../model/definitionText.ts';
import { uuid } from '../model/domain.ts';
import { hostId } from '../model/host.ts';
import { call, noun } from '../rpc/contract.ts';
import { startsTask } from './verb.ts';

const secretRef = z.object({ host: hostId, id: uuid });

export const secret = noun({
  /** Its definition as the host has it: without its value. */
  definition: call(secretRef).returns<DefinitionText>(),
  /** Names of the domains whose definition names it. */
  users: call(secretRef).returns<readonly string[]>(),
  undefine: startsTask(secretRef),
});
