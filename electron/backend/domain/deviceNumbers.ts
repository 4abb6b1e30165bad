/** Rates and errors of the disks and interfaces of one domain: read only while somebody looks at one of them. */
import type { stats as contract } from '../../../shared/api/stats.ts';
import { isActive } from '../../../shared/model/domain.ts';
import type { DeviceNumbers, DeviceRate, DeviceTotal } from '../../../shared/model/stats.ts';
import type { NounHandlers } from '../../../shared/rpc/contract.ts';
import { enums, procedures, type TypedParameter } from '../../libvirt/index.ts';
import { Counters } from '../stats/counters.ts';
import { domainTarget } from './target.ts';
import type { Sessions } from '../session.ts';
import { pause } from '../calls/pause.ts';

interface DeviceNumbersParts {
  readonly sessions: Sessions;
  readonly intervalSeconds: () => number;
}

const { virDomainStatsTypes: groups, virConnectGetAllDomainStatsFlags: flags } = enums;
const asked = {
  stats: groups.VIR_DOMAIN_STATS_BLOCK | groups.VIR_DOMAIN_STATS_INTERFACE,
  // A domain that is busy with a job answers with what the daemon knows, rather than later.
  flags: flags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
};

const devices = { block: 'disk', net: 'interface' } as const;

/** What comes after `block.N.` or `net.N.` (virConnectGetAllDomainStats). */
const rates: Readonly<Record<string, DeviceRate>> = {
  'rd.bytes': 'read',
  'wr.bytes': 'write',
  'rd.reqs': 'readRequests',
  'wr.reqs': 'writeRequests',
  'rx.bytes': 'receive',
  'tx.bytes': 'transmit',
};
const totals: Readonly<Record<string, DeviceTotal>> = {
  'rx.errs': 'receiveErrors',
  'tx.errs': 'transmitErrors',
  'rx.drop': 'receiveDrops',
  'tx.drop': 'transmitDrops',
};

export function watchDeviceNumbers({
  sessions,
  intervalSeconds,
}: DeviceNumbersParts): NounHandlers<typeof contract>['watchDevices'] {
  return async function* watch(ref, { signal }) {
    let counters = new Counters();
    let run: number | undefined;
    while (!signal.aborted) {
      const { session, dom, domain } = domainTarget(sessions, ref);
      if (domain.id !== run) counters = new Counters();
      run = domain.id;
      if (isActive(domain)) {
        const bulk = await session.lane('bulk');
        const { retStats } = await bulk.call(
          procedures.connectGetAllDomainStats,
          { doms: [dom], ...asked },
          { signal },
        );
        counters.begin(performance.now());
        yield deviceNumbers(retStats[0]?.params ?? [], counters);
      } else yield [];
      await pause(intervalSeconds() * 1000, signal);
    }
  };
}

/** @param counters of this run of the domain, which has begun a reading */
export function deviceNumbers(params: readonly TypedParameter[], counters: Counters): readonly DeviceNumbers[] {
  const found = new Map<string, MutableNumbers>();
  for (const { field, value } of params) {
    const [, group, index, what = ''] = /^(block|net)\.(\d+)\.(.+)$/.exec(field) ?? [];
    if (group !== 'block' && group !== 'net') continue;
    const id = `${group}.${index}`;
    if (what === 'name') found.set(id, { device: devices[group], name: String(value.value), rates: {}, totals: {} });
    const numbers = found.get(id);
    if (numbers !== undefined) take(numbers, what, Number(value.value), counters);
  }
  return [...found.values()];
}

interface MutableNumbers extends DeviceNumbers {
  readonly rates: Partial<Record<DeviceRate, number>>;
  readonly totals: Partial<Record<DeviceTotal, number>>;
}

function take(numbers: MutableNumbers, what: string, value: number, counters: Counters): void {
  const rate = rates[what];
  const total = totals[what];
  if (total !== undefined) numbers.totals[total] = value;
  if (rate === undefined) return;
  const perSecond = counters.perSecond(`${numbers.device} ${numbers.name}`, rate, value);
  if (!Number.isNaN(perSecond)) numbers.rates[rate] = perSecond;
}
