/**
 * SASL, with the mechanisms that need no wrapping of what follows (SCRAM, PLAIN). On plain TCP the daemon offers only mechanisms
 * that encrypt (GSSAPI, DIGEST-MD5): there TLS or SSH is the way.
 */
import { appError, toErrorData, type AppError } from '../../../shared/errors.ts';
import { isLibvirtError } from '../errors.ts';
import { virErrorNumber } from '../protocol/enums/error.ts';
import type { CallProcedure } from '../protocol/procedure.ts';
import { procedures } from '../protocol/procedures.ts';
import type { Asker } from '../transport/transport.ts';
import { plain } from './plain.ts';
import type { Credentials, SaslClient } from './saslClient.ts';
import { scram } from './scram.ts';

/** Best first. */
const mechanisms: readonly (readonly [name: string, client: (credentials: Credentials) => SaslClient])[] = [
  ['SCRAM-SHA-512', (credentials) => scram('SCRAM-SHA-512', credentials)],
  ['SCRAM-SHA-256', (credentials) => scram('SCRAM-SHA-256', credentials)],
  ['SCRAM-SHA-1', (credentials) => scram('SCRAM-SHA-1', credentials)],
  ['PLAIN', plain],
];

const MAX_ATTEMPTS = 3;
/** SCRAM takes two steps; a server that goes on for ever is none. */
const MAX_STEPS = 8;

export interface SaslOptions {
  readonly call: CallProcedure;
  readonly ask: Asker['sasl'];
  /** The one the URI insists on. */
  readonly mechanism?: string | undefined;
  readonly signal: AbortSignal;
}

/** Asks for name and password, three times at most. @throws AppError `saslFailed`, `saslMechanismUnsupported`, `cancelled` */
export async function authenticateSasl({ call, ask, mechanism: wanted, signal }: SaslOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    // After a failure the daemon wants to hear INIT again.
    const { mechlist } = await call(procedures.authSaslInit, {});
    const [mechanism, client] = chooseMechanism(mechlist, wanted);
    const credentials = await ask({ mechanism, attempt }, signal);
    try {
      await exchange(call, mechanism, client(credentials));
      return;
    } catch (thrown) {
      if (!isLibvirtError(thrown, virErrorNumber.VIR_ERR_AUTH_FAILED)) throw thrown;
      if (attempt === MAX_ATTEMPTS) throw refused(thrown, mechanism);
    }
  }
}

function chooseMechanism(mechlist: string, wanted: string | undefined) {
  const offered = mechlist.split(',').map((name) => name.trim().toUpperCase());
  const chosen = mechanisms.find(
    ([name]) => offered.includes(name) && (wanted === undefined || wanted.toUpperCase() === name),
  );
  if (chosen !== undefined) return chosen;
  throw appError('saslMechanismUnsupported', `no SASL mechanism in common: the daemon offers ${mechlist}`, {
    operation: 'libvirt.auth',
    raw: mechlist,
    params: { offered: mechlist, wanted: wanted ?? mechanisms.map(([name]) => name).join(', ') },
  });
}

async function exchange(call: CallProcedure, mech: string, client: SaslClient): Promise<void> {
  let { complete, nil, data } = await call(procedures.authSaslStart, { mech, nil: 0, data: client.first });
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const answer = nil === 0 ? await client.step(data) : undefined;
    if (complete !== 0) {
      if (client.complete) return;
      throw saslFailed(mech, 'the daemon ended the exchange too early');
    }
    ({ complete, nil, data } = await call(procedures.authSaslStep, {
      nil: answer === undefined ? 1 : 0,
      data: answer ?? new Uint8Array(0),
    }));
  }
  throw saslFailed(mech, 'the exchange has no end');
}

function refused(error: AppError, mechanism: string): AppError {
  const { libvirt, message } = error.data;
  return appError('saslFailed', 'the daemon refused name and password', {
    operation: 'libvirt.auth',
    raw: message,
    params: { mechanism, attempts: MAX_ATTEMPTS },
    ...(libvirt === undefined ? {} : { libvirt }),
    cause: toErrorData(error),
  });
}

function saslFailed(mechanism: string, raw: string): AppError {
  return appError('saslFailed', `${mechanism}: ${raw}`, { operation: 'libvirt.auth', raw, params: { mechanism } });
}
