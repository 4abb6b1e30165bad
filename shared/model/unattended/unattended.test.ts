import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseXml } from '../../xml/parse.ts';
import type { XmlElement } from '../../xml/element.ts';
import type { OperatingSystem } from '../os.ts';
import type { UnattendedAnswers } from './answers.ts';
import { maskedAnswers, unattendedFiles, unattendedPasswords, unattendedScript, type UnattendedVm } from './index.ts';
import { shellWord } from './text.ts';

const system = (id: string, distro: string, version: string, script: OperatingSystem['script']): OperatingSystem => {
  const nothing = { devices: [], firmware: {}, media: [], trees: [], images: [] };
  return { id, distro, version, name: id, uri: id, family: '', ...nothing, ...(script && { script }) };
};
const debian = system('debian12', 'debian', '12', 'preseed');
const fedora = system('fedora43', 'fedora', '43', 'kickstart');
const ubuntu = system('ubuntu24.04', 'ubuntu', '24.04', 'autoinstall');
const suse = system('opensuse15.6', 'opensuse', '15.6', 'autoyast');
const windows = system('win11', 'win', '11.0', 'autounattend');
const linux = [debian, fedora, ubuntu, suse];

const user: UnattendedAnswers['user'] = { name: 'ann', password: 'top secret', sshKeys: [] };
const plain: UnattendedAnswers = { user, locale: 'de_DE', keyboard: 'de', timezone: 'Europe/Berlin', packages: [] };
const vm: UnattendedVm = { name: 'Web 01', firmware: 'efi', arch: 'x86_64', disk: 'vda', virtioDrivers: true };
const hash = (password: string) => `$6$salt$${password.length}`;
const hostile = `O'Neil "x" $(reboot) \`id\` \\ # %end & <b>`;

const install = (os: OperatingSystem, answers: Partial<UnattendedAnswers> = {}, of: Partial<UnattendedVm> = {}) =>
  unattendedFiles(os, { ...plain, ...answers }, { ...vm, ...of }, hash);
const textOf = (...parameters: Parameters<typeof install>): string => install(...parameters).files[0]?.text ?? '';
const xmlOf = (...parameters: Parameters<typeof install>): XmlElement =>
  parseXml(textOf(...parameters).replace('<!DOCTYPE profile>\n', '')).root;
const all = (root: XmlElement, name: string): readonly XmlElement[] =>
  root.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
const texts = (root: XmlElement, name: string): readonly string[] => all(root, name).map((element) => element.text);

describe('which way a system has', () => {
  test.each([
    [debian, 'preseed'],
    [system('debiantesting', 'debian', 'testing', 'preseed'), 'preseed'],
    [fedora, 'kickstart'],
    [system('rhel8-unknown', 'rhel', '8-unknown', 'kickstart'), 'kickstart'],
    [ubuntu, 'autoinstall'],
    [suse, 'autoyast'],
    [system('win2k25', 'win', '2025', 'autounattend'), 'autounattend'],
  ] as const)('%o', (os, script) => {
    expect(unattendedScript(os)).toBe(script);
    expect(install(os).script).toBe(script);
  });

  test.each([
    system('ubuntu18.04', 'ubuntu', '18.04', 'autoinstall'),
    system('opensuse42.3', 'opensuse', '42.3', 'autoyast'),
    system('silverblue40', 'fedora', '40', 'kickstart'),
    system('fedora-coreos-stable', 'fedora', 'Stable', 'kickstart'),
    system('rhel6.10', 'rhel', '6.10', 'kickstart'),
    system('winvista', 'win', '6.0', 'autounattend'),
    system('linux2022', '', '2022', 'autoinstall'),
    system('freebsd14', 'freebsd', '14', undefined),
  ])('%o has none that would work', (os) => {
    expect(unattendedScript(os)).toBeUndefined();
    expect(() => install(os)).toThrow(/no unattended installation/);
  });
});

describe('how the installer gets its file', () => {
  test.each([
    [debian, 'preseed.cfg', { kind: 'initrd' }, 'fails'],
    [fedora, 'ks.cfg', { kind: 'cd', label: 'OEMDRV' }, 'works'],
    [ubuntu, 'user-data', { kind: 'cd', label: 'cidata' }, 'asks'],
    [suse, 'autoinst.xml', { kind: 'cd', label: 'OEMDRV' }, 'works'],
    [windows, 'Autounattend.xml', { kind: 'cd', label: 'UNATTEND' }, 'works'],
  ] as const)('$id', (os, name, delivery, withoutArguments) => {
    const found = install(os);
    expect(found.files[0]?.name).toBe(name);
    expect(found).toMatchObject({ delivery, withoutArguments });
  });
});

describe('every Linux', () => {
  test.each(linux)('$id never sees a password in clear', (os) => {
    const text = JSON.stringify(install(os, { rootPassword: 'also secret' }).files);
    expect(text).not.toContain('secret');
    expect(text).toContain('$6$salt$10');
    expect(text).toContain('$6$salt$11');
  });

  test.each(linux)('$id installs on the disk that was named, no other', (os) => {
    expect(textOf(os, {}, { disk: 'sdb' })).toContain('sdb');
    expect(textOf(os, {}, { disk: 'sdb' })).not.toContain('vda');
  });

  test.each(linux)('$id is told host name, locale, keyboard and time zone', (os) => {
    const text = textOf(os);
    expect(text).toContain('web-01');
    expect(text).toContain('de_DE');
    expect(text).toMatch(/\b(de|german)\b/);
    expect(text).toContain('Europe/Berlin');
  });

  test.each(linux)('$id refuses packages that would be options or sections', (os) => {
    for (const name of ['%end', '--nogpgcheck', '$(reboot)', 'a;b'])
      expect(() => install(os, { packages: [name] })).toThrow(/no name of a package/);
    expect(textOf(os, { packages: ['vim  git'] })).toMatch(/vim[^]*git/);
  });
});

test('what a shell would take apart stays one word', () => {
  expect(shellWord(`it's`)).toBe(`'it'"'"'s'`);
  expect(shellWord('$HOME')).toBe(`'$HOME'`);
});

describe('preseed', () => {
  const answers = (...parameters: readonly [Partial<UnattendedAnswers>?]) =>
    new Map(
      textOf(debian, ...parameters)
        .trim()
        .split('\n')
        .map((line) => {
          const [, question = '', , ...value] = line.split(' ');
          return [question, value.join(' ')] as const;
        }),
    );

  test('without a password for root the user has sudo, with one root may log in', () => {
    expect(answers().get('passwd/root-login')).toBe('false');
    expect(answers().has('passwd/root-password-crypted')).toBe(false);
    expect(answers({ rootPassword: 'x' }).get('passwd/root-login')).toBe('true');
  });

  test('a full name cannot become a field of /etc/passwd, nor join the next line', () => {
    expect(answers({ user: { ...user, fullName: 'Ann: 0,0 \\' } }).get('passwd/user-fullname')).toBe('Ann 0 0');
  });

  test('a line break is refused where it would make an answer of its own', () => {
    expect(() => install(debian, { user: { ...user, sshKeys: ['a\nd-i x/y string z'] } })).toThrow(/line break/);
  });
});

describe('kickstart', () => {
  test('without a password root is locked and the user is of wheel', () => {
    expect(textOf(fedora)).toMatch(/^rootpw --lock$/m);
    expect(textOf(fedora)).toMatch(/^user .*--groups='wheel'/m);
    expect(textOf(fedora, { rootPassword: 'x' })).not.toContain('wheel');
  });

  test('a network tree is where packages come from', () => {
    expect(textOf(fedora, {}, { tree: "http://x/a'b" })).toContain(`url --url='http://x/a'"'"'b'`);
    expect(textOf(fedora)).not.toMatch(/^url/m);
  });
});

describe('autoinstall', () => {
  const config = (answers: Partial<UnattendedAnswers> = {}) => parse(textOf(ubuntu, answers)).autoinstall;

  test('the seed has meta-data, or cloud-init would not take it for one', () => {
    expect(install(ubuntu).files.map(({ name }) => name)).toEqual(['user-data', 'meta-data']);
    expect(install(ubuntu).kernelArguments).toEqual(['autoinstall']);
  });

  test('SSH takes passwords as long as there is no key', () => {
    expect(config().ssh).toMatchObject({ 'allow-pw': true });
    expect(config({ user: { ...user, sshKeys: [hostile] } }).ssh).toMatchObject({
      'allow-pw': false,
      'authorized-keys': [hostile],
    });
  });

  test("root's password is set by words, not by a line for a shell", () => {
    expect(config({ rootPassword: 'abc' })['late-commands'][0].slice(-4)).toEqual([
      'usermod',
      '--password',
      '$6$salt$3',
      'root',
    ]);
  });
});

describe('AutoYaST', () => {
  test('is well-formed whatever is in it', () => {
    const root = xmlOf(suse, { user: { ...user, fullName: hostile, sshKeys: [hostile] } });
    expect(texts(root, 'listentry')).toEqual([hostile]);
    expect(texts(root, 'username')).toEqual(['ann', 'root']);
  });

  test('without a password for root the user may sudo with their own', () => {
    expect(texts(xmlOf(suse), 'file_contents')).toEqual(['Defaults:ann !targetpw\nann ALL=(ALL) ALL\n']);
    expect(texts(xmlOf(suse, { rootPassword: 'x' }), 'file_contents')).toEqual([]);
  });

  test('lists and truths say what they are', () => {
    const root = xmlOf(suse);
    for (const name of ['users', 'packages', 'patterns', 'partitioning', 'interfaces'])
      expect(all(root, name)[0]?.attribute('config:type')).toBe('list');
    expect(all(root, 'confirm')[0]?.attribute('config:type')).toBe('boolean');
  });
});

describe('Windows', () => {
  test('is well-formed whatever is in it', () => {
    const root = xmlOf(windows, { user: { ...user, fullName: hostile, password: hostile }, edition: hostile });
    expect(texts(root, 'DisplayName')).toEqual([hostile]);
    expect(all(root, 'LocalAccount').flatMap((account) => texts(account, 'Value'))).toEqual([hostile]);
  });

  test('a UEFI machine gets an EFI, a reserved and a Windows partition; a BIOS machine an active and a Windows one', () => {
    expect(texts(xmlOf(windows), 'Type')).toEqual(['EFI', 'MSR', 'Primary']);
    expect(texts(xmlOf(windows, {}, { firmware: 'bios' }), 'Type')).toEqual(['Primary', 'Primary']);
    expect(all(xmlOf(windows), 'InstallTo').flatMap((to) => texts(to, 'PartitionID'))).toEqual(['3']);
    expect(
      all(xmlOf(windows, {}, { firmware: 'bios' }), 'InstallTo').flatMap((to) => texts(to, 'PartitionID')),
    ).toEqual(['2']);
  });

  test('drivers are looked for on every CD, in the folder of that Windows', () => {
    const paths = texts(xmlOf(windows), 'Path');
    expect(paths).toContain('E:\\viostor\\w11\\amd64');
    expect(paths).toContain('D:\\NetKVM\\w11\\amd64');
    expect(texts(xmlOf(windows, {}, { virtioDrivers: false }), 'Path')).toEqual([]);
  });

  test('edition and key are those given; the first image where none is', () => {
    const given = xmlOf(windows, { edition: 'Windows 11 Pro', productKey: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE' });
    expect(all(given, 'MetaData').flatMap((data) => texts(data, 'Value'))).toEqual(['Windows 11 Pro']);
    expect(all(given, 'ProductKey').flatMap((key) => texts(key, 'Key'))).toEqual(['AAAAA-BBBBB-CCCCC-DDDDD-EEEEE']);
    expect(all(xmlOf(windows), 'MetaData').flatMap((data) => texts(data, 'Value'))).toEqual(['1']);
  });

  test('a computer name has 15 characters at most and is no number', () => {
    expect(texts(xmlOf(windows, { hostname: 'a-very-long-host-name' }), 'ComputerName')).toEqual(['a-very-long-hos']);
    expect(texts(xmlOf(windows, { hostname: '2025' }), 'ComputerName')).toEqual(['pc-2025']);
  });

  test('time zone and keyboard have their names there', () => {
    expect(texts(xmlOf(windows), 'TimeZone')).toEqual(['W. Europe Standard Time']);
    expect(new Set(texts(xmlOf(windows), 'InputLocale'))).toEqual(new Set(['0407:00000407']));
    expect(texts(xmlOf(windows, { timezone: 'Mars/Olympus' }), 'TimeZone')).toEqual(['UTC']);
  });
});

test.each([suse, windows])('$id refuses what XML cannot hold', (os) => {
  expect(() => install(os, { user: { ...user, fullName: 'a\u0001', sshKeys: ['a\u0001'] } })).toThrow(
    /no text for XML/,
  );
});

test('what is shown has no secret in it, not even of Windows, which is told passwords in clear', () => {
  const answers = { ...plain, rootPassword: 'also secret', productKey: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE' };
  const text = unattendedFiles(windows, maskedAnswers(answers), vm, hash).files[0]?.text ?? '';
  expect(text).not.toMatch(/secret|AAAAA/);
  expect(unattendedPasswords(answers)).toEqual(['top secret', 'also secret']);
});
