import { expect, test } from 'vitest';
import { diskSources } from '../../../../shared/model/domainXml.ts';
import { domainImages } from '../../../../shared/model/domainImages.ts';
import { imageUse, type ImageFacts, type KnownVolume } from '../../../../shared/model/imageUse.ts';
import { deletableVolumes } from './deletableVolumes.ts';

const volume = (path: string, backingPath?: string): KnownVolume => ({
  pool: 'p',
  name: path.slice(1),
  key: path,
  path,
  capacityBytes: 1024,
  allocationBytes: 512,
  ...(backingPath !== undefined && { backingPath }),
});
const disk = (target: string, file: string, inside = ''): string =>
  `<disk type='file'><driver type='qcow2'/><source file='${file}'/><target dev='${target}'/>${inside}</disk>`;
const definition = (...disks: readonly string[]): string => `<domain><devices>${disks.join('')}</devices></domain>`;

/** What may go with the domain of this definition, where `others` are off. */
function rows(
  xml: string,
  volumes: readonly KnownVolume[],
  others: Readonly<Record<string, string>> = {},
  rest: Partial<ImageFacts> = {},
) {
  const domains = Object.entries({ own: xml, ...others }).map(([name, text]) => ({
    uuid: name,
    name,
    running: name.endsWith('!'),
    images: [domainImages(text)],
  }));
  const use = imageUse({ volumes, domains, unlooked: [], ...rest });
  return deletableVolumes(diskSources(xml), 'own', use).map(({ path, why, above, usedBy }) => ({
    path,
    why,
    above,
    usedBy,
  }));
}

test('a disk of its own is suggested', () => {
  expect(rows(definition(disk('vda', '/a')), [volume('/a')])).toEqual([
    { path: '/a', why: undefined, above: [], usedBy: [] },
  ]);
});

test('of a chain every file is a row, and those beneath are not ticked by themselves', () => {
  const volumes = [volume('/base'), volume('/snap1', '/base'), volume('/snap2', '/snap1')];
  expect(rows(definition(disk('vda', '/snap2'), disk('vdb', '/other')), [...volumes, volume('/other')])).toEqual([
    { path: '/snap2', why: undefined, above: [], usedBy: [] },
    { path: '/snap1', why: 'beneath', above: ['/snap2'], usedBy: [] },
    { path: '/base', why: 'beneath', above: ['/snap2', '/snap1'], usedBy: [] },
    { path: '/other', why: undefined, above: [], usedBy: [] },
  ]);
});

test('two disks on one base share its row, which goes with both only', () => {
  const volumes = [volume('/base'), volume('/a', '/base'), volume('/b', '/base')];
  expect(rows(definition(disk('vda', '/a'), disk('vdb', '/b')), volumes)).toMatchObject([
    { path: '/a' },
    { path: '/base', above: ['/a', '/b'], why: 'beneath' },
    { path: '/b' },
  ]);
});

test.each([
  ['a VM that is off', { web: definition(disk('vda', '/overlay')) }, 'usedByOthers', ['web']],
  ['a VM that runs', { 'web!': definition(disk('vda', '/overlay')) }, 'runsElsewhere', ['web!']],
  ['nobody', {}, 'usedByOthers', ['/overlay']],
])('a base is not suggested while %s has what is based on it', (_who, others, why, usedBy) => {
  expect(rows(definition(disk('vda', '/base')), [volume('/base'), volume('/overlay', '/base')], others)).toMatchObject([
    { path: '/base', why, usedBy },
  ]);
});

test('what is shared beneath is told with who else has it', () => {
  const volumes = [volume('/base'), volume('/a', '/base'), volume('/b', '/base')];
  const others = { other: definition(disk('vda', '/b')) };
  expect(rows(definition(disk('vda', '/a')), volumes, others)).toMatchObject([
    { path: '/a', why: undefined },
    { path: '/base', why: 'usedByOthers', usedBy: ['other'] },
  ]);
});

test('nothing is suggested while something could not be looked at', () => {
  const unlooked = [{ kind: 'pool', name: 'nfs', why: 'inactive' }] as const;
  expect(rows(definition(disk('vda', '/a')), [volume('/a')], {}, { unlooked })).toMatchObject([{ why: 'unlooked' }]);
});

test('a file of the same name that others use elsewhere is not suggested', () => {
  const others = { b: definition(disk('vda', '/linked/a')) };
  expect(rows(definition(disk('vda', '/a')), [volume('/a'), volume('/linked/a')], others)).toMatchObject([
    { why: 'namesake' },
  ]);
});

test('media, read-only and shared disks, and what no pool holds stay by default', () => {
  const medium = `<disk type='file' device='cdrom'><source file='/iso'/><target dev='sda'/></disk>`;
  const xml = definition(
    medium,
    disk('vda', '/ro', '<readonly/>'),
    disk('vdb', '/shared', '<shareable/>'),
    disk('vdc', '/x'),
  );
  expect(rows(xml, [volume('/iso'), volume('/ro'), volume('/shared')]).map(({ why }) => why)).toEqual([
    'media',
    'readOnly',
    'shareable',
    'noPool',
  ]);
});
