import { describe, expect, test } from 'vitest';
import { certificateFiles } from './tlsCertificates.ts';

const home = '/home/jane';
const own = (name: string): string => `${home}/.pki/libvirt/${name}`;
const places = (present: readonly string[], root = false, pkipath?: string) =>
  certificateFiles(pkipath, { home, root, exists: (file) => present.includes(String(file)) });

const system = {
  ca: '/etc/pki/CA/cacert.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};

describe('certificates are looked for', () => {
  test('in pkipath alone, where it is given', () => {
    expect(places([own('cacert.pem')], false, '/p')).toMatchObject({
      ca: '/p/cacert.pem',
      cert: '/p/clientcert.pem',
      key: '/p/clientkey.pem',
      pairRequired: true,
    });
  });

  test('in the system’s directories for root', () => {
    expect(places([own('cacert.pem'), own('clientcert.pem'), own('clientkey.pem')], true)).toMatchObject(system);
  });

  test('at home first, for everybody else', () => {
    expect(places([own('cacert.pem'), own('clientcert.pem'), own('clientkey.pem')])).toMatchObject({
      ca: own('cacert.pem'),
      cert: own('clientcert.pem'),
      key: own('clientkey.pem'),
    });
  });

  test('in the system’s for what is missing at home: the authority by itself, certificate and key together', () => {
    expect(places([own('clientcert.pem'), own('clientkey.pem')])).toMatchObject({
      ca: system.ca,
      cert: own('clientcert.pem'),
      key: own('clientkey.pem'),
    });
    expect(places([own('cacert.pem'), own('clientcert.pem')])).toMatchObject({
      ca: own('cacert.pem'),
      cert: system.cert,
      key: system.key,
    });
  });
});
