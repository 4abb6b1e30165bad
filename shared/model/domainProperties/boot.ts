/** Firmware, what it boots, and what it tells the guest about the machine (formatdomain, "Operating system booting", "SMBIOS System Information"). */
import { integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, list, records, text } from '../../xml/property.ts';

const acpiTable = {
  type: attribute('@type', oneOf(['slic', 'raw', 'rawset', 'msdm'])),
  path: text('.', string),
};

const firmwareFeature = {
  name: attribute('@name', oneOf(['secure-boot', 'enrolled-keys'])),
  enabled: attribute('@enabled', yesNo),
};

const initVariable = {
  name: attribute('@name', string),
  value: text('.', string),
};

const firmwareConfiguration = {
  name: attribute('@name', string),
  file: attribute('@file', string),
  value: text('.', string),
};

/** One string of an SMBIOS table. */
const smbiosEntry = (table: 'bios' | 'system' | 'baseBoard' | 'chassis', name: string) =>
  text(`sysinfo[@type='smbios']/${table}/entry[@name='${name}']`, string);

export const boot = {
  osType: text('os/type', oneOf(['hvm', 'xen', 'xenpvh', 'exe', 'linux'])),
  arch: attribute('os/type/@arch', string),
  machine: attribute('os/type/@machine', string, { hostList: 'machines' }),
  firmware: attribute('os/@firmware', oneOf(['bios', 'efi']), { hostList: 'firmwares' }),
  firmwareFeatures: records('os/firmware/feature', firmwareFeature, [
    [{ name: 'secure-boot', enabled: false }],
    [
      { name: 'secure-boot', enabled: true },
      { name: 'enrolled-keys', enabled: true },
    ],
  ]),
  loader: text('os/loader', string, { hostList: 'loaders' }),
  loaderReadonly: attribute('os/loader/@readonly', yesNo),
  loaderSecure: attribute('os/loader/@secure', yesNo),
  loaderType: attribute('os/loader/@type', oneOf(['rom', 'pflash']), { capability: 'loader.type' }),
  loaderStateless: attribute('os/loader/@stateless', yesNo),
  loaderFormat: attribute('os/loader/@format', oneOf(['raw', 'qcow2'])),
  nvram: text('os/nvram', string),
  nvramTemplate: attribute('os/nvram/@template', string),
  nvramTemplateFormat: attribute('os/nvram/@templateFormat', oneOf(['raw', 'qcow2'])),
  nvramFormat: attribute('os/nvram/@format', oneOf(['raw', 'qcow2'])),
  nvramType: attribute('os/nvram/@type', oneOf(['file', 'block', 'network'])),
  nvramFile: attribute('os/nvram/source/@file', string),
  nvramDevice: attribute('os/nvram/source/@dev', string),
  nvramProtocol: attribute('os/nvram/source/@protocol', string),
  nvramName: attribute('os/nvram/source/@name', string),
  variableStore: attribute('os/varstore/@path', string),
  variableStoreTemplate: attribute('os/varstore/@template', string),
  boot: list('os/boot/@dev', oneOf(['hd', 'cdrom', 'network', 'fd'])),
  bootMenu: attribute('os/bootmenu/@enable', yesNo),
  bootMenuTimeout: attribute('os/bootmenu/@timeout', integer, { unit: 'milliseconds' }),
  biosSerial: attribute('os/bios/@useserial', yesNo),
  rebootTimeout: attribute('os/bios/@rebootTimeout', { ...integer, samples: [0, -1] }, { unit: 'milliseconds' }),
  smbios: attribute('os/smbios/@mode', oneOf(['emulate', 'host', 'sysinfo'])),
  acpiTables: records('os/acpi/table', acpiTable, [[{ type: 'slic', path: '/var/lib/slic.bin' }]]),
  kernel: text('os/kernel', string),
  initrd: text('os/initrd', string),
  root: text('os/root', string),
  cmdline: text('os/cmdline', string),
  shim: text('os/shim', string),
  dtb: text('os/dtb', string),
  init: text('os/init', string),
  initArguments: list('os/initarg', string),
  initEnvironment: records('os/initenv', initVariable, [[{ name: 'TERM', value: 'linux' }]]),
  initDirectory: text('os/initdir', string),
  initUser: text('os/inituser', string),
  initGroup: text('os/initgroup', string),
  bootloader: text('bootloader', string),
  bootloaderArguments: text('bootloader_args', string),

  biosVendor: smbiosEntry('bios', 'vendor'),
  biosVersion: smbiosEntry('bios', 'version'),
  biosDate: smbiosEntry('bios', 'date'),
  biosRelease: smbiosEntry('bios', 'release'),
  systemManufacturer: smbiosEntry('system', 'manufacturer'),
  systemProduct: smbiosEntry('system', 'product'),
  systemVersion: smbiosEntry('system', 'version'),
  systemSerial: smbiosEntry('system', 'serial'),
  systemUuid: smbiosEntry('system', 'uuid'),
  systemSku: smbiosEntry('system', 'sku'),
  systemFamily: smbiosEntry('system', 'family'),
  baseBoardManufacturer: smbiosEntry('baseBoard', 'manufacturer'),
  baseBoardProduct: smbiosEntry('baseBoard', 'product'),
  baseBoardVersion: smbiosEntry('baseBoard', 'version'),
  baseBoardSerial: smbiosEntry('baseBoard', 'serial'),
  baseBoardAsset: smbiosEntry('baseBoard', 'asset'),
  baseBoardLocation: smbiosEntry('baseBoard', 'location'),
  chassisManufacturer: smbiosEntry('chassis', 'manufacturer'),
  chassisVersion: smbiosEntry('chassis', 'version'),
  chassisSerial: smbiosEntry('chassis', 'serial'),
  chassisAsset: smbiosEntry('chassis', 'asset'),
  chassisSku: smbiosEntry('chassis', 'sku'),
  oemStrings: list(`sysinfo[@type='smbios']/oemStrings/entry`, string),
  firmwareConfigurations: records(`sysinfo[@type='fwcfg']/entry`, firmwareConfiguration, [
    [{ name: 'opt/com.example/name', value: 'example' }],
    [{ name: 'opt/com.example/config', file: '/var/lib/provision.ign' }],
  ]),
};
