/** `<tpm>` (formatdomain, "TPM device"). */
import { oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag } from '../../xml/property.ts';

export const tpm = {
  model: attribute('@model', oneOf(['tpm-crb', 'tpm-tis', 'tpm-spapr', 'spapr-tpm-proxy'])),
  type: attribute('backend/@type', oneOf(['emulator', 'passthrough', 'external'])),
  version: attribute('backend/@version', oneOf(['2.0', '1.2'])),
  persistentState: attribute('backend/@persistent_state', yesNo),
  debug: attribute('backend/@debug', string),
  secret: attribute('backend/encryption/@secret', string),
  device: attribute('backend/device/@path', string),
  sourceType: attribute('backend/source/@type', oneOf(['unix', 'dir', 'file'])),
  sourcePath: attribute('backend/source/@path', string),
  sourceMode: attribute('backend/source/@mode', oneOf(['connect'])),
  profile: attribute('backend/profile/@name', string),
  profileSource: attribute('backend/profile/@source', string),
  removeDisabled: attribute('backend/profile/@remove_disabled', oneOf(['check', 'fips-host'])),
  sha1: flag('backend/active_pcr_banks/sha1'),
  sha256: flag('backend/active_pcr_banks/sha256'),
  sha384: flag('backend/active_pcr_banks/sha384'),
  sha512: flag('backend/active_pcr_banks/sha512'),
};
