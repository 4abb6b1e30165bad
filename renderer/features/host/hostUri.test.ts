import { describe, expect, it, test } from 'vitest';
import { parseUri } from '../../../electron/libvirt/transport/uri.ts';
import { emptyForm, formOf, proposedName, uriOf, withDriver, type HostForm } from './hostUri.ts';

const formFrom = (uri: string, before?: HostForm): HostForm => formOf({ ...parseUri(uri), uri, warnings: [] }, before);

describe('a form as a URI', () => {
  it.each([
    'qemu:///system',
    'qemu:///session',
    'qemu:///system?socket=/run/user/1000/libvirt/libvirt-sock',
    'qemu+ssh://h1/system',
    'qemu+ssh://root@h1:2222/system?keyfile=/home/me/.ssh/id_ed25519&socket=/run/libvirt/libvirt-sock',
    'qemu+ssh://root@[fe80::1%25eth0]:22/session',
    'qemu+tls://h1:16514/system?pkipath=/etc/pki/mine',
    'qemu+tcp://[2001:db8::7]/system',
    'xen+ssh://dom0/system',
    'test:///default',
    'qemu+ssh://h1/system?keyfile=/k&readonly=1',
    'remote+ssh://h1/',
  ])('%s comes back as it was', (uri) => {
    expect(uriOf(formFrom(uri))).toBe(uri);
  });

  it('keeps the parameters that have no field', () => {
    const uri = 'qemu+ssh://h1/system?keyfile=/k&proxy=netcat&known_hosts=/dev/null';
    const form = formFrom(uri);
    expect(form.parameters).toEqual({ proxy: 'netcat', known_hosts: '/dev/null' });
    expect(uriOf({ ...form, host: 'h2' })).toBe(uri.replace('h1', 'h2'));
  });

  it('keeps as a parameter what is a field of another transport only', () => {
    expect(formFrom('qemu+tcp://h1/system?socket=/s').parameters).toEqual({ socket: '/s' });
  });

  it('escapes what would end a part of the URI', () => {
    const form: HostForm = { ...emptyForm, host: 'h1', user: 'a@b', keyfile: '/my keys/a&b?c' };
    const read = parseUri(uriOf(form));
    expect(read.user).toBe('a@b');
    expect(read.parameters['keyfile']).toBe('/my keys/a&b?c');
  });

  it('takes an IPv6 address with or without its brackets', () => {
    expect(uriOf({ ...emptyForm, host: '[::1]' })).toBe(uriOf({ ...emptyForm, host: '::1' }));
  });

  it('writes no field that the transport has not', () => {
    const form: HostForm = { ...emptyForm, host: 'h1', user: 'root', port: '2222', keyfile: '/k' };
    expect(uriOf({ ...form, transport: 'unix' })).toBe('qemu:///system');
    expect(uriOf({ ...form, transport: 'tcp' })).toBe('qemu+tcp://h1:2222/system');
  });
});

describe('a URI as a form', () => {
  it('leaves the fields of other transports as they were typed', () => {
    const typed: HostForm = { ...emptyForm, host: 'h1', user: 'root', keyfile: '/k' };
    const local = formFrom('qemu:///session', typed);
    expect(local).toMatchObject({ transport: 'unix', path: '/session', host: 'h1', user: 'root', keyfile: '/k' });
  });

  it('empties the fields of its transport that the URI does not name', () => {
    expect(formFrom('qemu+ssh://h1/system', { ...emptyForm, user: 'root', port: '2222' })).toMatchObject({
      user: '',
      port: '',
    });
  });
});

test.each([
  ['qemu:///system?readonly', 'qemu:///system?readonly=1'],
  ['qemu:///system?readonly=0', 'qemu:///system'],
])('%s is said in one way', (uri, written) => {
  expect(uriOf(formFrom(uri))).toBe(written);
});

describe('choosing another driver', () => {
  it('keeps the path that both know and proposes one otherwise', () => {
    expect(withDriver({ ...emptyForm, path: '/session' }, 'ch').path).toBe('/session');
    expect(withDriver({ ...emptyForm, path: '/session' }, 'xen').path).toBe('/system');
    expect(withDriver(emptyForm, 'test').path).toBe('/default');
  });
});

describe('the name proposed for a host', () => {
  it('is its host part, or says that it is here', () => {
    expect(proposedName({ ...emptyForm, host: ' h1.example.org ' })).toBe('h1.example.org');
    expect(proposedName({ ...emptyForm, transport: 'unix' })).toBe('localhost');
    expect(proposedName({ ...emptyForm, transport: 'unix', path: '/session' })).toBe('localhost (session)');
    expect(proposedName(emptyForm)).toBe('');
  });
});
