/** Reads what a host has and can do, for planning a new VM on it. */
import { guestChoices } from '../../../shared/model/creation/choices.ts';
import type { CreationRequest } from '../../../shared/model/creation/creationRequest.ts';
import { defaultsFor, type CreationDefaults } from '../../../shared/model/creation/defaults.ts';
import type { Firmware, Hardware } from '../../../shared/model/creation/hardware.ts';
import type { HostView } from '../../../shared/model/creation/hostView.ts';
import type { GuestSystem } from '../../../shared/model/creation/osTraits.ts';
import type { SourceKind } from '../../../shared/model/creation/sources.ts';
import { imageUse } from '../../../shared/model/imageUse.ts';
import type { StorageVolume } from '../../../shared/model/storageVolume.ts';
import { appError } from '../../../shared/errors.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { procedures } from '../../libvirt/index.ts';
import { capabilitiesOf, domainCapabilitiesOf } from '../host/capabilities.ts';
import type { HostSession } from '../session.ts';
import { listBridges } from '../interface/bridges.ts';
import { listNetworks } from '../network/handlers.ts';
import { listPools } from '../storagePool/list.ts';
import { listVolumes } from '../storageVolume/list.ts';
import { lastSeenDomains } from '../calls/lastSeenDomains.ts';

/** Machines have several gigabytes: what libvirt tells in KiB. */
const KIB_PER_MIB = 1024n;

export async function readHostView(
  session: HostSession,
  request: CreationRequest,
  signal: AbortSignal,
): Promise<HostView> {
  const { type, arch, machine } = request.hardware;
  const ofNetworks = listNetworks(session, signal);
  const [capabilities, forHardware, pools, networks, interfaces, seen, memoryMiB, libvirtVersion] = await Promise.all([
    capabilitiesOf(session),
    // "This host can't have such a guest" is one of the answers.
    domainCapabilitiesOf(session, { type, arch, machine }).catch(() => undefined),
    listPools(session, signal),
    ofNetworks,
    listBridges(session, ofNetworks, signal),
    lastSeenDomains(session),
    memoryOf(session),
    versionOf(session),
  ]);
  const named = new Set(poolsNamed(request));
  const folders = new Set(pathsNamed(request).map((path) => path.replace(/\/[^/]*$/, '')));
  const inside = pools.items.filter(
    ({ name, state, targetPath = '' }) => state === 'running' && (named.has(name) || folders.has(targetPath)),
  );
  const volumes = await Promise.all(inside.map(({ name }) => listVolumes(session, name, signal)));
  const domains = [...session.records('domain')];
  const use = imageUse({ volumes: [], domains: seen, unlooked: [] });
  return {
    capabilities: forHardware,
    guests: guestChoices(capabilities),
    pools: pools.items,
    volumes: volumes.flatMap(({ items }): readonly StorageVolume[] => items),
    networks: networks.items,
    interfaces: interfaces.items,
    domainNames: new Set(domains.map(({ name }) => name)),
    macs: await macsOf(session),
    memoryMiB,
    libvirtVersion,
    usersOf: (image) => use.dependents(image).domains.map(({ name }) => name),
  };
}

async function memoryOf(session: HostSession): Promise<number> {
  const lane = await session.lane('bulk');
  const { memory } = await lane.call(procedures.nodeGetInfo, {});
  return Number(memory / KIB_PER_MIB);
}

async function versionOf(session: HostSession): Promise<number> {
  const lane = await session.lane('bulk');
  return Number((await lane.call(procedures.connectGetLibVersion, {})).libVer);
}

function poolsNamed({ source, hardware, extraMedia, cloudInit, unattended }: CreationRequest): readonly string[] {
  const images = [...extraMedia, ...(source.kind === 'iso' || source.kind === 'cloud' ? [source.image] : [])];
  return [
    ...images.flatMap((image) => ('pool' in image ? [image.pool] : [])),
    ...(source.kind === 'tree' ? [source.pool] : []),
    ...hardware.disks.flatMap(({ content }) => (content.kind === 'path' ? [] : [content.pool])),
    ...(cloudInit === undefined ? [] : [cloudInit.pool]),
    ...(unattended === undefined ? [] : [unattended.pool]),
  ];
}

const pathsNamed = ({ source, hardware, extraMedia }: CreationRequest): readonly string[] =>
  [
    ...hardware.disks.map(({ content }) => content),
    ...extraMedia,
    ...(source.kind === 'iso' || source.kind === 'cloud' ? [source.image] : []),
  ].flatMap((each) => (each.kind === 'path' ? [each.path] : []));

async function macsOf(session: HostSession): Promise<ReadonlySet<string>> {
  const macs = new Set<string>();
  for (const { uuid } of session.records('domain')) {
    const xml = await session.definition({ kind: 'domain', id: uuid }, 'persistent');
    if (xml === undefined) continue;
    for (const nic of parseXml(xml).root.child('devices')?.childrenNamed('interface') ?? []) {
      const mac = nic.child('mac')?.attribute('address');
      if (mac !== undefined) macs.add(mac.toLowerCase());
    }
  }
  return macs;
}

export interface DefaultsAsked {
  readonly system: GuestSystem;
  readonly source: SourceKind;
  readonly type?: Hardware['type'] | undefined;
  readonly arch?: string | undefined;
  readonly firmware?: Firmware | undefined;
}

/** @throws AppError `notSupported` where the host has no hypervisor for such a guest */
export async function readDefaults(
  session: HostSession,
  { system, source, type: wantedType, arch: wantedArch, firmware }: DefaultsAsked,
  signal: AbortSignal,
): Promise<CreationDefaults> {
  const ofNetworks = listNetworks(session, signal);
  const [capabilities, pools, networks, interfaces] = await Promise.all([
    capabilitiesOf(session),
    listPools(session, signal),
    ofNetworks,
    listBridges(session, ofNetworks, signal),
  ]);
  const guests = guestChoices(capabilities);
  const ofArch = guests.filter(({ arch }) => wantedArch === undefined || arch === wantedArch);
  const usual = wantedType ?? session.config.defaultDomainType;
  const guest = ofArch.find(({ type }) => type === usual) ?? ofArch[0];
  if (guest === undefined)
    throw appError('notSupported', `${session.config.name} has no hypervisor for ${wantedArch ?? 'guests'}`);
  const { type, arch, machines } = guest;
  const defaultsOn = async (machine: string | undefined): Promise<CreationDefaults> =>
    defaultsFor(system, source, {
      capabilities: await domainCapabilitiesOf(session, { type, arch, machine }),
      guests,
      type,
      pools: pools.items,
      networks: networks.items,
      interfaces: interfaces.items,
      ...(firmware !== undefined && { firmware }),
    });
  const usualMachine = machines[0];
  const defaults = await defaultsOn(usualMachine);
  // Another machine has other buses, which only its own capabilities tell.
  const { machine } = defaults.hardware;
  return machine === usualMachine ? defaults : await defaultsOn(machine);
}
