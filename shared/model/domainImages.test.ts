import { expect, test } from 'vitest';
import { domainImages } from './domainImages.ts';

const domain = (devices: string, rest = ''): string => `<domain>${rest}<devices>${devices}</devices></domain>`;

test('a running domain tells what its images are based on, to the end', () => {
  const { chains } = domainImages(
    domain(`<disk type='file'><driver type='qcow2'/><source file='/a'/><backingStore type='file'><format type='qcow2'/>
      <source file='/b'/><backingStore type='volume'><format type='raw'/><source pool='p' volume='c'/></backingStore>
      </backingStore></disk>`),
  );
  expect(chains).toEqual([{ images: ['/a', '/b', 'p/c'], ends: true }]);
});

test.each([
  ['raw', `<driver type='raw'/>`, '', true],
  ['no format, which libvirt takes for raw', '', '', true],
  ['qcow2, looked into', `<driver type='qcow2'/>`, '<backingStore/>', true],
  ['qcow2, not looked into', `<driver type='qcow2'/>`, '', false],
  [
    'a backing image of which nothing more is told',
    `<driver type='qcow2'/>`,
    `<backingStore type='file'><format type='qcow2'/><source file='/b'/></backingStore>`,
    false,
  ],
])('whether the chain ends is known of %s: %#', (_what, driver, below, ends) => {
  const [chain] = domainImages(domain(`<disk type='file'>${driver}<source file='/a'/>${below}</disk>`)).chains;
  expect(chain?.ends).toBe(ends);
});

test('whatever looks like a path may be an image: kernels, NVRAM, copies under way, memory, things nobody knows yet', () => {
  const { names } = domainImages(
    domain(
      `<emulator>/usr/bin/qemu</emulator>
       <disk type='file'><source file='/disk'/><mirror type='file' file='/copy'><source file='/copy2'/></mirror></disk>
       <disk type='volume'><source pool='p' volume='v'/><mirror type='volume'><source pool='q' volume='w'/></mirror></disk>
       <memory model='nvdimm'><source><path>/nvdimm</path></source></memory>
       <novelty held='/future'/>`,
      `<os><kernel>/kernel</kernel><nvram template='/vars.fd'><source file='/nvram'/></nvram></os>`,
    ),
  );
  expect(new Set(names)).toEqual(
    new Set(
      ['/usr/bin/qemu', '/disk', '/copy', '/copy2', 'p/v', 'q/w', '/nvdimm', '/future', '/kernel', '/vars.fd'].concat(
        '/nvram',
      ),
    ),
  );
});

test('what people write for themselves uses nothing', () => {
  const xml = `<domain><title>/a</title><description>/b</description><metadata><x xmlns='urn:x' path='/c'>/d</x></metadata></domain>`;
  expect(domainImages(xml)).toEqual({ names: [], chains: [] });
});

test('a disk comes with the images below it', () => {
  const xml =
    "<domain><devices><disk type='file'><source file='/a'/><backingStore type='file'><source file='/b'/><backingStore type='file'>" +
    "<source file='/c'/><backingStore/></backingStore></backingStore></disk></devices></domain>";
  expect(domainImages(xml).names).toEqual(['/a', '/b', '/c']);
});
