/**
 * Errors are data, from the socket to the toast.
 *
 * Everything that can go wrong on purpose is an {@link AppError} with a code from {@link errorTraits}. The renderer has a
 * sentence and a remedy for each code in its language files (`error.<code>.title`, `error.<code>.remedy`); `params` fill
 * their placeholders. The raw words of libvirt, sshd or the operating system are kept beside them, never parsed for meaning.
 *
 * The data are type aliases, not interfaces: only those are assignable to JSON (`Wire`), which is how they travel.
 */

/** What follows from an error's code, whatever was being done. */
export type ErrorTrait =
  /** Stays until somebody does something about it: no connecting again. */
  | 'permanent'
  /** Comes both ways: `permanent` where the error doesn't say `retry`. */
  | 'permanentUnlessRetry'
  /** As `permanent` as its cause; without one it is. */
  | 'permanentAsCause'
  /** `permanent` when the daemon says it of the connection it is to open: no such driver, path or parameter. */
  | 'permanentWhenOpening'
  /** Goes away by itself: the same call may succeed later. */
  | 'passing'
  /** One thing of a host that answers, as a console, can't be had: waiting does not cure it. */
  | 'lasting'
  /** Nobody listens at that address. */
  | 'unattended'
  /** Afterwards nobody knows whether the host did what it was asked. */
  | 'lost'
  /** The host isn't there, or went away before its answer came. */
  | 'away'
  /** Some of it may be done: asking once more could do that twice. */
  | 'partly';

/** Every way an operation can fail that users read about. One line here, one entry in each language file. */
const errorTraits = {
  // reaching a host
  uriInvalid: ['permanent'],
  uriUnsupported: ['permanent'],
  hostNameUnknown: [],
  hostUnreachable: [],
  connectionRefused: ['unattended'],
  connectTimeout: [],
  socketMissing: ['permanentUnlessRetry', 'unattended'],
  socketPermission: ['permanent', 'lasting'],
  jumpHostFailed: ['permanentAsCause'],
  hostKeyChanged: ['permanent'],
  hostKeyRevoked: ['permanent'],
  hostKeyRejected: ['permanent'],
  sshConfigInvalid: ['permanent'],
  sshHandshakeFailed: [],
  sshNoCommonAlgorithm: ['permanent'],
  sshAuthFailed: ['permanent'],
  sshKeyUnreadable: ['permanent'],
  sshBinaryMissing: ['permanent'],
  sshCommandFailed: [],
  helperMissing: ['permanent'],
  tlsFailed: ['permanentUnlessRetry'],
  tlsUntrusted: ['permanent'],
  tlsCertificateMissing: ['permanent'],
  tlsRefused: ['permanent'],
  forwardRefused: ['lasting'],
  // libvirt's own opening sequence
  answeredWithText: ['permanent'],
  authUnsupported: ['permanent'],
  polkitDenied: ['permanent', 'lasting'],
  saslFailed: ['permanent'],
  saslMechanismUnsupported: ['permanent'],
  authFileUnreadable: ['permanent'],
  // a connection's life
  connectionLost: ['lost', 'away'],
  keepaliveTimeout: ['lost', 'away'],
  protocolError: ['lasting', 'lost'],
  hostNotConnected: ['away'],
  // an operation
  libvirt: [],
  notFound: ['permanentWhenOpening', 'lasting'],
  notSupported: ['permanentWhenOpening', 'lasting'],
  invalidArgument: ['permanentWhenOpening', 'lasting'],
  conflict: [],
  editConflict: [],
  partlyDone: ['partly'],
  guestRefused: [],
  vncSecurity: ['lasting'],
  vncRefused: ['lasting'],
  guestSilent: [],
  guestStaysOn: [],
  needsShutdown: [],
  secretNotKept: [],
  blockJobFailed: [],
  diskShrink: [],
  notInPool: [],
  nameTaken: [],
  notRepeatable: [],
  checksumWrong: [],
  poolFull: [],
  volumeExists: [],
  volumeInUse: [],
  volumeUnsure: [],
  busy: ['passing'],
  timeout: ['passing'],
  cancelled: ['permanent'],
  outcomeUnknown: ['away', 'partly'],
  secretStoreUnavailable: [],
  storeFailed: [],
  notAllowed: ['permanent', 'lasting'],
  internal: ['lasting'],
} as const satisfies Readonly<Record<string, readonly ErrorTrait[]>>;
export type ErrorCode = keyof typeof errorTraits;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorTraits, text);
export const errorCodes: readonly ErrorCode[] = Object.keys(errorTraits).filter(isErrorCode);

/** Whether its code means this. A code of another version of the program, in a record that was kept, means nothing. */
export function hasTrait({ code }: { readonly code: ErrorCode }, trait: ErrorTrait): boolean {
  const traits: readonly ErrorTrait[] = isErrorCode(code) ? errorTraits[code] : [];
  return traits.includes(trait);
}

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
  readonly kind:
    | 'host'
    | 'domain'
    | 'network'
    | 'storagePool'
    | 'storageVolume'
    | 'nodeDevice'
    | 'interface'
    | 'secret'
    | 'nwfilter'
    | 'snapshot'
    | 'device'
    | 'file';
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
