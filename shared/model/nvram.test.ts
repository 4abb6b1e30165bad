import { expect, test } from 'vitest';
import { parseXml } from '../xml/parse.ts';
import { nvramOf } from './nvram.ts';

test.each([
  [`<nvram template='/t.fd'>/vars/vm1.fd</nvram>`, { source: '/vars/vm1.fd', isFile: true }],
  [
    `<nvram type='file' template='/t.fd'>\n  <source file='/vars/vm1.fd'/>\n</nvram>`,
    { source: '/vars/vm1.fd', isFile: true },
  ],
  [`<nvram type='block'><source dev='/dev/vg/vars'/></nvram>`, { source: '/dev/vg/vars', isFile: false }],
  [
    `<nvram type='network'><source protocol='nbd' name='vars'><host name='h'/></source></nvram>`,
    { source: 'nbd:vars', isFile: false },
  ],
  [`<varstore path='/vars/vm1.json'/>`, { source: '/vars/vm1.json', isFile: true }],
  [`<nvram template='/t.fd'/>`, undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(nvramOf(parseXml(`<domain><os>${text}</os></domain>`).root)).toEqual(expected);
});
