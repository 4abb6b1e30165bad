import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { parseUri } from './uri.ts';

function refusal(text: string): { code: string; part?: unknown; driver?: unknown } {
  try {
    parseUri(text);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { code: thrown.code, part: thrown.data.params?.['part'], driver: thrown.data.params?.['driver'] };
  }
  throw new Error(`${text} was taken`);
}

describe('the way', () => {
  test.each([
    ['qemu:///system', 'unix'],
    ['qemu://h/system', 'tls'],
    ['qemu+ssh://h/system', 'ssh'],
    ['qemu+SSH://h/system', 'ssh'],
    ['qemu+libssh2://h/system', 'ssh'],
    ['qemu+tcp://h/system', 'tcp'],
    ['qemu+tls:///system', 'tls'],
    ['test+unix:///default', 'unix'],
    ['test:///default', 'unix'],
    ['remote+ssh://h/', 'ssh'],
    ['QEMU:///system', 'unix'],
    ['  qemu:///system\n', 'unix'],
  ])('of %s is %s', (text, transport) => {
    expect(parseUri(text).transport).toBe(transport);
  });
});

describe('the name that the daemon is asked for', () => {
  test.each([
    ['qemu+ssh://root@h:22/system?keyfile=/k', 'qemu:///system'],
    ['qemu+ssh://root@h/system?KeyFile=/k&No_Verify=1', 'qemu:///system'],
    ['test+tcp://h/default', 'test:///default'],
    ['test:///default', 'test:///default'],
    ['test+unix:///path/file.xml?socket=/s', 'test:///path/file.xml'],
    ['qemu+unix:///session', 'qemu:///session'],
    ['qemu://h/system?name=qemu:///session', 'qemu:///session'],
    ['remote+ssh://h/', ''],
    ['remote:///', ''],
    ['xen+ssh://h/?mode=legacy', 'xen:///'],
    ['lxc+ssh://h/?Custom=A%20b&netcat=/bin/nc&other=1#x', 'lxc:///?Custom=A%20b&other=1#x'],
    ['qemu+ssh://h/system?socket=/s;command=ssh;proxy=netcat', 'qemu:///system'],
  ])('%s -> %s', (text, name) => {
    expect(parseUri(text).connectName).toBe(name);
  });

  test('never has a parameter that is for the client', () => {
    const names = [
      'name',
      'socket',
      'auth',
      'keyfile',
      'pkipath',
      'known_hosts',
      'authfile',
      'tls_priority',
      'no_sanity',
    ];
    const values: Readonly<Record<string, string>> = { auth: 'none', no_sanity: '1', name: '', tls_priority: 'NORMAL' };
    fc.assert(
      fc.property(fc.subarray(names.slice(1)), fc.boolean(), (chosen, upper) => {
        const query = chosen.map((name) => `${upper ? name.toUpperCase() : name}=${values[name] ?? 'x'}`);
        expect(parseUri(`qemu://h/system?${query.join('&')}`).connectName).toBe('qemu:///system');
      }),
    );
  });
});

describe('the parts', () => {
  test('user, host and port are decoded', () => {
    expect(parseUri('qemu+ssh://DOM%5Cjane@h.example:2222/system')).toMatchObject({
      driver: 'qemu',
      user: 'DOM\\jane',
      host: 'h.example',
      port: 2222,
      path: '/system',
    });
  });

  test.each([
    ['qemu+ssh://[::1]:22/system', '::1'],
    ['qemu+ssh://[fe80::1%25eth0]/system', 'fe80::1%eth0'],
    ['qemu+tls://[2001:db8::5]/system', '2001:db8::5'],
    ['qemu+ssh://root@[fe80::1%eth0]/system', 'fe80::1%eth0'],
    ['qemu+ssh://[fe80::1%251]:22/system', 'fe80::1%1'],
  ])('%s has the address %s', (text, host) => {
    expect(parseUri(text).host).toBe(host);
  });

  test('the last @ divides user and host', () => {
    expect(parseUri('qemu+ssh://jane@corp.example@h/system')).toMatchObject({ user: 'jane@corp.example', host: 'h' });
    expect(parseUri('qemu+ssh://jane%40corp.example@h/system').user).toBe('jane@corp.example');
  });

  test.each([
    ['qemu:///system', undefined],
    ['qemu:///system?readonly', true],
    ['qemu:///system?readonly=1', true],
    ['qemu:///system?readonly=0', false],
  ])('%s may only look: %s', (text, readOnly) => {
    expect(parseUri(text)).toMatchObject({
      connectName: 'qemu:///system',
      ...(readOnly !== undefined && { readOnly }),
    });
  });

  test('parameters are found whatever their case, and decoded', () => {
    expect(parseUri('qemu+ssh://h/system?KEYFILE=%2Fk%20k&no_tty=1').parameters).toEqual({
      keyfile: '/k k',
      no_tty: '1',
    });
  });

  test.each([
    ['auth=none', { auth: 'none' }],
    ['auth=polkit', { auth: 'polkit' }],
    ['auth=sasl.SCRAM-SHA-256', { auth: 'sasl', saslMechanism: 'SCRAM-SHA-256' }],
    ['auth=sasl', { auth: 'sasl' }],
  ])('%s', (query, expected) => {
    expect(parseUri(`qemu:///system?${query}`)).toMatchObject(expected);
  });
});

describe('what is wrong is named', () => {
  test.each([
    ['not a uri', 'uri'],
    ['/system', 'uri'],
    ['qemu+ssh:///system', 'host'],
    ['qemu+unix://h/system', 'host'],
    ['qemu+ssh://-oProxyCommand=x/system', 'host'],
    ['qemu+ssh://h%0aevil/system', 'host'],
    ['qemu+ssh://h%20evil/system', 'host'],
    ['qemu+ssh://a;b/system', 'host'],
    ['qemu+ssh://[nonsense]/system', 'host'],
    ['qemu+ssh://-l@h/system', 'user'],
    ['qemu+ssh://a%0ab@h/system', 'user'],
    ['qemu+ssh://%zz@h/system', 'user'],
    ['qemu+ssh://h:0/system', 'port'],
    ['qemu+ssh://h:70000/system', 'port'],
    ['qemu+ssh://h:ssh/system', 'port'],
    ['qemu+carrier-pigeon://h/system', 'uri'],
    ['qemu+pigeon://h/system', 'transport'],
    ['qemu+ssh://h', 'path'],
    ['qemu+ssh://h/sytem', 'path'],
    ['qemu:///system?mode=sometimes', 'mode'],
    ['qemu+ssh://h/system?proxy=maybe', 'proxy'],
    ['qemu+ssh://h/system?no_verify=yes', 'no_verify'],
    ['qemu+ssh://h/system?known_hosts_verify=never', 'known_hosts_verify'],
    ['qemu+ssh://h/system?known_hosts=/a%0ab', 'known_hosts'],
    ['qemu:///system?socket=%zz', 'socket'],
    ['qemu:///system?auth=kerberos', 'auth'],
    ['qemu:///system?auth=none.x', 'auth'],
    ['qemu+ssh://root@2001:db8::5/system', 'host'],
    ['qemu+ssh://root:secret@h/system', 'user'],
    ['qemu+ssh://root%3Asecret@h/system', 'user'],
    ['qemu+ssh://h/system?sshauth=ssh-password', 'sshauth'],
    ['qemu+ssh://h/system?sshauth=privkey,keyfile=/k', 'sshauth'],
    ['qemu+ssh://h/system?no_verify=1?keyfile=/k', 'uri'],
    ['qemu://h/system?tls_priority=SECURE256', 'tls_priority'],
    ['qemu:///system?readonly=maybe', 'readonly'],
  ])('%s: the %s', (text, part) => {
    expect(refusal(text)).toMatchObject({ code: 'uriInvalid', part });
  });

  test.each([
    ['esx://h/', 'esx'],
    ['vpx://vc/dc/host', 'vpx'],
    ['hyperv://h/', 'hyperv'],
    ['vmware:///', 'vmware'],
    ['openvz:///system', 'openvz'],
    ['qemu+ext://h/system?command=/bin/x', 'ext'],
    ['qemu:///embed?root=/x', 'qemu:///embed'],
    ['qemu+ssh://h/system?command=/bin/sh', 'command'],
  ])('%s needs libvirt’s own client library, or runs what it likes', (text, driver) => {
    expect(refusal(text)).toMatchObject({ code: 'uriUnsupported', driver });
  });

  test.each([
    'qemu+ssh://root:secret@h/system',
    'qemu+ssh://root%3Asecret@h/system',
    'qemu+ssh://root:secret@h:99999/system',
    'qemu+ssh://root:sec@secret@h/sytem',
    'nonsense://root:secret@h/system?auth=x',
  ])('%s: no message has the password', (text) => {
    expect(outcome(text, ({ data }) => JSON.stringify(data))).toMatch(/^\{(?!.*secret)/);
  });

  test('nothing but an AppError comes out of any text', () => {
    const starts = fc.constantFrom('', 'qemu+ssh://', 'qemu://', 'test+unix:///', 'qemu+ssh://h/system?');
    fc.assert(
      fc.property(starts, fc.string(), (start, text) => {
        expect(['taken', 'uriInvalid', 'uriUnsupported']).toContain(outcome(start + text));
      }),
    );
  });
});

function outcome(text: string, told = ({ code }: AppError): string => code): string {
  try {
    parseUri(text);
    return 'taken';
  } catch (thrown) {
    return thrown instanceof AppError ? told(thrown) : String(thrown);
  }
}
