/** The verbs of storage pools. All go by the lane for what may last: their storage may hang. */
import { storagePool } from '../../../shared/api/storagePool.ts';
import { procedures } from '../../libvirt/index.ts';
import { hostedTarget } from '../task/hostedTarget.ts';
import { callStep } from '../task/plan.ts';
import { verb, type VerbTable } from '../task/verb.ts';

const target = hostedTarget('storagePool');

export const storagePoolVerbs: VerbTable<typeof storagePool> = {
  start: verb(storagePool.start, {
    target,
    plan: ({ session, wire: pool }, input) => ({
      steps: [callStep(session, 'slow', procedures.storagePoolCreate, { pool, flags: 0 })],
      inverse: { verb: 'storagePool.stop', input },
    }),
  }),
  stop: verb(storagePool.stop, {
    target,
    plan: ({ session, wire: pool }, input) => ({
      steps: [callStep(session, 'slow', procedures.storagePoolDestroy, { pool })],
      inverse: { verb: 'storagePool.start', input },
    }),
  }),
  refresh: verb(storagePool.refresh, {
    target,
    plan: ({ session, wire: pool }) => ({
      steps: [callStep(session, 'slow', procedures.storagePoolRefresh, { pool, flags: 0 })],
    }),
  }),
  setAutostart: verb(storagePool.setAutostart, {
    target,
    plan: ({ session, wire: pool, record }, { autostart, ...ref }) => ({
      steps: [callStep(session, 'slow', procedures.storagePoolSetAutostart, { pool, autostart: autostart ? 1 : 0 })],
      ...(record?.autostart === !autostart && {
        inverse: { verb: 'storagePool.setAutostart', input: { ...ref, autostart: !autostart } },
      }),
    }),
  }),
  undefine: verb(storagePool.undefine, {
    target,
    plan: ({ session, wire: pool }) => ({
      steps: [callStep(session, 'slow', procedures.storagePoolUndefine, { pool })],
    }),
  }),
};
