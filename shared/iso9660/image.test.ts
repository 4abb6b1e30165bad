import { describe, expect, test } from 'vitest';
import { readVolumeDescriptor, volumeDescriptorAt } from '../model/media.ts';
import { isoImage, type IsoFile } from './image.ts';

const file = (name: string, text = name): IsoFile => ({ name, data: new TextEncoder().encode(text) });
const seed = [file('user-data', '#cloud-config\n'), file('meta-data'), file('network-config', 'x'.repeat(5000))];

describe('an image', () => {
  test('names itself as it was told, letters as they are', () => {
    const sector = isoImage(seed, 'cidata').subarray(volumeDescriptorAt.offset, volumeDescriptorAt.offset + 2048);
    expect(readVolumeDescriptor(sector)?.volumeId).toBe('cidata');
  });

  test('is as long as it says', () => {
    const image = isoImage([...seed, file('empty', '')], 'cidata');
    const sector = image.subarray(volumeDescriptorAt.offset, volumeDescriptorAt.offset + 2048);
    expect(readVolumeDescriptor(sector)?.volumeSize).toBe(image.length);
  });

  test('is the same for the same files, byte for byte', () => {
    expect(isoImage(seed, 'cidata')).toEqual(isoImage(seed, 'cidata'));
  });

  test('holds the bytes of a file from the beginning of a sector on', () => {
    const image = isoImage(seed, 'cidata');
    const text = new TextDecoder('latin1').decode(image);
    expect(text.indexOf('#cloud-config\n') % 2048).toBe(0);
    expect(text).toContain('x'.repeat(5000));
  });
});

describe('refused', () => {
  test.each(['', '..', 'a/b', 'ä', 'a b', 'x'.repeat(65)])('the file name %j', (name) => {
    expect(() => isoImage([file(name, '')], 'cidata')).toThrow(/name of a file/);
  });

  test('names that differ in case alone: Windows takes them for one', () => {
    expect(() => isoImage([file('a'), file('A')], 'cidata')).toThrow(/two files/);
  });

  test.each(['', 'x'.repeat(17), 'a\nb'])('the label %j: Joliet has room for sixteen characters', (label) => {
    expect(() => isoImage([], label)).toThrow(/volume label/);
  });
});
