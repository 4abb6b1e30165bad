/**
 * Errors are data, from the socket to the toast.
 *
 * Everything that can go wrong on purpose is an {@link AppError} with a code from {@link errorCodes}. The renderer has a
 * sentence and a remedy for each code in its language files (`errors.<code>.title`, `errors.<code>.remedy`); `params` fill
 * their placeholders. The raw words of libvirt, sshd or the operating system are kept beside them, never parsed for meaning.
 *
 * The data are type aliases, not interfaces: only those are assignable to JSON (`Wire`), which is how they travel.
 */

/** Every way an operation can fail that users read about. One line here, one entry in each language file. */
export const errorCodes = [
  // reaching a host
  'uriInvalid',
  'uriUnsupported',
  'hostNameUnknown',
  'hostUnreachable',
  'connectionRefused',
  'connectTimeout',
  'socketMissing',
  'socketPermission',
  'jumpHostFailed',
  'hostKeyChanged',
  'hostKeyRevoked',
  'hostKeyRejected',
  'sshConfigInvalid',
  'sshHandshakeFailed',
  'sshNoCommonAlgorithm',
  'sshAuthFailed',
  'sshKeyUnreadable',
  'sshBinaryMissing',
  'sshCommandFailed',
  'helperMissing',
  'tlsFailed',
  'tlsUntrusted',
  'tlsCertificateMissing',
  'tlsRefused',
  'forwardRefused',
  // libvirt's own opening sequence
  'answeredWithText',
  'authUnsupported',
  'polkitDenied',
  'saslFailed',
  'saslMechanismUnsupported',
  'authFileUnreadable',
  // a connection's life
  'connectionLost',
  'keepaliveTimeout',
  'protocolError',
  'hostNotConnected',
  // an operation
  'libvirt',
  'notFound',
  'notSupported',
  'invalidArgument',
  'conflict',
  'editConflict',
  'partlyDone',
  'guestRefused',
  'vncSecurity',
  'vncRefused',
  'guestSilent',
  'guestStaysOn',
  'needsShutdown',
  'secretNotKept',
  'blockJobFailed',
  'diskShrink',
  'notInPool',
  'nameTaken',
  'notRepeatable',
  'checksumWrong',
  'poolFull',
  'volumeExists',
  'volumeInUse',
  'volumeUnsure',
  'busy',
  'timeout',
  'cancelled',
  'outcomeUnknown',
  'secretStoreUnavailable',
  'storeFailed',
  'notAllowed',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What a libvirt error carries (virNetMessageError). `code` is a virErrorNumber, `domain` a virErrorDomain. */
export type LibvirtErrorFields = {
  readonly code: number;
  readonly domain: number;
  readonly level: number;
  readonly message: string;
  readonly str1?: string;
  readonly str2?: string;
  readonly str3?: string;
  readonly int1?: number;
  readonly int2?: number;
};

/** The object an error is about, as users name it. */
export type ErrorObject = {
  readonly kind: 'host' | 'domain' | 'network' | 'storagePool' | 'storageVolume' | 'device' | 'file';
  readonly name: string;
};

export type ErrorData = {
  readonly code: ErrorCode;
  /** English, for logs and as a last resort; users read the language file's text for `code` and `raw`. */
  readonly message: string;
  /** What was being done, as `noun.method` of the API or the name of a step (`ssh.auth`, `libvirt.open`). */
  readonly operation?: string;
  readonly object?: ErrorObject;
  /** Display name of the host concerned. */
  readonly host?: string;
  readonly libvirt?: LibvirtErrorFields;
  /** The other side's own words: sshd's message, stderr of a command, the TLS alert. */
  readonly raw?: string;
  /** Fill the placeholders of the language file's sentence. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** True when the same call may succeed later without anything being changed. */
  readonly retry?: boolean;
  readonly cause?: ErrorData;
};

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly data: ErrorData;

  constructor(data: ErrorData) {
    super(data.message);
    this.data = data;
  }

  get code(): ErrorCode {
    return this.data.code;
  }

  /** The same error with more of its circumstances; what is already known is kept. */
  with(context: Pick<ErrorData, 'operation' | 'object' | 'host'>): AppError {
    return new AppError({ ...context, ...this.data });
  }
}

/** Shorthand: `fail('socketMissing', 'no such socket', { params: { path } })`. */
export function appError(code: ErrorCode, message: string, rest: Omit<ErrorData, 'code' | 'message'> = {}): AppError {
  return new AppError({ code, message, ...rest });
}

/** Whatever was thrown, as data. What is no AppError is a fault of ours and becomes `internal`, with its text kept. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) return thrown.data;
  if (thrown instanceof Error) {
    const cause = thrown.cause === undefined ? {} : { cause: toErrorData(thrown.cause) };
    return { code: 'internal', message: thrown.message, raw: thrown.stack ?? thrown.message, ...cause };
  }
  return { code: 'internal', message: String(thrown) };
}

/** The error a thrown value stands for; an AppError comes back as it is. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError(toErrorData(thrown));
}

export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'cancelled';
}
