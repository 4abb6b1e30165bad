import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markHost } from '../../../build/quickstart/mark.ts';
import { readQuickstartMarks, withMark } from './quickstartMarks.ts';
import { temporaryFolder } from '../../../test/lab/lifeline.ts';

const folder = (): string => temporaryFolder('virtdeck-marks-');
const local = { name: 'here', uri: 'qemu:///system', autoconnect: true };

test('new VMs on the host that quickstart marked default to emulation, no others', async () => {
  const dataDir = folder();
  await markHost('qemu:///system', 'qemu', dataDir);
  const marks = await readQuickstartMarks(dataDir);
  expect(withMark(local, marks)).toEqual({ ...local, defaultDomainType: 'qemu' });
  const other = { ...local, uri: 'qemu+ssh://node1/system' };
  expect(withMark(other, marks)).toEqual(other);
});

test("the user's own choice counts more", () => {
  const chosen = { ...local, defaultDomainType: 'kvm' as const };
  expect(withMark(chosen, { 'qemu:///system': { defaultDomainType: 'qemu' } })).toEqual(chosen);
});

test.each(['', '[', '[]', '{"qemu:///system":{"defaultDomainType":"vax"}}'])(
  'a broken file of marks marks nothing: %s',
  async (text) => {
    const dataDir = folder();
    writeFileSync(join(dataDir, 'quickstart.json'), text);
    expect(withMark(local, await readQuickstartMarks(dataDir))).toEqual(local);
  },
);
