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

  launchSecurity: attribute('launchSecurity/@type', oneOf(['sev', 'sev-snp', 's390-pv', 'tdx']), {
    capability: 'launchSecurity.sectype',
  }),
  launchKernelHashes: attribute('launchSecurity/@kernelHashes', yesNo, {
    when: { launchSecurity: ['sev', 'sev-snp'] },
  }),
  launchAuthorKey: attribute('launchSecurity/@authorKey', yesNo, { when: { launchSecurity: ['sev-snp'] } }),
  launchVcek: attribute('launchSecurity/@vcek', yesNo, { when: { launchSecurity: ['sev-snp'] } }),
  launchEncryptionBit: text('launchSecurity/cbitpos', integer, { when: { launchSecurity: ['sev', 'sev-snp'] } }),
  launchReducedAddressBits: text('launchSecurity/reducedPhysBits', integer, {
    when: { launchSecurity: ['sev', 'sev-snp'] },
  }),
  /** As written, usually hexadecimal: 64 bits of SNP and TDX don't fit a number. */
  launchPolicy: text(
    'launchSecurity/policy',
    { ...string, samples: ['0x0003', '0x00030000'] },
    { when: { launchSecurity: ['sev', 'sev-snp', 'tdx'] } },
  ),
  /** Base64, as the four below. */
  launchOwnerKey: text('launchSecurity/dhCert', string, { when: { launchSecurity: ['sev'] } }),
  launchSession: text('launchSecurity/session', string, { when: { launchSecurity: ['sev'] } }),
  launchIdBlock: text('launchSecurity/idBlock', string, { when: { launchSecurity: ['sev-snp'] } }),
  launchIdAuthentication: text('launchSecurity/idAuth', string, { when: { launchSecurity: ['sev-snp'] } }),
  launchHostData: text('launchSecurity/hostData', string, { when: { launchSecurity: ['sev-snp'] } }),
  launchGuestVisibleWorkarounds: text('launchSecurity/guestVisibleWorkarounds', string, {
    when: { launchSecurity: ['sev-snp'] },
  }),
  launchConfigurationId: text('launchSecurity/mrConfigId', string, { when: { launchSecurity: ['tdx'] } }),
  launchOwner: text('launchSecurity/mrOwner', string, { when: { launchSecurity: ['tdx'] } }),
  launchOwnerConfiguration: text('launchSecurity/mrOwnerConfig', string, { when: { launchSecurity: ['tdx'] } }),
  quoteGenerationSocket: attribute('launchSecurity/quoteGenerationService/@path', string, {
    when: { launchSecurity: ['tdx'] },
  }),

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
