/** What has to happen before a daemon answers anything else (remoteAuthenticate in src/remote/remote_driver.c). */
import { appError, toErrorData, type AppError } from '../../../shared/errors.ts';
import { isLibvirtError } from '../errors.ts';
import { virErrorNumber } from '../protocol/enums/error.ts';
import { authTypes } from '../protocol/objects.ts';
import type { CallProcedure } from '../protocol/procedure.ts';
import { procedures } from '../protocol/procedures.ts';
import type { Asker } from '../transport/transport.ts';
import { authenticateSasl } from './sasl.ts';

export type AuthName = keyof typeof authTypes;

export interface AuthenticateOptions {
  readonly call: CallProcedure;
  /** The one the URI insists on. */
  readonly auth?: AuthName | undefined;
  readonly saslMechanism?: string | undefined;
  readonly askSasl: Asker['sasl'];
  readonly signal: AbortSignal;
}

const names: readonly AuthName[] = ['none', 'sasl', 'polkit'];

/** @throws AppError `authUnsupported`, `polkitDenied`, `saslFailed`, `saslMechanismUnsupported`, `cancelled` */
export async function authenticate(options: AuthenticateOptions): Promise<void> {
  const { call, auth: wanted, askSasl: ask, saslMechanism: mechanism, signal } = options;
  // Mandatory even for root: its way past polkit is inside this call.
  const offered = await offeredBy(call);
  const auth = wanted === undefined ? offered[0] : offered.find((each) => each === wanted);
  switch (auth) {
    case 'none':
      return;
    case 'polkit':
      await authenticatePolkit(call);
      return;
    case 'sasl':
      await authenticateSasl({ call, ask, mechanism, signal });
      return;
    case undefined:
      throw appError('authUnsupported', `the daemon offers ${offered.join(', ')}, not ${wanted ?? 'anything known'}`, {
        operation: 'libvirt.auth',
        params: { offered: offered.join(', '), wanted: wanted ?? '' },
      });
  }
}

async function offeredBy(call: CallProcedure): Promise<readonly AuthName[]> {
  try {
    const { types } = await call(procedures.authList, {});
    return types.flatMap((type) => names.filter((name) => authTypes[name] === type));
  } catch (thrown) {
    // A server from before authentication was invented.
    if (isLibvirtError(thrown, virErrorNumber.VIR_ERR_NO_SUPPORT)) return ['none'];
    throw thrown;
  }
}

/** Blocks while the host asks its user. Over SSH nobody is there to be asked: only root and the group libvirt pass. */
async function authenticatePolkit(call: CallProcedure): Promise<void> {
  try {
    await call(procedures.authPolkit, {});
  } catch (thrown) {
    const { VIR_ERR_AUTH_FAILED, VIR_ERR_AUTH_CANCELLED, VIR_ERR_AUTH_UNAVAILABLE } = virErrorNumber;
    if (!isLibvirtError(thrown, VIR_ERR_AUTH_FAILED, VIR_ERR_AUTH_CANCELLED, VIR_ERR_AUTH_UNAVAILABLE)) throw thrown;
    throw polkitDenied(thrown);
  }
}

function polkitDenied(error: AppError): AppError {
  const { libvirt, message } = error.data;
  return appError(
    'polkitDenied',
    'the host does not let this user manage virtual machines: connect as root, or add the user to the group libvirt on the host',
    {
      operation: 'libvirt.auth',
      raw: message,
      ...(libvirt === undefined ? {} : { libvirt }),
      cause: toErrorData(error),
    },
  );
}
