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
  authUsername: attribute('auth/@username', string, { when: { type: ['network'] } }),
  authSecretType: attribute('auth/secret/@type', secretTypes, { when: { type: ['network'] } }),
  authSecretUsage: attribute('auth/secret/@usage', string, { when: { type: ['network'] } }),
  authSecretUuid: attribute('auth/secret/@uuid', string, { when: { type: ['network'] } }),
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

  tls: attribute('source/@tls', yesNo, { when: { type: ['network'] } }),
  tlsHostname: attribute('source/@tlsHostname', string),
  query: attribute('source/@query', string, { when: { protocol: ['http', 'https', 'ftp', 'ftps'] } }),
  fileDescriptorGroup: attribute('source/@fdgroup', string),
  slices: records('source/slices/slice', slice, [[{ type: 'storage', offset: 12345, size: 123 }]]),
  initiator: attribute('source/initiator/iqn/@name', string, { when: { protocol: ['iscsi'] } }),
  rbdSnapshot: attribute('source/snapshot/@name', string, { when: { protocol: ['rbd'] } }),
  configurationFile: attribute('source/config/@file', string, { when: { protocol: ['rbd'] } }),
  cookies: records('source/cookies/cookie', cookie, [[{ name: 'session', value: 'a%20b' }]], {
    when: { protocol: ['http', 'https', 'ftp', 'ftps'] },
  }),
  sslVerify: attribute('source/ssl/@verify', yesNo, { when: { protocol: ['http', 'https', 'ftp', 'ftps'] } }),
  readahead: attribute('source/readahead/@size', integer, {
    unit: 'bytes',
    when: { protocol: ['http', 'https', 'ftp', 'ftps'] },
  }),
  timeout: attribute('source/timeout/@seconds', integer, {
    unit: 'seconds',
    when: { protocol: ['http', 'https', 'ftp', 'ftps'] },
  }),
  nfsUser: attribute('source/identity/@user', string, { when: { protocol: ['nfs'] } }),
  nfsGroup: attribute('source/identity/@group', string, { when: { protocol: ['nfs'] } }),
  sshUsername: attribute('source/identity/@username', string, { when: { protocol: ['ssh'] } }),
  sshKeyFile: attribute('source/identity/@keyfile', string, { when: { protocol: ['ssh'] } }),
  sshAgentSocket: attribute('source/identity/@agentsock', string, { when: { protocol: ['ssh'] } }),
  sshKnownHosts: attribute('source/knownHosts/@path', string, { when: { protocol: ['ssh'] } }),
  reservationsManaged: attribute('source/reservations/@managed', yesNo),
  reservationsSocket: attribute('source/reservations/source/@path', string),
  /** Of `vhostuser`. */
  socketType: attribute('source/@type', oneOf(['unix', 'pci']), { when: { type: ['vhostuser'] } }),
  socketPath: attribute('source/@path', string, { when: { type: ['vhostuser'] } }),
  ...reconnect,
  /** Of `nvme`: counts from 1. */
  nvmeNamespace: attribute('source/@namespace', integer, { when: { type: ['nvme'] } }),
  nvmeManaged: attribute('source/@managed', yesNo, { when: { type: ['nvme'] } }),
  nvmeDomain: attribute('source/address/@domain', hexadecimal(4), { when: { type: ['nvme'] } }),
  nvmeBus: attribute('source/address/@bus', hexadecimal(2), { when: { type: ['nvme'] } }),
  nvmeSlot: attribute('source/address/@slot', hexadecimal(2), { when: { type: ['nvme'] } }),
  nvmeFunction: attribute('source/address/@function', hexadecimal(1), { when: { type: ['nvme'] } }),
};
