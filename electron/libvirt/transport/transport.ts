/**
 * The way to a host. One {@link Transport} per host serves every lane, console and tunnel: over SSH they are channels of
 * one connection, elsewhere each is a socket of its own.
 */
import type { Duplex } from 'node:stream';
import type { AppError } from '../../../shared/errors.ts';
import type { TransportKind } from '../../../shared/model/host.ts';

export interface Transport {
  readonly kind: TransportKind;
  /**
   * A new byte stream to the libvirt daemon, ready for the first RPC frame.
   * @throws AppError naming the step that failed and the other side's own words
   */
  dial(options?: DialOptions): Promise<Duplex>;
  /**
   * A byte stream to a TCP port or UNIX socket as the host itself would reach it (graphics consoles).
   * @throws AppError `forwardRefused`, `notSupported` (a UNIX socket of a TLS or TCP host)
   */
  forward(target: ForwardTarget, options?: DialOptions): Promise<Duplex>;
  /**
   * What a command of the host's POSIX shell answers to its input. Absent where there is no shell for us.
   * @throws AppError when the command can't be run, or fails without a word
   */
  readonly shell?: (command: string, input: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>;
  /** Called once, when the transport ends without `close()`; every stream of it has ended too. */
  onLost(listener: (reason: AppError) => void): void;
  close(): Promise<void>;
}

export type ForwardTarget =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

export interface DialOptions {
  readonly signal?: AbortSignal;
  /** The libvirt socket for reading only. */
  readonly readOnly?: boolean;
}

/** Questions a transport or an authentication may have. Rejects with AppError `cancelled` when the user refuses. */
export interface Asker {
  /** Whether to trust a host key never seen before. */
  hostKey(question: HostKeyPrompt, signal: AbortSignal): Promise<boolean>;
  passphrase(question: { readonly keyFile: string; readonly attempt: number }, signal: AbortSignal): Promise<string>;
  password(
    question: { readonly user: string; readonly server: string; readonly attempt: number },
    signal: AbortSignal,
  ): Promise<string>;
  keyboardInteractive(question: KeyboardInteractivePrompt, signal: AbortSignal): Promise<readonly string[]>;
  sasl(
    question: { readonly mechanism: string; readonly realm?: string; readonly attempt: number },
    signal: AbortSignal,
  ): Promise<{ readonly user: string; readonly password: string }>;
}

export interface HostKeyPrompt {
  readonly server: string;
  readonly keyType: string;
  readonly fingerprint: string;
  readonly file: string;
}

export interface KeyboardInteractivePrompt {
  readonly server: string;
  readonly user: string;
  readonly name: string;
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
}

/** What opening a transport is told. */
export interface OpenTransportOptions {
  readonly ask: Asker;
  readonly signal: AbortSignal;
  /** Says where the opening stands; the steps are those of ConnectStep. */
  readonly onStep?: (step: 'resolve' | 'connect' | 'handshake' | 'authenticate' | 'socket') => void;
}
