/** `<tpm>` (formatdomain, "TPM device"). */
import { oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag } from '../../xml/property.ts';

export const tpm = {
  model: attribute('@model', oneOf(['tpm-crb', 'tpm-tis', 'tpm-spapr', 'spapr-tpm-proxy']), {
    capability: 'tpm.model',
  }),
  type: attribute('backend/@type', oneOf(['emulator', 'passthrough', 'external']), { capability: 'tpm.backendModel' }),
  version: attribute('backend/@version', oneOf(['2.0', '1.2']), {
    capability: 'tpm.backendVersion',
    when: { type: ['emulator'] },
  }),
  persistentState: attribute('backend/@persistent_state', yesNo, { when: { type: ['emulator'] } }),
  debug: attribute('backend/@debug', string),
  secret: attribute('backend/encryption/@secret', string, { when: { type: ['emulator'] } }),
  device: attribute('backend/device/@path', string, { when: { type: ['passthrough'] } }),
  sourceType: attribute('backend/source/@type', oneOf(['unix', 'dir', 'file']), {
    when: { type: ['external', 'emulator'] },
  }),
  sourcePath: attribute('backend/source/@path', string, { when: { type: ['external', 'emulator'] } }),
  sourceMode: attribute('backend/source/@mode', oneOf(['connect']), { when: { type: ['external'] } }),
  profile: attribute('backend/profile/@name', string, { when: { type: ['emulator'] } }),
  profileSource: attribute('backend/profile/@source', string),
  removeDisabled: attribute('backend/profile/@remove_disabled', oneOf(['check', 'fips-host'])),
  sha1: flag('backend/active_pcr_banks/sha1', { when: { type: ['emulator'] } }),
  sha256: flag('backend/active_pcr_banks/sha256', { when: { type: ['emulator'] } }),
  sha384: flag('backend/active_pcr_banks/sha384', { when: { type: ['emulator'] } }),
  sha512: flag('backend/active_pcr_banks/sha512', { when: { type: ['emulator'] } }),
};
