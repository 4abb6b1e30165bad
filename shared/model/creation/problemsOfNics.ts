/** Problems of a new VM's network cards. */
import type { NewNic } from './hardware.ts';
import { forwardsPorts } from './hostView.ts';
import { macAfter } from './macs.ts';
import { problem, when, type Checked, type Problems } from './checked.ts';

export const nicProblems = (checked: Checked): Problems =>
  checked.request.hardware.nics.flatMap((nic, at) => {
    const field = `hardware.nics.${at}`;
    return [...sourceProblems(checked, nic, `${field}.source`), ...macProblems(checked, nic, `${field}.mac`)];
  });

function macProblems({ view, vm }: Checked, { mac }: NewNic, field: string): Problems {
  if (mac === undefined) return [];
  const own = macAfter(mac, vm.index);
  return when(view.macs.has(own), 'error', 'macTaken', field, { mac: own });
}

function sourceProblems({ view }: Checked, { source }: NewNic, field: string): Problems {
  const { interfaces, networks } = view;
  switch (source.kind) {
    case 'network': {
      const { network } = source;
      const found = networks.find(({ name }) => name === network);
      if (found === undefined) return [problem('error', 'networkMissing', field, { network })];
      return when(!found.active, 'error', 'networkInactive', field, { network });
    }
    case 'bridge': {
      const { bridge } = source;
      const known = interfaces.some(({ name }) => name === bridge) || networks.some((each) => each.bridge === bridge);
      return when(interfaces.length > 0 && !known, 'error', 'bridgeMissing', field, { bridge });
    }
    case 'macvtap': {
      const { device } = source;
      const known = interfaces.some(({ name }) => name === device);
      return when(interfaces.length > 0 && !known, 'error', 'deviceMissing', field, { device });
    }
    case 'user': {
      if (source.portForwards.length === 0) return [];
      const can = forwardsPorts(view);
      return can === undefined
        ? [problem('warning', 'forwardsNeedPasst', field)]
        : when(!can, 'error', 'passtMissing', field);
    }
    default:
      return source satisfies never;
  }
}
