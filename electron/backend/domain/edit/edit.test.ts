import { afterEach, describe, expect, test } from 'vitest';
import { openFake, type Fake } from '../../../../test/fakeLibvirtd/openFake.ts';
import type { Domain } from '../../../../shared/model/domain.ts';
import { enums, procedures, uuidBytes } from '../../../libvirt/index.ts';
import { readDefinitions } from './edit.ts';

const { VIR_DOMAIN_XML_INACTIVE: inactive } = enums.virDomainXMLFlags;
const uuid = '00000000-0000-4000-8000-000000000001';
const off: Domain = {
  host: 'h',
  uuid,
  name: 'web',
  state: 'shutoff',
  stateReason: 0,
  persistent: true,
  autostart: false,
  managedSave: false,
};
const running: Domain = { ...off, state: 'running', id: 3 };
const dom = { name: 'web', uuid: uuidBytes(uuid), id: -1 };
const next = "<domain type='kvm'><name>web</name></domain>";
const live = "<domain type='kvm' id='3'><name>web</name></domain>";

let fake: Fake;
afterEach(() => fake.connection.close());

/** The definitions as a host gives them whose domain runs, or doesn't. */
async function definitionsOf(domain: Domain, runs: boolean) {
  fake = await openFake();
  fake.daemon.answer(procedures.domainGetXmlDesc, ({ flags }) => ({
    xml: runs && (flags & inactive) === 0 ? live : next,
  }));
  return await readDefinitions(fake.connection, { dom, domain });
}

describe('the definitions that an edit is planned from', () => {
  test('are those of a running guest, though it was last heard of as off', async () => {
    expect(await definitionsOf(off, true)).toEqual({ persistent: next, live });
  });

  test('have no running one when the guest is off, though it was last heard of as running', async () => {
    expect(await definitionsOf(running, false)).toEqual({ persistent: next });
  });

  test('have no persistent one when the domain is transient', async () => {
    expect(await definitionsOf({ ...running, persistent: false }, true)).toEqual({ live });
  });
});
