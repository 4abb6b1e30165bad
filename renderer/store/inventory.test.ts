import { describe, expect, test } from 'vitest';
import { noChanges, type Changes } from '../../shared/changes.ts';
import { domainKey, type Domain } from '../../shared/model/domain.ts';
import { applyInventory, compareNames, useInventory } from './inventory.ts';

const sorted = (...names: readonly string[]): readonly string[] => names.toSorted(compareNames);

test('names are ordered as people count, whatever their case', () => {
  expect(sorted('vm-10', 'VM-2', 'vm-1', 'a')).toEqual(['a', 'vm-1', 'VM-2', 'vm-10']);
});

test('names in other scripts stand in the order of the language, beside plain ones', () => {
  expect(sorted('zebra', 'äpfel', 'birne')).toEqual(['äpfel', 'birne', 'zebra']);
});

test('equal names stay where they are', () => {
  expect(compareNames('web', 'WEB')).toBe(0);
});

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
    applyInventory({ hosts: noChanges(), domains: { ...noChanges<Domain>(), ...domains } }, first);
  const names = (): readonly (string | undefined)[] => {
    const { domains, order } = useInventory.getState();
    return order.map((key) => domains[key]?.name);
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
    const { order } = useInventory.getState();
    take({ updated: records({ ...domain('1', 'b'), state: 'running' }) });
    expect(useInventory.getState().order).toBe(order);
  });
});
