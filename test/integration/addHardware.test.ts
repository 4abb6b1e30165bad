/**
 * Every device that can be added is added to a real VM's definition, taken by libvirt, and the VM is started with it: paused, since
 * QEMU has all devices before the guest's first instruction. The tests of a group run side by side, each with a VM of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DomainCapabilities } from '../../shared/model/domainCapabilities.ts';
import type { Domain } from '../../shared/model/domain.ts';
import type { DomainEdit } from '../../shared/model/domainEdit.ts';
import { devicesNamed, type NewDeviceContext } from '../../shared/model/newDevice/context.ts';
import { editDefinition } from '../../shared/model/editDefinition.ts';
import { newDeviceEdits, newDevices, type NewDeviceId } from '../../shared/model/newDevice/index.ts';
import type { NewDeviceReason } from '../../shared/model/newDevice/needs.ts';
import {
  missingOf,
  newDeviceElement,
  type DeviceValues,
  type NewDevice,
} from '../../shared/model/newDevice/newDevice.ts';
import { pendingChanges } from '../../shared/model/pendingChanges.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { serializeElement } from '../../shared/xml/serialize.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

const images = '/var/lib/libvirt/images';

/** What a person fills in: what has no default because only the host can tell. */
const filledIn: { readonly [Id in NewDeviceId]?: DeviceValues } = {
  newDisk: { file: `${images}/new.qcow2` },
  disk: { file: `${images}/kept.qcow2` },
  rbdDisk: { name: 'pool/image', hosts: [{ name: '127.0.0.1', port: 6789 }] },
  iscsiDisk: { name: 'iqn.2026-01.example:disk/0', hosts: [{ name: '127.0.0.1', port: 3260 }] },
  nbdDisk: { hosts: [{ name: '127.0.0.1', port: 10809 }] },
  httpDisk: { protocol: 'http', name: 'disk.img', hosts: [{ name: '127.0.0.1', port: 8081 }] },
  bridgeCard: { bridge: 'virbr0' },
  macvtapCard: { dev: 'eth0' },
  vdpaCard: { dev: '/dev/vhost-vdpa-0' },
  virtualFunctionCard: { sourceDomain: 0, sourceBus: 3, sourceSlot: 0, sourceFunction: 1 },
  evdev: { device: '/dev/input/event0' },
  inputPassthrough: { eventDevice: '/dev/input/event0' },
  pciDevice: { sourceDomain: 0, sourceBus: 3, sourceSlot: 0, sourceFunction: 0 },
  usbDevice: { vendorId: 0x1234, productId: 0x5678 },
  mdevDevice: { sourceUuid: 'c2177883-f1bb-47f0-914d-32a22e3a8804' },
  virtiofs: { dir: '/tmp' },
  plan9: { dir: '/tmp' },
  pstore: { path: `${images}/pstore.raw` },
  nvdimm: { path: `${images}/nvdimm.raw`, size: 64 * 1024 },
  dimm: { size: 128 * 1024 },
  virtioMemory: { size: 256 * 1024, requested: 128 * 1024 },
};

/** Devices that are defined, and can't be started with here: the reason, and what libvirt or QEMU says. */
const notStarted: { readonly [Id in NewDeviceId]?: readonly [reason: string, words: RegExp] } = {
  pciDevice: ['no PCI device can be given away without an IOMMU', /PCI device|VFIO|host doesn't support passthrough/i],
  mdevDevice: ['no driver here makes mediated devices', /mediated/i],
  virtualFunctionCard: ['no network card with SR-IOV', /PCI device|VFIO|host doesn't support passthrough/i],
  vdpaCard: ['no vDPA hardware', /vhost-vdpa/i],
  macvtapCard: ["the host's namespace doesn't see the tap device that the kernel makes in /dev", /macvtap tap device/i],
  rbdDisk: ["no Ceph cluster, nor QEMU's module for it", /rbd/i],
  iscsiDisk: ["no iSCSI target, nor QEMU's module for it", /iscsi/i],
  httpDisk: ["QEMU's module for it is not installed", /block-curl|'http'/i],
  eglHeadless: ['no graphics card with a render node', /\/dev\/dri/],
  evdev: ['the host has no /dev/input', /\/dev\/input/],
  inputPassthrough: ['the host has no /dev/input', /\/dev\/input/],
  usbDevice: ['the host has no USB', /usb/i],
  tpmPassthrough: ['the host has no TPM', /\/dev\/tpm0/],
  vsock: ['the host has no /dev/vhost-vsock', /vhost-vsock/],
};

const machines = ['q35', 'pc'] as const;
type Machine = (typeof machines)[number];

/** Devices that the dialog doesn't let be added on this host. */
const onEvery: { readonly [Id in NewDeviceId]?: NewDeviceReason } = {
  tpm: 'hostLacks', // swtpm is not installed
  passtCard: 'libvirtOld',
  crypto: 'libvirtOld',
  pstore: 'libvirtOld',
};
const impossible: Readonly<Record<Machine, typeof onEvery>> = {
  q35: onEvery,
  pc: { ...onEvery, iommu: 'machineLacks', pciePort: 'machineLacks' },
};

/** Devices that the guest must have first. */
const first: { readonly [Id in NewDeviceId]?: NewDeviceId } = { spiceChannel: 'spice' };

/** PCI Express has no slots of its own to plug into. */
const freePorts = [
  "<controller type='pci' index='0' model='pcie-root'/>",
  ...Array.from({ length: 8 }, (_, at) => `<controller type='pci' index='${at + 1}' model='pcie-root-port'/>`),
].join('');

/** Says that it has no screen and no balloon, which one that is added takes the place of; nothing to boot. */
const base = (name: string, machine: Machine): string => `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>128</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='${machine}'>hvm</type></os>
  <features><acpi/><apic/></features>
  <devices>
    ${machine === 'q35' ? freePorts : ''}
    <video><model type='none'/></video>
    <memballoon model='none'/>
  </devices>
</domain>`;

let lab: Lab;
let h1: LabHost;
let program: Program;
let host: string;
let loop: string;
const capabilities = new Map<string, DomainCapabilities>();

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  program = await startProgram();
  host = await program.addHost(h1.uri('ssh'));
  for (const machine of machines) {
    const kind = { type: 'qemu', arch: 'x86_64', machine };
    capabilities.set(machine, await program.api.host.domainCapabilities({ host, ...kind }));
  }
  for (const name of ['new', 'kept'])
    await h1.virsh('vol-create-as', 'default', `${name}.qcow2`, '16MiB', '--format', 'qcow2');
  for (const name of ['nvdimm', 'nbd', 'loop']) await h1.exec(['truncate', '--size', '64M', `${images}/${name}.raw`]);
  await h1.exec(['qemu-nbd', '--fork', '--persistent', '--shared=0', '--format=raw', `${images}/nbd.raw`]);
  loop = (await h1.exec(['losetup', '--find', '--show', `${images}/loop.raw`])).trim();
});
afterAll(async () => {
  await h1.exec(['losetup', '--detach', loop]);
  await program[Symbol.asyncDispose]();
  await lab.down();
});

function deviceOf(id: NewDeviceId): NewDevice<NewDeviceId> {
  const device = newDevices.find((each) => each.id === id);
  if (device === undefined) throw new Error(`no device ${id}`);
  return device;
}

/** The values as a person leaves them. */
const valuesOf = (id: NewDeviceId, context: NewDeviceContext): DeviceValues => ({
  ...deviceOf(id).initial(context),
  ...(id === 'blockDisk' ? { dev: loop } : filledIn[id]),
});

/** As the dialog does: defaults that fit the definition, and what has to change with it. */
function editsFor(id: NewDeviceId, context: NewDeviceContext): readonly DomainEdit[] {
  const values = valuesOf(id, context);
  expect(missingOf(deviceOf(id), values)).toEqual([]);
  const edits = newDeviceEdits(deviceOf(id), context, values);
  expect(editDefinition(context.root, edits)).toEqual([]);
  return edits;
}

/** A new VM as libvirt completed its definition; gone again when it is disposed of. */
async function defined(
  name: string,
  machine: Machine,
): Promise<AsyncDisposable & { domain: Domain; context: NewDeviceContext }> {
  await program.done(await program.api.domain.define({ host, xml: base(name, machine) }));
  const domain = await program.domain(name);
  const { xml } = await program.api.domain.definition({ ...refOf(domain), kind: 'persistent' });
  const version = program.host(host)?.facts?.libvirtVersion;
  return {
    domain,
    context: { root: parseXml(xml).root, capabilities: capabilities.get(machine), libvirtVersion: version },
    [Symbol.asyncDispose]: async () => {
      await program.done(await program.api.domain.delete({ ...refOf(domain), paths: [], force: true }));
    },
  };
}

const edit = async (domain: Domain, edits: readonly DomainEdit[]) =>
  await program.ended(
    await program.api.domain.edit({ ...refOf(domain), edits: [...edits], nextStartOnly: false, force: false }),
  );

/** What stood in the way; undefined: it is there, paused. */
const start = async (domain: Domain): Promise<string | undefined> => {
  const { state, error } = await program.ended(await program.api.domain.start({ ...refOf(domain), paused: true }));
  return state === 'done' ? undefined : (error?.raw ?? error?.message ?? state);
};

const definition = async (domain: Domain, kind: 'live' | 'persistent'): Promise<string> =>
  (await program.api.domain.definition({ ...refOf(domain), kind })).xml;

const count = async (domain: Domain, kind: 'live' | 'persistent', id: NewDeviceId): Promise<number> =>
  devicesNamed({ root: parseXml(await definition(domain, kind)).root }, deviceOf(id).kind).length;

const ids = newDevices.map(({ id }) => id);

describe.each(machines)('to a VM that is off, of machine %s,', (machine) => {
  const refused = impossible[machine];
  const possible = ids.filter((id) => refused[id] === undefined);

  /** Adds it as it is proposed, which must leave one more in the definition; then tells what stood in the way of a start. */
  const addAndStart = async (id: NewDeviceId): Promise<string | undefined> => {
    await using vm = await defined(`${machine}-${id}`, machine);
    const { domain, context } = vm;
    const before = await count(domain, 'persistent', id);
    const needed = first[id];
    const edits = [...(needed === undefined ? [] : editsFor(needed, context)), ...editsFor(id, context)];
    const removed = edits.filter(({ kind }) => kind === 'removeDevice').length;
    expect(await edit(domain, edits)).toMatchObject({ state: 'done' });
    expect(await count(domain, 'persistent', id)).toBeGreaterThan(before - removed);
    const refusal = await start(domain);
    const changes = pendingChanges(await definition(domain, 'live'), await definition(domain, 'persistent'));
    // What libvirt adds to a running device of any kind is no pending change.
    expect(changes).toEqual([]);
    return refusal;
  };

  test.concurrent.each(possible.filter((id) => notStarted[id] === undefined))(
    '%s is added, and the VM starts with it',
    async (id) => {
      expect(await addAndStart(id)).toBeUndefined();
    },
  );

  const unable = possible.flatMap((id) => {
    const why = notStarted[id];
    return why === undefined ? [] : [[id, ...why] as const];
  });
  test.concurrent.each(unable)('%s is added; a start is refused here, for %s', async (id, _, words) => {
    expect(await addAndStart(id)).toMatch(words);
  });

  test.concurrent.each(ids.filter((id) => refused[id] !== undefined))(
    '%s is said to be impossible, and libvirt would not have it either',
    async (id) => {
      await using vm = await defined(`${machine}-${id}`, machine);
      const { domain, context } = vm;
      const device = deviceOf(id);
      const values = valuesOf(id, context);
      expect(device.needs(context, values)).toEqual({ kind: 'impossible', reason: refused[id] });
      const before = await count(domain, 'persistent', id);
      const { state } = await edit(domain, [
        { kind: 'addDevice', xml: serializeElement(newDeviceElement(device, values)) },
      ]);
      // Refused at once, dropped as an element that this libvirt doesn't know, or refused at the start.
      const kept = state === 'done' && (await count(domain, 'persistent', id)) > before;
      expect(kept && (await start(domain)) === undefined).toBe(false);
    },
  );
});

describe.each(machines)('to a VM that is on, of machine %s,', (machine) => {
  const refused = impossible[machine];
  const startable = ids.filter(
    (id) => refused[id] === undefined && notStarted[id] === undefined && first[id] === undefined,
  );

  test.concurrent.each(startable)('%s comes when the plan says: now, or with the next start', async (id) => {
    const name = `${machine}-running-${id}`;
    await using vm = await defined(name, machine);
    const { domain, context } = vm;
    expect(await start(domain)).toBeUndefined();
    const running = await program.domain(name, ({ state }) => state === 'paused');
    const edits = editsFor(id, context);
    const plan = await program.api.domain.planEdits({
      ...refOf(running),
      edits: [...edits],
      nextStartOnly: false,
      force: false,
    });
    const now = plan.edits.every(({ effects }) => Object.values(effects).every((effect) => effect === 'now'));
    const before = await count(domain, 'live', id);
    expect(await edit(running, edits)).toMatchObject({ state: 'done' });
    expect((await count(domain, 'live', id)) > before).toBe(now);
  });
});
