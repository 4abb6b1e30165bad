/**
 * The mapping against libvirt's own schema: every property stands where libvirt reads it, and what libvirt knows is a property or left
 * out for a reason. A round trip alone can't tell: a misspelt path reads back what was written there too.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FieldTraits } from '../xml/traits.ts';
import type { Schema } from '../xml/schema.ts';
import { namedDeviceTables } from './devices/index.ts';
import { namedDomain } from './editDefinition.ts';

const { schema }: { readonly schema: Schema } = JSON.parse(
  readFileSync(new URL('../../assets/domainSchema.json', import.meta.url), 'utf8'),
);

/** `devices/disk/driver/@cache`: an attribute; `devices/disk/serial/#`: a text; `devices/disk/readonly/`: an element. */
type Place = string;

/** Every place of the schema, with the words that may stand there (none: anything). Chains (backing images) are followed once. */
const known = new Map<Place, ReadonlySet<string>>();

function learn(place: Place, type?: number): void {
  const values = type === undefined ? [] : (schema.types[type]?.values ?? []);
  known.set(place, new Set([...(known.get(place) ?? []), ...values]));
}

function visit(number: number, path: string, above: readonly number[]): void {
  const element = schema.elements[number];
  if (element === undefined || above.includes(number)) return;
  learn(path);
  for (const [name, uses] of Object.entries(element.attributes ?? {}))
    for (const { is } of uses) learn(`${path}@${name}`, is);
  if (element.text !== undefined) learn(`${path}#`, element.text);
  for (const [name, uses] of Object.entries(element.children ?? {}))
    for (const { is } of uses) visit(is, `${path}${name}/`, [...above, number]);
}

for (const { is } of schema.roots) if (schema.elements[is]?.name === 'domain') visit(is, '', []);

/** Every place of the mapping, with the property that is there. */
const mapped = new Map<Place, { readonly name: string; readonly field: FieldTraits }>();

function place(owner: string, name: string, field: FieldTraits): void {
  const steps = field.path
    .replaceAll(/\[@[^\]]*\]/g, '')
    .split('/')
    .filter((step) => step !== '.');
  const attribute = steps.at(-1)?.startsWith('@') === true ? steps.pop() : undefined;
  const element = owner + steps.map((step) => `${step}/`).join('');
  switch (field.kind) {
    case 'records':
      mapped.set(element, { name, field });
      for (const [column, each] of Object.entries(field.fields ?? {})) place(element, `${name}.${column}`, each);
      return;
    case 'flag':
      mapped.set(element, { name, field });
      return;
    default:
      mapped.set(`${element}${attribute ?? '#'}`, { name, field });
      if (field.kind === 'size') mapped.set(`${element}@unit`, { name, field: { kind: 'text', path: '@unit' } });
  }
}

for (const [name, field] of Object.entries(namedDomain.fields)) place('', name, field);
for (const [kind, table] of Object.entries(namedDeviceTables))
  for (const [name, field] of Object.entries(table?.fields ?? {})) place(`devices/${kind}/`, `${kind}.${name}`, field);

/** Not in the schema of libvirt 9.0, which is the one here: newer, or (osId, tty) not part of the grammar. */
const newer: ReadonlySet<string> = new Set([
  'metadata/libosinfo:libosinfo/libosinfo:os/@id',
  'iothreadids/iothread/poll/@max',
  'iothreadids/iothread/poll/@grow',
  'iothreadids/iothread/poll/@shrink',
  'os/loader/@format',
  'os/nvram/@templateFormat',
  'os/nvram/@format',
  'os/varstore/@path',
  'os/varstore/@template',
  'os/shim/#',
  'cpu/@deprecated_features',
  'cpu/topology/@clusters',
  'cpu/maxphysaddr/@limit',
  'features/ras/@state',
  'features/ps2/@state',
  'features/aia/@mode',
  'features/async-teardown/@enabled',
  'features/hyperv/tlbflush/direct/@state',
  'features/hyperv/tlbflush/extended/@state',
  'features/hyperv/emsr_bitmap/@state',
  'features/hyperv/xmm_input/@state',
  'launchSecurity/@authorKey',
  'launchSecurity/@vcek',
  'launchSecurity/idBlock/#',
  'launchSecurity/idAuth/#',
  'launchSecurity/hostData/#',
  'launchSecurity/guestVisibleWorkarounds/#',
  'launchSecurity/mrConfigId/#',
  'launchSecurity/mrOwner/#',
  'launchSecurity/mrOwnerConfig/#',
  'launchSecurity/quoteGenerationService/@path',
  'devices/disk/driver/@discard_no_unref',
  'devices/disk/driver/iothreads/iothread/',
  'devices/disk/driver/iothreads/iothread/@id',
  'devices/disk/driver/iothreads/iothread/queue/@id',
  'devices/disk/driver/statistics/statistic/',
  'devices/disk/driver/statistics/statistic/@interval',
  'devices/disk/driver/@queue_reset',
  'devices/disk/source/identity/@username',
  'devices/disk/source/identity/@keyfile',
  'devices/disk/source/identity/@agentsock',
  'devices/disk/source/knownHosts/@path',
  'devices/disk/blockio/@discard_granularity',
  'devices/disk/throttlefilters/throttlefilter/@group',
  'devices/controller/serial/#',
  'devices/controller/driver/iothreads/iothread/',
  'devices/controller/driver/iothreads/iothread/@id',
  'devices/controller/driver/iothreads/iothread/queue/@id',
  'devices/controller/driver/@queue_reset',
  'devices/interface/mac/@currentAddress',
  'devices/interface/backend/@hostname',
  'devices/interface/backend/@fqdn',
  'devices/interface/driver/@queue_reset',
  'devices/graphics/@username',
  'devices/video/model/@blob',
  'devices/video/model/@edid',
  'devices/video/driver/@queue_reset',
  'devices/channel/@tty',
  'devices/channel/acpi/@index',
  'devices/input/driver/@queue_reset',
  'devices/hostdev/source/host/@transport',
  'devices/hostdev/source/host/@socket',
  'devices/hostdev/driver/@model',
  'devices/hostdev/driver/@iommufd',
  'devices/filesystem/driver/@name',
  'devices/filesystem/driver/@queue_reset',
  'devices/filesystem/binary/@debug',
  'devices/filesystem/binary/openfiles/@max',
  'devices/filesystem/source/@pool',
  'devices/filesystem/source/@volume',
  'devices/filesystem/idmap/uid/',
  'devices/filesystem/idmap/uid/@start',
  'devices/filesystem/idmap/uid/@target',
  'devices/filesystem/idmap/uid/@count',
  'devices/filesystem/idmap/gid/',
  'devices/filesystem/idmap/gid/@start',
  'devices/filesystem/idmap/gid/@target',
  'devices/filesystem/idmap/gid/@count',
  'devices/tpm/backend/@debug',
  'devices/tpm/backend/profile/@name',
  'devices/tpm/backend/profile/@source',
  'devices/tpm/backend/profile/@remove_disabled',
  'devices/rng/driver/@queue_reset',
  'devices/memballoon/driver/@queue_reset',
  'devices/sound/@multichannel',
  'devices/sound/@streams',
  'devices/sound/driver/@iommu',
  'devices/vsock/driver/@queue_reset',
  'devices/iommu/driver/@passthrough',
  'devices/iommu/driver/@xtsup',
  'devices/iommu/driver/@pciBus',
  'devices/iommu/driver/@dma_translation',
  'devices/shmem/msi/@enabled',
  'devices/memory/target/@dynamicMemslots',
  'devices/memory/target/address/@base',
  'devices/audio/@runtimeDir',
  'devices/crypto/@model',
  'devices/crypto/@type',
  'devices/crypto/backend/@model',
  'devices/crypto/backend/@queues',
  'devices/crypto/driver/@iommu',
  'devices/crypto/driver/@ats',
  'devices/crypto/driver/@packed',
  'devices/crypto/driver/@queue_reset',
  'devices/crypto/driver/@page_per_vq',
  'devices/pstore/@backend',
  'devices/pstore/path/#',
  'devices/pstore/size/#',
  'devices/pstore/size/@unit',
]);

/** Words that libvirt 9.0 doesn't have yet. */
const newerWords: Readonly<Record<string, readonly string[]>> = {
  'acpiTables.type': ['raw', 'rawset', 'msdm'],
  hypervMode: ['host-model'],
  launchSecurity: ['sev-snp', 'tdx'],
  'disk.type': ['vhostvdpa'],
  'disk.format': ['vhdx'],
  'disk.protocol': ['ssh'],
  'disk.encryption': ['luks-any'],
  'disk.sourceEncryption': ['luks-any'],
  'disk.bus': ['nvme'],
  'controller.type': ['nvme'],
  'interface.mode': ['vepa', 'bridge', 'private', 'passthrough'],
  'interface.sourceType': ['pci'],
  'interface.backend': ['default', 'vhostuser'],
  'input.bus': ['parallels'],
  'filesystem.type': ['volume'],
  'filesystem.driver': ['mtp'],
  'filesystem.cacheMode': ['metadata', 'auto'],
  'tpm.sourceType': ['dir', 'file'],
  'watchdog.model': ['itco'],
  'sound.model': ['virtio'],
  'panic.model': ['pvpanic'],
  'iommu.model': ['amd'],
  'audio.type': ['pipewire'],
};

/** What the schema knows and no property maps; the XML editor has it all, and no edit touches it. */
const leftOut: readonly (readonly [place: RegExp, reason: string])[] = [
  [/^devices\/\w+\/(alias|address)\//, 'given by libvirt; shown, and changed as XML by those who know why'],
  [/^devices\/\w+\/acpi\//, 'the schema allows it everywhere, libvirt takes it from PCI devices that are mapped'],
  [/\/boot\/@loadparm$/, 'of s390 loaders'],
  [/^devices\/disk\/(mirror|backingStore)\//, 'state of running block jobs and chains, read elsewhere'],
  [/^devices\/\w+\/source\/@index$|@fdgroup$|^devices\/interface\/source\/@missing$/, 'of running domains only'],
  [/^(@id|seclabel\/imagelabel\/|launchSecurity\/handle\/)/, 'of running domains, or given by libvirt'],
  [/^devices\/interface\/(bandwidth\/(@classID|outbound\/@floor)|guest\/@actual)/, 'of running domains only'],
  [
    /^devices\/(smartcard|redirdev|rng|console|parallel|serial)\/(source|target|log|protocol|backend)\//,
    'the grammar of all character devices; these kinds have no use for it',
  ],
  [
    /^devices\/(hostdev|interface)\/source\/(address\/@(multifunction|device)|vendor|product|adapter)/,
    'the grammar of all host devices; adapters of SCSI hosts are for XML',
  ],
  [/^devices\/hostdev\/(ip|route)\//, 'of containers'],
  [/^devices\/nvram\//, 'addresses of machines other than pSeries'],
  [
    /^devices\/disk\/source\/(reservations\/source|address\/@multifunction)/,
    'one constant each, or of the grammar of all addresses',
  ],
  [/^devices\/disk\/encryption\/|^devices\/disk\/source\/encryption\//, 'ciphers of new images: made with the volume'],
  [/^os\/nvram\/source\//, 'NVRAM on network storage'],
  [/^cpu\/numa\/(cell\/cache|interconnects)\//, 'tables of latencies, for XML'],
  [/^cputune\/(cachetune|memorytune)\//, "shares of the host's caches (resctrl), for XML"],
  [/^sysinfo\//, 'SMBIOS strings, for XML'],
  [/^features\/capabilities\/|^lxc:|^bhyve:|^xen:|^vmware:/, 'of other hypervisors than QEMU'],
  [/^qemu:(deprecation|override)/, 'of developers of QEMU'],
];

test('every property stands where libvirt reads it', () => {
  expect(mapped.size).toBeGreaterThan(1000);
  const strangers = [...mapped].filter(([at]) => !known.has(at)).map(([at]) => at);
  expect(strangers.toSorted()).toEqual([...newer].toSorted());
});

test('every word that a property offers is one of libvirt’s', () => {
  const strange: Record<string, readonly string[]> = {};
  for (const [at, { name, field }] of mapped) {
    const words = known.get(at) ?? new Set();
    const offered = (field.allowed ?? field.item?.allowed ?? []).filter((word) => typeof word === 'string');
    const unknown = words.size === 0 ? [] : offered.filter((word) => !words.has(word));
    if (unknown.length > 0) strange[name] = unknown;
  }
  expect(strange).toEqual(newerWords);
});

test('what libvirt knows is a property, or left out for a reason; no reason is stale', () => {
  const missing = [...known.keys()].filter((at) => !at.endsWith('/') && at !== '' && !mapped.has(at));
  expect(missing.filter((at) => !leftOut.some(([pattern]) => pattern.test(at)))).toEqual([]);
  for (const [pattern, reason] of leftOut)
    expect([reason, missing.some((at) => pattern.test(at))]).toEqual([reason, true]);
});
