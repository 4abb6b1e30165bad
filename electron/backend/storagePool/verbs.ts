/** The verbs of storage pools. All go by the lane for what may last: their storage may hang. */
import { storagePool } from '../../../shared/api/storagePool.ts';
import { procedures, uuidBytes } from '../../libvirt/index.ts';
import type { Sessions } from '../session.ts';
import { callStep } from '../task/plan.ts';
import { verb, type Target, type VerbTable } from '../task/verb.ts';

interface PoolTarget extends Target {
  readonly pool: { readonly name: string; readonly uuid: Uint8Array };
  /** Undefined while nobody follows the kind. */
  readonly autostart: boolean | undefined;
}

/** The daemon looks at the UUID only; the name is for users. @throws AppError `notFound` when the host isn't known */
function poolTarget(sessions: Sessions, { host, id }: { readonly host: string; readonly id: string }): PoolTarget {
  const session = sessions.get(host);
  const known = session.record('storagePool', id);
  const name = known?.name ?? '';
  const pool = { name, uuid: uuidBytes(id) };
  const object = { kind: 'storagePool', name: name || id } as const;
  return { session, ref: { host, kind: 'storagePool', id }, object, pool, autostart: known?.autostart };
}

const refOf = ({ ref: { host, id } }: Target) => ({ host, id });

export const storagePoolVerbs: VerbTable<typeof storagePool> = {
  start: verb(storagePool.start, {
    target: poolTarget,
    plan: (target) => ({
      steps: [callStep(target.session, 'slow', procedures.storagePoolCreate, { pool: target.pool, flags: 0 })],
      inverse: { verb: 'storagePool.stop', input: refOf(target) },
    }),
  }),
  stop: verb(storagePool.stop, {
    target: poolTarget,
    plan: (target) => ({
      steps: [callStep(target.session, 'slow', procedures.storagePoolDestroy, { pool: target.pool })],
      inverse: { verb: 'storagePool.start', input: refOf(target) },
    }),
  }),
  refresh: verb(storagePool.refresh, {
    target: poolTarget,
    plan: ({ session, pool }) => ({
      steps: [callStep(session, 'slow', procedures.storagePoolRefresh, { pool, flags: 0 })],
    }),
  }),
  setAutostart: verb(storagePool.setAutostart, {
    target: poolTarget,
    plan: (target, { autostart }) => ({
      steps: [
        callStep(target.session, 'slow', procedures.storagePoolSetAutostart, {
          pool: target.pool,
          autostart: autostart ? 1 : 0,
        }),
      ],
      ...(target.autostart === !autostart && {
        inverse: { verb: 'storagePool.setAutostart', input: { ...refOf(target), autostart: !autostart } },
      }),
    }),
  }),
  undefine: verb(storagePool.undefine, {
    target: poolTarget,
    plan: ({ session, pool }) => ({ steps: [callStep(session, 'slow', procedures.storagePoolUndefine, { pool })] }),
  }),
};
