/** The CPU that the guest sees (formatdomain, "CPU model and topology"). */
import { integer, oneOf, onOff, string } from '../../xml/codec.ts';
import { attribute, records, text } from '../../xml/property.ts';

const cpuFeature = {
  name: attribute('@name', string),
  policy: attribute('@policy', oneOf(['force', 'require', 'optional', 'disable', 'forbid'])),
};

export const cpu = {
  cpuMode: attribute('cpu/@mode', oneOf(['host-passthrough', 'host-model', 'maximum', 'custom'])),
  cpuMatch: attribute('cpu/@match', oneOf(['exact', 'minimum', 'strict'])),
  cpuCheck: attribute('cpu/@check', oneOf(['none', 'partial', 'full'])),
  cpuMigratable: attribute('cpu/@migratable', onOff),
  cpuDeprecatedFeatures: attribute('cpu/@deprecated_features', onOff),
  cpuModel: text('cpu/model', string),
  cpuFallback: attribute('cpu/model/@fallback', oneOf(['allow', 'forbid'])),
  cpuVendorId: attribute('cpu/model/@vendor_id', string),
  cpuVendor: text('cpu/vendor', string),
  sockets: attribute('cpu/topology/@sockets', integer),
  dies: attribute('cpu/topology/@dies', integer),
  clusters: attribute('cpu/topology/@clusters', integer),
  cores: attribute('cpu/topology/@cores', integer),
  threads: attribute('cpu/topology/@threads', integer),
  cpuCache: attribute('cpu/cache/@mode', oneOf(['emulate', 'passthrough', 'disable'])),
  cpuCacheLevel: attribute('cpu/cache/@level', integer),
  physicalAddressMode: attribute('cpu/maxphysaddr/@mode', oneOf(['passthrough', 'emulate'])),
  physicalAddressBits: attribute('cpu/maxphysaddr/@bits', integer),
  physicalAddressLimit: attribute('cpu/maxphysaddr/@limit', integer),
  cpuFeatures: records('cpu/feature', cpuFeature, [
    [{ name: 'vmx', policy: 'require' }],
    [{ name: 'svm', policy: 'disable' }, { name: 'pcid' }],
  ]),
};
