/**
 * The life of a console's connection, as a state machine: what the user sees is one of these states, and nothing else decides.
 *
 * A console is open as long as its guest runs. It opens again by itself after a lost connection and after the guest was
 * off; it asks when somebody else has it or a password is wanted; it gives up only on errors that do not pass by themselves.
 */
import { hasTrait, type ErrorData } from '../../../shared/errors.ts';

/** Each attempt to connect has a number of its own, so that late news of an earlier one can be told apart. */
interface Live {
  readonly session: number;
}

export type LinkState =
  /** The guest does not run. */
  | { readonly kind: 'off'; readonly session: number }
  /** `attempt` 0 is the first; `again` when the console was open before. */
  | ({ readonly kind: 'opening'; readonly attempt: number; readonly again: boolean; readonly force: boolean } & Live)
  | ({ readonly kind: 'open' } & Live)
  /** The server wants credentials; `reason` is its word on the last ones. */
  | ({ readonly kind: 'asking'; readonly types: readonly string[]; readonly again: boolean } & Live)
  /** The server refused the credentials; the connection is gone and new ones open a new one. */
  | ({
      readonly kind: 'refused';
      readonly types: readonly string[];
      readonly reason: string;
      readonly again: boolean;
    } & Live)
  /** The next attempt follows after {@link backoffMs}. */
  | ({ readonly kind: 'waiting'; readonly attempt: number; readonly again: boolean; readonly error?: ErrorData } & Live)
  /** Somebody else has the console. */
  | ({ readonly kind: 'busy'; readonly error: ErrorData } & Live)
  | ({ readonly kind: 'failed'; readonly error: ErrorData } & Live);

export type LinkEvent =
  | { readonly kind: 'guest'; readonly active: boolean }
  | { readonly kind: 'opened' }
  | { readonly kind: 'credentialsRequired'; readonly types: readonly string[] }
  | { readonly kind: 'credentialsRefused'; readonly reason: string }
  /** The user gave credentials. */
  | { readonly kind: 'credentials' }
  /** The connection ended or could not be made; without an error it was the ordinary end. */
  | { readonly kind: 'lost'; readonly error?: ErrorData }
  /** The wait before the next attempt is over, or the user is impatient. */
  | { readonly kind: 'retry' }
  | { readonly kind: 'takeOver' };

export const initialLink = (active: boolean): LinkState =>
  active ? { kind: 'opening', attempt: 0, again: false, force: false, session: 1 } : { kind: 'off', session: 0 };

const firstWaitMs = 500;
const longestWaitMs = 10_000;

/** Wait before the given attempt (1 is the first repetition). */
export const backoffMs = (attempt: number): number => Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));

export function step(state: LinkState, event: LinkEvent): LinkState {
  switch (event.kind) {
    case 'guest':
      return onGuest(state, event.active);
    case 'opened':
      return state.kind === 'opening' || state.kind === 'asking' ? { kind: 'open', session: state.session } : state;
    case 'credentialsRequired':
      return state.kind === 'opening'
        ? { kind: 'asking', types: event.types, again: state.again, session: state.session }
        : state;
    case 'credentialsRefused':
      return onRefused(state, event.reason);
    case 'credentials':
      return state.kind === 'refused' ? opening(state, { again: state.again }) : state;
    case 'lost':
      return onLost(state, event.error);
    case 'retry':
      return onRetry(state);
    case 'takeOver':
      return state.kind === 'busy' ? opening(state, { force: true }) : state;
    default:
      return event satisfies never;
  }
}

function opening(
  state: LinkState,
  how: { readonly attempt?: number; readonly again?: boolean; readonly force?: boolean },
): LinkState {
  const { attempt = 0, again = false, force = false } = how;
  return { kind: 'opening', attempt, again, force, session: state.session + 1 };
}

function onGuest(state: LinkState, active: boolean): LinkState {
  if (!active) return state.kind === 'off' ? state : { kind: 'off', session: state.session };
  return state.kind === 'off' ? opening(state, {}) : state;
}

function onRefused(state: LinkState, reason: string): LinkState {
  if (state.kind !== 'opening' && state.kind !== 'asking') return state;
  const types = state.kind === 'asking' ? state.types : ['password'];
  return { kind: 'refused', types, reason, again: state.again, session: state.session };
}

function onLost(state: LinkState, error: ErrorData | undefined): LinkState {
  if (state.kind !== 'opening' && state.kind !== 'open' && state.kind !== 'asking') return state;
  const { session } = state;
  if (error?.code === 'busy') return { kind: 'busy', error, session };
  if (error !== undefined && hasTrait(error, 'lasting')) return { kind: 'failed', error, session };
  const again = state.kind === 'open' || state.again;
  const attempt = state.kind === 'opening' ? state.attempt + 1 : 1;
  return { kind: 'waiting', attempt, again, session, ...(error === undefined ? {} : { error }) };
}

function onRetry(state: LinkState): LinkState {
  if (state.kind === 'waiting') return opening(state, { attempt: state.attempt, again: state.again });
  if (state.kind === 'failed' || state.kind === 'busy') return opening(state, {});
  return state;
}
