/** Libvirt's errors as ours: by number, never by text. */
import { AppError, appError, hasTrait, type ErrorCode, type LibvirtErrorFields } from '../../shared/errors.ts';
import { virErrorNumber } from './protocol/enums/error.ts';
import type { RemoteError } from './protocol/error.ts';

const e = virErrorNumber;

/** What users can act on has a code of its own; anything else is `libvirt` with libvirt's words. */
const codes: readonly (readonly [code: ErrorCode, numbers: readonly number[]])[] = [
  [
    'notFound',
    [
      e.VIR_ERR_NO_DOMAIN,
      e.VIR_ERR_NO_NETWORK,
      e.VIR_ERR_NO_STORAGE_POOL,
      e.VIR_ERR_NO_STORAGE_VOL,
      e.VIR_ERR_NO_NODE_DEVICE,
      e.VIR_ERR_NO_INTERFACE,
      e.VIR_ERR_NO_NWFILTER,
      e.VIR_ERR_NO_NWFILTER_BINDING,
      e.VIR_ERR_NO_SECRET,
      e.VIR_ERR_NO_DOMAIN_SNAPSHOT,
      e.VIR_ERR_NO_DOMAIN_CHECKPOINT,
      e.VIR_ERR_NO_DOMAIN_BACKUP,
      e.VIR_ERR_NO_DOMAIN_METADATA,
      e.VIR_ERR_NO_NETWORK_METADATA,
      e.VIR_ERR_NO_NETWORK_PORT,
      e.VIR_ERR_DEVICE_MISSING,
    ],
  ],
  [
    'notSupported',
    [
      e.VIR_ERR_NO_SUPPORT,
      e.VIR_ERR_NO_CONNECT, // no driver for this URI
      e.VIR_ERR_CONFIG_UNSUPPORTED,
      e.VIR_ERR_ARGUMENT_UNSUPPORTED,
      e.VIR_ERR_OPERATION_UNSUPPORTED,
    ],
  ],
  [
    'invalidArgument',
    [
      e.VIR_ERR_INVALID_ARG,
      e.VIR_ERR_XML_ERROR,
      e.VIR_ERR_XML_DETAIL,
      e.VIR_ERR_XML_INVALID_SCHEMA,
      e.VIR_ERR_INVALID_MAC,
    ],
  ],
  [
    'conflict',
    [
      e.VIR_ERR_DOM_EXIST,
      e.VIR_ERR_NETWORK_EXIST,
      e.VIR_ERR_STORAGE_VOL_EXIST,
      e.VIR_ERR_STORAGE_POOL_BUILT,
      e.VIR_ERR_NETWORK_PORT_EXIST,
    ],
  ],
  ['notAllowed', [e.VIR_ERR_OPERATION_DENIED, e.VIR_ERR_ACCESS_DENIED, e.VIR_ERR_AUTH_FAILED]],
  ['busy', [e.VIR_ERR_RESOURCE_BUSY, e.VIR_ERR_BLOCK_COPY_ACTIVE]],
  ['timeout', [e.VIR_ERR_OPERATION_TIMEOUT, e.VIR_ERR_AGENT_COMMAND_TIMEOUT]],
  ['cancelled', [e.VIR_ERR_OPERATION_ABORTED]],
];
const codeOf = new Map(codes.flatMap(([code, numbers]) => numbers.map((number) => [number, code] as const)));

/**
 * An error of the daemon's. A procedure or program that it doesn't know is VIR_ERR_RPC with a fixed beginning of the message; libvirt's
 * own client tells it apart the same way (virNetClientProgramDispatchError), and makes it VIR_ERR_NO_SUPPORT.
 */
export function libvirtError(error: RemoteError): AppError {
  const fields = fieldsOf(error);
  const code = unknownProcedure(fields) ? 'notSupported' : (codeOf.get(fields.code) ?? 'libvirt');
  return appError(code, fields.message, {
    libvirt: fields,
    raw: fields.message,
    ...(hasTrait({ code }, 'passing') ? { retry: true } : {}),
  });
}

function unknownProcedure({ code, message }: LibvirtErrorFields): boolean {
  return code === e.VIR_ERR_RPC && /^(unknown procedure|Cannot find program)/i.test(message);
}

function fieldsOf({ code, domain, level, message, str1, str2, str3, int1, int2 }: RemoteError): LibvirtErrorFields {
  return {
    code,
    domain,
    level,
    message: message ?? `error ${code} without a message`,
    ...(str1 === undefined ? {} : { str1 }),
    ...(str2 === undefined ? {} : { str2 }),
    ...(str3 === undefined ? {} : { str3 }),
    int1,
    int2,
  };
}

/** Whether the daemon answered with one of these numbers (virErrorNumber). */
export function isLibvirtError(thrown: unknown, ...numbers: readonly number[]): thrown is AppError {
  return thrown instanceof AppError && thrown.data.libvirt !== undefined && numbers.includes(thrown.data.libvirt.code);
}
