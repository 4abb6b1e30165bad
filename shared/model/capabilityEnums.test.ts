import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { capabilityEnums } from './capabilityEnums.ts';
import { namedDeviceTables } from './devices/index.ts';
import { readDomainCapabilities } from './domainCapabilities.ts';
import { namedDomain } from './editDefinition.ts';

const fixture = new URL('../../test/fixtures/host/domainCapabilities.xml', import.meta.url);
const { enums } = readDomainCapabilities(readFileSync(fixture, 'utf8'));

/** What a host tells that is no choice of a property: a switch, a feature with a property of its own, or libvirt's own business. */
const noChoice: readonly string[] = [
  'loader.readonly',
  'loader.secure',
  'hyperv.features',
  'hostdev.startupPolicy', // all of libvirt's words, with one that a definition can't have
  'hostdev.capsType',
  'hostdev.pciBackend',
];

function fieldOf(name: string) {
  const [kind = '', property = ''] = name.split('.');
  return (kind === 'domain' ? namedDomain : namedDeviceTables[kind])?.fields[property];
}

describe('choices that a host tells', () => {
  test.each(Object.entries(capabilityEnums))('%s is a property, which knows the words of %s', (name, source) => {
    const field = fieldOf(name);
    expect(field?.kind).toBe('choice');
    expect((enums[source] ?? []).filter((word) => field?.allowed?.includes(word) !== true)).toEqual([]);
  });

  test('reach a property, every one of them', () => {
    const used = [...Object.values(capabilityEnums), ...noChoice];
    expect(Object.keys(enums).filter((source) => !used.includes(source))).toEqual([]);
  });
});
