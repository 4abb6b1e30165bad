import { describe, expect, test } from 'vitest';
import { bulkChanges, bulkEdits, bulkFields } from './bulkEdit.ts';
import { namedDeviceTables } from './devices/index.ts';
import { namedDomain } from './editDefinition.ts';

const xml = `<domain><memory unit='MiB'>1</memory><devices>
  <disk type='file' device='disk'><driver name='qemu' cache='none'/><target dev='vda'/></disk>
  <disk type='file' device='disk'><target dev='vdb'/></disk>
  <disk type='file' device='cdrom'><target dev='sda'/></disk>
</devices></domain>`;

describe('one field changed in many domains', () => {
  test('is an edit of the domain, from what it has', () => {
    const changes = bulkChanges(xml, { kind: 'domain', property: 'memory' }, 2048);
    expect(bulkEdits(changes, 'memory')).toEqual([{ kind: 'domain', changes: { memory: { from: 1024, to: 2048 } } }]);
  });
  test('is an edit of each device of that kind, removable media left out', () => {
    expect(bulkChanges(xml, { kind: 'disk', property: 'cache' }, 'writeback')).toEqual([
      { device: 'disk:vda', from: 'none', to: 'writeback' },
      { device: 'disk:vdb', from: null, to: 'writeback' },
    ]);
  });
  test('leaves alone what has the value already', () => {
    expect(bulkChanges(xml, { kind: 'disk', property: 'cache' }, 'none').map(({ device }) => device)).toEqual([
      'disk:vdb',
    ]);
    expect(bulkChanges(xml, { kind: 'domain', property: 'memory' }, 1024)).toEqual([]);
  });
  test.each(bulkFields)('$kind.$property is a property there is', ({ kind, property }) => {
    const table = kind === 'domain' ? namedDomain : namedDeviceTables[kind];
    expect(table?.fields[property]).toBeDefined();
  });
});
