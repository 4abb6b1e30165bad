/** Confinement on the host and protection from it (formatdomain, "Security label", "Launch Security", "Key Wrap", "Container boot"). */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, records, text } from '../../xml/property.ts';

const securityLabel = {
  type: attribute('@type', oneOf(['dynamic', 'static', 'none'])),
  model: attribute('@model', oneOf(['selinux', 'apparmor', 'dac'])),
  relabel: attribute('@relabel', yesNo),
  label: text('label', string),
  baseLabel: text('baselabel', string),
};

const keyCipher = {
  name: attribute('@name', oneOf(['aes', 'dea'])),
  state: attribute('@state', onOff),
};

const idRange = {
  start: attribute('@start', integer),
  target: attribute('@target', integer),
  count: attribute('@count', integer),
};

const idRangeSamples = [[{ start: 0, target: 100000, count: 65536 }]];

export const security = {
  securityLabels: records('seclabel', securityLabel, [
    [{ type: 'none', model: 'dac', relabel: false }],
    [
      { type: 'static', model: 'selinux', relabel: true, label: 'system_u:system_r:svirt_t:s0:c392,c662' },
      { type: 'dynamic', model: 'apparmor' },
    ],
  ]),

  launchSecurity: attribute('launchSecurity/@type', oneOf(['sev', 'sev-snp', 's390-pv', 'tdx'])),
  launchKernelHashes: attribute('launchSecurity/@kernelHashes', yesNo),
  launchAuthorKey: attribute('launchSecurity/@authorKey', yesNo),
  launchVcek: attribute('launchSecurity/@vcek', yesNo),
  launchEncryptionBit: text('launchSecurity/cbitpos', integer),
  launchReducedAddressBits: text('launchSecurity/reducedPhysBits', integer),
  /** As written, usually hexadecimal: 64 bits of SNP and TDX don't fit a number. */
  launchPolicy: text('launchSecurity/policy', { ...string, samples: ['0x0003', '0x00030000'] }),
  /** Base64, as the four below. */
  launchOwnerKey: text('launchSecurity/dhCert', string),
  launchSession: text('launchSecurity/session', string),
  launchIdBlock: text('launchSecurity/idBlock', string),
  launchIdAuthentication: text('launchSecurity/idAuth', string),
  launchHostData: text('launchSecurity/hostData', string),
  launchGuestVisibleWorkarounds: text('launchSecurity/guestVisibleWorkarounds', string),
  launchConfigurationId: text('launchSecurity/mrConfigId', string),
  launchOwner: text('launchSecurity/mrOwner', string),
  launchOwnerConfiguration: text('launchSecurity/mrOwnerConfig', string),
  quoteGenerationSocket: attribute('launchSecurity/quoteGenerationService/@path', string),

  keyWrap: records('keywrap/cipher', keyCipher, [
    [{ name: 'aes', state: false }],
    [
      { name: 'aes', state: true },
      { name: 'dea', state: false },
    ],
  ]),
  userIds: records('idmap/uid', idRange, idRangeSamples),
  groupIds: records('idmap/gid', idRange, idRangeSamples),
};
