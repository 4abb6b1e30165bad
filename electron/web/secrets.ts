import { appError } from '../../shared/errors.ts';
import type { SecretStore } from '../store/secrets.ts';

/** Plain Node has no keychain: in the browser variant secrets stay in memory, and the window does not offer to remember them. */
export const memoryOnlySecrets: SecretStore = {
  available: () => Promise.resolve(false),
  encrypt: () => Promise.reject(unavailable()),
  decrypt: () => Promise.reject(unavailable()),
};

const unavailable = () => appError('secretStoreUnavailable', 'the browser variant keeps no secrets');
