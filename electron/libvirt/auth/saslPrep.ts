/** How names and passwords are made comparable: SASLprep, RFC 4013. */
import { saslprep } from '@mongodb-js/saslprep';
import { appError } from '../../../shared/errors.ts';

/**
 * Characters that Unicode 3.2 did not know pass: for who logs in, names and passwords are query strings (RFC 5802, section 5.1).
 *
 * @throws AppError `saslFailed` for text that may be no name or password
 */
export function saslPrep(text: string): string {
  try {
    return saslprep(text, { allowUnassigned: true });
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown); // a rule of the RFC, nothing of the text
    const raw = `a name or password contains what SASL does not allow: ${why}`;
    throw appError('saslFailed', raw, { operation: 'libvirt.auth', raw });
  }
}
