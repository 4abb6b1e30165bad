import { expect, test } from 'vitest';
import { apply, noChanges } from '../../../shared/changes.ts';
import type { Domain } from '../../../shared/model/domain.ts';
import type { Host } from '../../../shared/model/host.ts';
import { Inventory } from './inventory.ts';

const host = (stale: boolean): Host => ({
  id: 'h',
  config: { id: 'h', uri: 'test:///default', name: 'h', autoconnect: false },
  status: { kind: 'disconnected' },
  stale,
});
const domains = (count: number): readonly Domain[] =>
  Array.from({ length: count }, (_, at) => ({
    host: 'h',
    uuid: `uuid-${at}`,
    name: `vm-${at}`,
    persistent: true,
    autostart: false,
    managedSave: false,
    state: 'shutoff',
    stateReason: 0,
  }));

test('thousands of domains come in several messages: hosts first, domains, then that the list of a host is here', async () => {
  const inventory = new Inventory();
  inventory.addHost(host(true));
  const stop = new AbortController();
  const watching = inventory.handlers().watch({ kinds: ['host', 'domain'] }, { signal: stop.signal });
  const messages = watching[Symbol.asyncIterator]();
  await messages.next();
  inventory.of('domain').recall(
    'h',
    domains(2500).map((domain) => [domain.uuid, domain]),
  );
  inventory.changeHost(host(false));
  let hosts: Readonly<Record<string, Host>> = {};
  let known: Readonly<Record<string, Domain>> = {};
  const sizes: number[] = [];
  while (hosts['h']?.stale !== false) {
    const { value } = await messages.next();
    hosts = apply(hosts, value.host ?? noChanges());
    known = apply(known, value.domain ?? noChanges());
    sizes.push(Object.keys(value.domain?.added ?? {}).length);
  }
  stop.abort();
  expect(sizes).toEqual([0, 1000, 1000, 500, 0]);
  expect(Object.keys(known)).toHaveLength(2500);
});
