/** The verbs of networks. */
import { network } from '../../../shared/api/network.ts';
import { procedures } from '../../libvirt/index.ts';
import { hostedTarget } from '../task/hostedTarget.ts';
import { callStep } from '../task/plan.ts';
import { verb, type VerbTable } from '../task/verb.ts';

const target = hostedTarget('network');

export const networkVerbs: VerbTable<typeof network> = {
  start: verb(network.start, {
    target,
    plan: ({ session, wire: net }, input) => ({
      steps: [callStep(session, 'slow', procedures.networkCreate, { net })],
      inverse: { verb: 'network.stop', input },
    }),
  }),
  stop: verb(network.stop, {
    target,
    plan: ({ session, wire: net }, input) => ({
      steps: [callStep(session, 'control', procedures.networkDestroy, { net })],
      inverse: { verb: 'network.start', input },
    }),
  }),
  setAutostart: verb(network.setAutostart, {
    target,
    plan: ({ session, wire: net, record }, { autostart, ...ref }) => ({
      steps: [callStep(session, 'control', procedures.networkSetAutostart, { net, autostart: autostart ? 1 : 0 })],
      ...(record?.autostart === !autostart && {
        inverse: { verb: 'network.setAutostart', input: { ...ref, autostart: !autostart } },
      }),
    }),
  }),
  undefine: verb(network.undefine, {
    target,
    plan: ({ session, wire: net }) => ({ steps: [callStep(session, 'control', procedures.networkUndefine, { net })] }),
  }),
};
