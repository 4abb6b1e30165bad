/** How a disk's data is reached and unlocked: hosts, credentials, encryption, and what single protocols need (formatdomain, `<source>`). */
import { hexadecimal, integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, records, text } from '../../xml/property.ts';
import { reconnect } from './common.ts';

export const sourceHost = {
  name: attribute('@name', string),
  port: attribute('@port', integer),
  transport: attribute('@transport', oneOf(['tcp', 'unix', 'rdma']), { default: 'tcp' }),
  socket: attribute('@socket', string),
};

const cookie = {
  name: attribute('@name', string),
  value: text('.', string),
};

const slice = {
  type: attribute('@type', oneOf(['storage'])),
  offset: attribute('@offset', integer),
  size: attribute('@size', integer),
};

const encryptionFormats = oneOf(['luks', 'luks2', 'qcow', 'luks-any', 'default']);
const secretTypes = oneOf(['ceph', 'iscsi']);

export const diskTransport = {
  /** Credentials; libvirt keeps them where they were written, beside the source or in it. */
  authUsername: attribute('auth/@username', string),
  authSecretType: attribute('auth/secret/@type', secretTypes),
  authSecretUsage: attribute('auth/secret/@usage', string),
  authSecretUuid: attribute('auth/secret/@uuid', string),
  sourceAuthUsername: attribute('source/auth/@username', string),
  sourceAuthSecretType: attribute('source/auth/secret/@type', secretTypes),
  sourceAuthSecretUsage: attribute('source/auth/secret/@usage', string),
  sourceAuthSecretUuid: attribute('source/auth/secret/@uuid', string),
  encryption: attribute('encryption/@format', encryptionFormats),
  encryptionEngine: attribute('encryption/@engine', oneOf(['qemu', 'librbd'])),
  encryptionSecretUsage: attribute('encryption/secret/@usage', string),
  encryptionSecretUuid: attribute('encryption/secret/@uuid', string),
  sourceEncryption: attribute('source/encryption/@format', encryptionFormats),
  sourceEncryptionEngine: attribute('source/encryption/@engine', oneOf(['qemu', 'librbd'])),
  sourceEncryptionSecretUsage: attribute('source/encryption/secret/@usage', string),
  sourceEncryptionSecretUuid: attribute('source/encryption/secret/@uuid', string),

  tls: attribute('source/@tls', yesNo),
  tlsHostname: attribute('source/@tlsHostname', string),
  query: attribute('source/@query', string),
  fileDescriptorGroup: attribute('source/@fdgroup', string),
  slices: records('source/slices/slice', slice, [[{ type: 'storage', offset: 12345, size: 123 }]]),
  initiator: attribute('source/initiator/iqn/@name', string),
  rbdSnapshot: attribute('source/snapshot/@name', string),
  configurationFile: attribute('source/config/@file', string),
  cookies: records('source/cookies/cookie', cookie, [[{ name: 'session', value: 'a%20b' }]]),
  sslVerify: attribute('source/ssl/@verify', yesNo),
  /** Bytes. */
  readahead: attribute('source/readahead/@size', integer),
  timeout: attribute('source/timeout/@seconds', integer),
  nfsUser: attribute('source/identity/@user', string),
  nfsGroup: attribute('source/identity/@group', string),
  sshUsername: attribute('source/identity/@username', string),
  sshKeyFile: attribute('source/identity/@keyfile', string),
  sshAgentSocket: attribute('source/identity/@agentsock', string),
  sshKnownHosts: attribute('source/knownHosts/@path', string),
  reservationsManaged: attribute('source/reservations/@managed', yesNo),
  reservationsSocket: attribute('source/reservations/source/@path', string),
  /** Of `vhostuser`. */
  socketType: attribute('source/@type', oneOf(['unix', 'pci'])),
  socketPath: attribute('source/@path', string),
  ...reconnect,
  /** Of `nvme`: counts from 1. */
  nvmeNamespace: attribute('source/@namespace', integer),
  nvmeManaged: attribute('source/@managed', yesNo),
  nvmeDomain: attribute('source/address/@domain', hexadecimal(4)),
  nvmeBus: attribute('source/address/@bus', hexadecimal(2)),
  nvmeSlot: attribute('source/address/@slot', hexadecimal(2)),
  nvmeFunction: attribute('source/address/@function', hexadecimal(1)),
};
