/** Where libvirt looks for certificates (src/rpc/virnettlsconfig.c). */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { appError, type AppError } from '../../../shared/errors.ts';
import { errnoOf } from './socketError.ts';

export interface CertificateFiles {
  readonly ca: string;
  readonly crl: string;
  readonly cert: string;
  readonly key: string;
  /** With `pkipath` there must be all; elsewhere a server may do without our certificate. */
  readonly pairRequired: boolean;
}

export interface Certificates {
  readonly files: CertificateFiles;
  readonly ca: Buffer;
  readonly crl?: Buffer;
  readonly pair?: { readonly cert: Buffer; readonly key: Buffer };
}

const names = { ca: 'cacert.pem', crl: 'cacrl.pem', cert: 'clientcert.pem', key: 'clientkey.pem' };
const system = {
  ca: '/etc/pki/CA/cacert.pem',
  crl: '/etc/pki/CA/cacrl.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};

/** `pkipath` has all; else the user's directory, where the CA and the pair of certificate and key each fall back to the system's. */
export function certificateFiles(
  pkipath: string | undefined,
  { home = homedir(), root = process.getuid?.() === 0, exists = existsSync } = {},
): CertificateFiles {
  const inside = (directory: string): typeof system => ({
    ca: join(directory, names.ca),
    crl: join(directory, names.crl),
    cert: join(directory, names.cert),
    key: join(directory, names.key),
  });
  if (pkipath !== undefined && pkipath !== '') return { ...inside(pkipath), pairRequired: true };
  if (root) return { ...system, pairRequired: false };
  const own = inside(join(home, '.pki/libvirt'));
  const authority = exists(own.ca) ? own : system;
  const pair = exists(own.cert) && exists(own.key) ? own : system;
  return { ca: authority.ca, crl: authority.crl, cert: pair.cert, key: pair.key, pairRequired: false };
}

/** @throws AppError `tlsCertificateMissing` naming the file */
export async function readCertificates(files: CertificateFiles): Promise<Certificates> {
  const read = (file: string): Promise<Buffer> =>
    readFile(file).catch((thrown: unknown) => {
      throw missingCertificate(file, thrown instanceof Error ? thrown.message : String(thrown));
    });
  /** What needn't be there; what is there and can't be read is an error all the same. */
  const readIfThere = (file: string): Promise<Buffer | undefined> =>
    readFile(file).catch((thrown: unknown) => {
      if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ENOTDIR') return undefined;
      throw missingCertificate(file, thrown instanceof Error ? thrown.message : String(thrown));
    });
  const readOwn = files.pairRequired ? read : readIfThere;
  const [ca, crl, cert, key] = await Promise.all([
    read(files.ca),
    readIfThere(files.crl),
    readOwn(files.cert),
    readOwn(files.key),
  ]);
  return { files, ca, ...(crl && { crl }), ...(cert && key && { pair: { cert, key } }) };
}

export const missingCertificate = (file: string, raw: string): AppError =>
  appError('tlsCertificateMissing', `${file} can't be read`, {
    operation: 'tls.certificates',
    object: { kind: 'file', name: file },
    params: { file },
    raw,
  });
