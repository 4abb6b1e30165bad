import { describe, expect, test } from 'vitest';
import {
  cloudInitOf,
  emptyDraft,
  unattendedOf,
  withFirstDisk,
  withFirstHost,
  withHardware,
  withKeys,
  withKind,
  withProposal,
  type CreationDraft,
} from './draft.ts';
import { proposal } from './proposal.fixture.ts';

const nobody = { before: undefined, now: undefined };
const proposed = (draft: CreationDraft = emptyDraft(['h1'])): CreationDraft => withProposal(draft, proposal(), nobody);

test('a dialog that was opened before any host was connected takes the first that comes, and no other after it', () => {
  const early = withFirstHost(emptyDraft([]), 'h1');
  expect(early.hosts).toEqual(['h1']);
  expect(withFirstHost(early, 'h2').hosts).toEqual(['h1']);
});

describe('a new proposal', () => {
  test('is taken as it is where nothing was changed', () => {
    const other = proposal({ memoryMiB: 4096, machine: 'pc' });
    expect(withProposal(proposed(), other, nobody).hardware).toEqual(other);
  });

  test('leaves what was changed of the one before', () => {
    const before = proposed();
    const changed = withHardware(before, { ...proposal(), memoryMiB: 8192 });
    const after = withProposal(changed, proposal({ memoryMiB: 4096, video: 'vga' }), nobody);
    expect(after.hardware).toMatchObject({ memoryMiB: 8192, video: 'vga' });
  });

  test('keeps leaving it, however many proposals follow', () => {
    const changed = withHardware(proposed(), { ...proposal(), memoryMiB: 8192 });
    const twice = [proposal({ memoryMiB: 4096 }), proposal({ memoryMiB: 1024 })].reduce(
      (draft, next) => withProposal(draft, next, nobody),
      changed,
    );
    expect(twice.hardware?.memoryMiB).toBe(8192);
  });

  test('of another architecture brings its machine and CPU along, whatever was chosen for the one before', () => {
    const changed = withHardware(proposed(), { ...proposal(), machine: 'pc' });
    const arm = withHardware(changed, { ...proposal(), machine: 'pc', arch: 'aarch64' });
    expect(arm.platform).toEqual({ arch: 'aarch64' });
    const next = proposal({ arch: 'aarch64', machine: 'virt' });
    expect(withProposal(arm, next, nobody).hardware).toMatchObject({ arch: 'aarch64', machine: 'virt' });
  });

  test('keeps a firmware that was chosen, and asks about the rest with it', () => {
    const chosen = withHardware(proposed(), { ...proposal(), firmware: 'efi' });
    expect(chosen.platform).toEqual({ firmware: 'efi' });
    expect(withProposal(chosen, proposal({ firmware: 'efi', tpm: true }), nobody).hardware).toMatchObject({
      firmware: 'efi',
      tpm: true,
    });
  });

  test('gives a Windows the topology of its rule, for as many CPUs as were chosen', () => {
    const windows = { id: 'win11', family: 'winnt' } as never;
    const changed = withHardware(proposed(), { ...proposal(), cpu: { vcpus: 8, mode: 'maximum' } });
    const ruled = proposal({ cpu: { vcpus: 2, mode: 'maximum', topology: { sockets: 1, cores: 2, threads: 1 } } });
    const after = withProposal(changed, ruled, { before: undefined, now: windows });
    expect(after.hardware?.cpu).toEqual({
      vcpus: 8,
      mode: 'maximum',
      topology: { sockets: 1, cores: 8, threads: 1 },
    });
  });
});

describe('another source', () => {
  test('loses nothing of what was said of the one before', () => {
    const draft = { ...proposed(), tree: { ...emptyDraft([]).tree, url: 'http://a/' } };
    expect(withKind(withKind(draft, 'blank'), 'tree').tree.url).toBe('http://a/');
  });

  test('is never written to a disk that was to be imported', () => {
    const imported = withFirstDisk(withKind(proposed(), 'import'), { kind: 'volume', pool: 'p', volume: 'precious' });
    expect(withKind(imported, 'iso').hardware?.disks).toEqual(proposal().disks);
  });

  test('that is a ready image is told by cloud-init who may log in, unless that was said otherwise', () => {
    const cloud = withKind(proposed(), 'cloud');
    expect(cloudInitOf(cloud)).toMatchObject({ pool: 'default', removeAfterFirstBoot: true });
    const without = { ...cloud, cloudInit: undefined, cloudInitSaid: true };
    expect(cloudInitOf(withKind(without, 'cloud'))).toBeUndefined();
  });

  test('that has nobody to listen is told nothing, and what was said waits for one that has', () => {
    const said = { ...withKind(proposed(), 'cloud'), cloudInitSaid: true };
    expect(cloudInitOf(withKind(said, 'iso'))).toBeUndefined();
    expect(cloudInitOf(withKind(withKind(said, 'iso'), 'import'))).toBe(said.cloudInit);
  });

  test('that is imported is told nothing by itself', () => {
    expect(cloudInitOf(withKind(withKind(proposed(), 'cloud'), 'import'))).toBeUndefined();
  });

  test('lets in the keys of this workstation, also those that come later, but not once something else was said', () => {
    const cloud = withKeys(withKind(withKeys(proposed(), ['a']), 'cloud'), ['a', 'b']);
    expect(cloud.cloudInit?.answers.users[0]?.sshKeys).toEqual(['a', 'b']);
    expect(withKeys({ ...cloud, cloudInitSaid: true }, ['c']).cloudInit).toBe(cloud.cloudInit);
  });

  test('that is a ready image is told so too when the host answers only later', () => {
    expect(withProposal(withKind(emptyDraft(['h1']), 'cloud'), proposal(), nobody).cloudInit).toBeDefined();
  });

  test('without an installer has no answers for one', () => {
    const answered = { ...proposed(), unattended: { pool: 'default' } as never };
    expect(unattendedOf(withKind(answered, 'pxe'))).toBeUndefined();
    expect(unattendedOf(withKind(withKind(answered, 'pxe'), 'tree'))).toBeDefined();
  });
});
