import { describe, expect, test } from 'vitest';
import type { CreationRequest } from './creationRequest.ts';
import { draftOf, type DraftParts } from './draft.ts';

const iso = { kind: 'volume', pool: 'default', volume: 'install.iso' } as const;
const disk = {
  content: { kind: 'new', pool: 'fast', capacityBytes: 1024, format: 'qcow2', full: false },
  bus: 'virtio',
  discard: true,
} as const;

const request = (change: Partial<CreationRequest> = {}, disks = 1): CreationRequest => ({
  name: 'web',
  count: 1,
  hosts: ['h'],
  source: { kind: 'blank' },
  hardware: {
    type: 'kvm',
    arch: 'x86_64',
    machine: 'q35',
    firmware: 'bios',
    cpu: { vcpus: 1, mode: 'host-passthrough' },
    memoryMiB: 512,
    disks: Array.from({ length: disks }, () => disk),
    nics: [],
    graphics: 'vnc',
    video: 'virtio',
    tablet: true,
    sound: false,
    guestAgent: true,
    tpm: false,
    rng: true,
    balloon: true,
    watchdog: 'none',
    clock: 'utc',
    hyperv: false,
  },
  extraMedia: [],
  start: true,
  autostart: false,
  ...change,
});
const parts: DraftParts = { name: 'web', host: 'h', index: 0, os: undefined };

describe('what a new VM needs', () => {
  test('volumes are called after the VM, the second and later ones counted', () => {
    expect(draftOf(request({}, 3), parts).volumes.map(({ volume }) => volume)).toEqual([
      'web.qcow2',
      'web-2.qcow2',
      'web-3.qcow2',
    ]);
  });

  test('an uploaded medium is made first, once for all VMs of the host', () => {
    const image = {
      kind: 'upload',
      upload: '6695eb01-f6a4-8304-79aa-97f2502e193f',
      pool: 'media',
      volume: 'up.iso',
      sizeBytes: 9,
    } as const;
    const { volumes } = draftOf(request({ source: { kind: 'iso', image } }), parts);
    expect(volumes).toMatchObject([
      { volume: 'up.iso', purpose: 'media', shared: true, temporary: false },
      { volume: 'web.qcow2', purpose: 'disk', shared: false },
    ]);
  });

  test('an image that was fetched only to be copied goes when that is done; one that is linked to stays', () => {
    const image = { kind: 'url', url: 'https://a/b.qcow2', pool: 'default', volume: 'b.qcow2' } as const;
    const temporary = (mode: 'copy' | 'link') =>
      draftOf(request({ source: { kind: 'cloud', image, mode, keepImage: false } }), parts).volumes[0]?.temporary;
    expect([temporary('copy'), temporary('link')]).toEqual([true, false]);
  });

  test('a medium without a disk to install on stays in its drive', () => {
    const { fixedMedia, installation } = draftOf(request({ source: { kind: 'iso', image: iso } }, 0), parts);
    expect(fixedMedia).toEqual([iso]);
    expect(installation).toBeUndefined();
  });

  test('a tree nobody knows the kernel of has no installation; a known one gets the words for its kernel', () => {
    const source = { kind: 'tree', url: 'http://a', pool: 'default', arguments: ' quiet ' } as const;
    expect(draftOf(request({ source }), parts).installation).toBeUndefined();
    const { installation, volumes } = draftOf(request({ source }), {
      ...parts,
      tree: { kernel: '/k', initrd: 'i' },
      seed: { delivery: 'initrd', bytes: 512, kernelArguments: ['auto=true'] },
    });
    expect(installation?.kernel?.arguments).toBe('quiet auto=true');
    expect(volumes.map(({ content }) => content)).toMatchObject([
      { kind: 'url', url: 'http://a/k' },
      { kind: 'url', url: 'http://a/i', appendix: true },
      { kind: 'empty' },
    ]);
  });
});
