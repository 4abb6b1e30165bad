import { describe, expect, test } from 'vitest';
import { noChanges, type Changes } from '../../shared/changes.ts';
import { domainObject, domainKey, type Domain } from '../../shared/model/domain.ts';
import type { Host } from '../../shared/model/host.ts';
import { hostRef } from '../../shared/model/objectRef.ts';
import { applyInventory, recordNow, useInventory } from './inventory.ts';

describe('the window’s copy', () => {
  const domain = (uuid: string, name: string): Domain => ({
    host: 'h',
    uuid,
    name,
    persistent: true,
    autostart: false,
    managedSave: false,
    state: 'shutoff',
    stateReason: 0,
  });
  const records = (...domains: readonly Domain[]) => Object.fromEntries(domains.map((each) => [domainKey(each), each]));
  const take = (domains: Partial<Changes<Domain>>, first = false): void =>
    applyInventory(['host', 'domain'], { domain: { ...noChanges<Domain>(), ...domains } }, first);
  const host: Host = {
    id: 'h',
    config: { id: 'h', name: 'rack', uri: 'test:///default', autoconnect: true },
    status: { kind: 'disconnected' },
    stale: true,
  };
  const names = (): readonly (string | undefined)[] => {
    const { records, order } = useInventory.getState().domain;
    return order.map((key) => records[key]?.name);
  };

  test('keeps domains in the order of their names, whatever comes, goes or is renamed', () => {
    take({ added: records(domain('1', 'vm-10'), domain('2', 'vm-2')) }, true);
    expect(names()).toEqual(['vm-2', 'vm-10']);
    take({ added: records(domain('3', 'vm-3')), updated: records(domain('1', 'vm-1')) });
    expect(names()).toEqual(['vm-1', 'vm-2', 'vm-3']);
    take({ removed: [domainKey(domain('2', ''))] });
    expect(names()).toEqual(['vm-1', 'vm-3']);
    take({ added: records(domain('4', 'other')) }, true);
    expect(names()).toEqual(['other']);
  });

  test('keeps the order itself while only other things change', () => {
    take({ added: records(domain('1', 'b'), domain('2', 'a')) }, true);
    const { order } = useInventory.getState().domain;
    take({ updated: records({ ...domain('1', 'b'), state: 'running' }) });
    expect(useInventory.getState().domain.order).toBe(order);
  });

  test('finds a record by what names its object: hosts by their id, what a host has by host and id', () => {
    const web = domain('1', 'web');
    applyInventory(['host', 'domain'], { host: { ...noChanges(), added: { h: host } } }, true);
    take({ added: records(web) });
    expect(recordNow(domainObject(web))).toBe(web);
    expect(recordNow(hostRef('h'))).toBe(host);
    expect(recordNow(hostRef('other'))).toBeUndefined();
  });

  test('leaves kinds alone that nothing is said of, and all of it while nothing changes', () => {
    take({ added: records(domain('1', 'a')) }, true);
    const before = useInventory.getState();
    applyInventory(['host', 'domain'], { host: { ...noChanges(), added: { h: host } } }, false);
    expect(useInventory.getState().domain).toBe(before.domain);
    expect(useInventory.getState().host).not.toBe(before.host);
    const after = useInventory.getState();
    applyInventory(['host', 'domain'], { domain: noChanges() }, false);
    expect(useInventory.getState()).toBe(after);
  });

  test('takes a snapshot for all there is of the kinds that are followed, and of no other', () => {
    take({ added: records(domain('1', 'a')) }, true);
    applyInventory(['nodeDevice'], {}, true);
    expect(names()).toEqual(['a']);
    expect(useInventory.getState().nodeDevice.loaded).toBe(true);
    applyInventory(['host', 'domain'], {}, true);
    expect(names()).toEqual([]);
  });
});
