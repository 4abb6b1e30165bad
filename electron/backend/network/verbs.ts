/** The verbs of networks. */
import { network } from '../../../shared/api/network.ts';
import { procedures, uuidBytes } from '../../libvirt/index.ts';
import type { Sessions } from '../session.ts';
import { callStep } from '../task/plan.ts';
import { verb, type Target, type VerbTable } from '../task/verb.ts';

interface NetworkTarget extends Target {
  readonly net: { readonly name: string; readonly uuid: Uint8Array };
  /** Undefined while nobody follows the kind. */
  readonly autostart: boolean | undefined;
}

/** The daemon looks at the UUID only; the name is for users. @throws AppError `notFound` when the host isn't known */
function networkTarget(
  sessions: Sessions,
  { host, id }: { readonly host: string; readonly id: string },
): NetworkTarget {
  const session = sessions.get(host);
  const known = session.record('network', id);
  const name = known?.name ?? '';
  const net = { name, uuid: uuidBytes(id) };
  const object = { kind: 'network', name: name || id } as const;
  return { session, ref: { host, kind: 'network', id }, object, net, autostart: known?.autostart };
}

const refOf = ({ ref: { host, id } }: Target) => ({ host, id });

export const networkVerbs: VerbTable<typeof network> = {
  start: verb(network.start, {
    target: networkTarget,
    plan: (target) => ({
      steps: [callStep(target.session, 'slow', procedures.networkCreate, { net: target.net })],
      inverse: { verb: 'network.stop', input: refOf(target) },
    }),
  }),
  stop: verb(network.stop, {
    target: networkTarget,
    plan: (target) => ({
      steps: [callStep(target.session, 'control', procedures.networkDestroy, { net: target.net })],
      inverse: { verb: 'network.start', input: refOf(target) },
    }),
  }),
  setAutostart: verb(network.setAutostart, {
    target: networkTarget,
    plan: (target, { autostart }) => ({
      steps: [
        callStep(target.session, 'control', procedures.networkSetAutostart, {
          net: target.net,
          autostart: autostart ? 1 : 0,
        }),
      ],
      ...(target.autostart === !autostart && {
        inverse: { verb: 'network.setAutostart', input: { ...refOf(target), autostart: !autostart } },
      }),
    }),
  }),
  undefine: verb(network.undefine, {
    target: networkTarget,
    plan: ({ session, net }) => ({ steps: [callStep(session, 'control', procedures.networkUndefine, { net })] }),
  }),
};
