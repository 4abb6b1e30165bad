import { describe, expect, test } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { newImageFormat, poolTypes, volumeFormatsOf, volumeTypeOf } from './storagePool.ts';
import { newVolumeXml } from './storageVolume.ts';

describe('images in a pool', () => {
  test.each(['dir', 'fs', 'netfs', 'vstorage', 'gluster'])(
    'of files (%s) are qcow2, or raw where that is asked',
    (type) => {
      expect(volumeFormatsOf({ type })).toEqual(['qcow2', 'raw']);
    },
  );

  test.each(['disk', 'logical', 'zfs', 'iscsi', 'iscsi-direct', 'scsi', 'mpath', 'rbd', 'sheepdog'])(
    'of devices or of the network (%s) are raw: of qcow2 asked for there libvirt makes raw, in silence',
    (type) => {
      expect(volumeFormatsOf({ type })).toEqual(['raw']);
    },
  );

  test('of a kind that a newer libvirt has are what libvirt says', () => {
    expect(volumeFormatsOf({ type: 'holographic' })).toEqual(['qcow2', 'raw']);
    expect(volumeTypeOf({ type: 'holographic' })).toBe('file');
  });

  test('are made as wanted where that can be; a device has no ending', () => {
    expect(newImageFormat({ type: 'dir' }, 'qcow2')).toMatchObject({ format: 'qcow2', ending: '.qcow2' });
    expect(newImageFormat({ type: 'dir' }, 'raw')).toMatchObject({ format: 'raw', ending: '.img' });
    expect(newImageFormat({ type: 'logical' }, 'qcow2')).toEqual({ offered: ['raw'], format: 'raw', ending: '' });
    expect(newImageFormat(undefined, 'qcow2')).toMatchObject({ offered: ['qcow2', 'raw'], format: 'qcow2' });
  });

  test('are files, devices, or reached over the network by QEMU itself', () => {
    const by = (wanted: string) => poolTypes.filter((type) => volumeTypeOf({ type }) === wanted);
    expect(by('file')).toEqual(['dir', 'fs', 'netfs', 'vstorage']);
    expect(by('network')).toEqual(['iscsi-direct', 'rbd', 'sheepdog', 'gluster']);
    expect(by('block')).toEqual(['disk', 'iscsi', 'logical', 'scsi', 'mpath', 'zfs']);
  });
});

test('a new volume tells its format, but on a partitioned disk, where formats are types of partitions', () => {
  const volume = { name: 'v', capacityBytes: 1024, format: 'raw' } as const;
  const format = (pool: string) => parseXml(newVolumeXml(volume, pool)).root.child('target')?.child('format');
  expect(format('logical')?.attribute('type')).toBe('raw');
  expect(format('disk')).toBeUndefined();
});
