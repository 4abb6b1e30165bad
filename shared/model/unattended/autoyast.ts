/** openSUSE's installer: autoinst.xml (AutoYaST Guide). */
import { el } from '../../xml/build.ts';
import type { XmlElement } from '../../xml/element.ts';
import { laidOut } from '../../xml/layout.ts';
import { serializeElement } from '../../xml/serialize.ts';
import { hostNameFor, type HashOf } from '../firstBoot.ts';
import type { UnattendedAnswers } from './answers.ts';
import type { UnattendedInstall, UnattendedVm } from './install.ts';
import { keyboardOf } from './keyboards.ts';
import { OEMDRV } from './kickstart.ts';
import { gecos, packageNames, xmlText } from './text.ts';

type Content = XmlElement | string | false | undefined;
const list = (name: string, ...items: readonly Content[]) => el(name, { 'config:type': 'list' }, ...items);
const truth = (name: string, value: boolean) => el(name, { 'config:type': 'boolean' }, String(value));
const text = (name: string, value: string) => el(name, {}, xmlText(value));

/** linuxrc looks for autoinst.xml on a volume with this label by itself (linuxrc_and_autoyast.md). */
export function autoyast(answers: UnattendedAnswers, vm: UnattendedVm, hash: HashOf): UnattendedInstall {
  const profile = el(
    'profile',
    { xmlns: 'http://www.suse.com/1.0/yast2ns', 'xmlns:config': 'http://www.suse.com/1.0/configns' },
    el('general', {}, el('mode', {}, truth('confirm', false))),
    ...localeParts(answers),
    ...networkParts(answers, vm),
    list(
      'partitioning',
      el('drive', {}, text('device', `/dev/${vm.disk}`), truth('initialize', true), text('use', 'all')),
    ),
    el(
      'software',
      {},
      list('patterns', text('pattern', 'base')),
      list('packages', ...['openssh', 'sudo', ...packageNames(answers)].map((name) => text('package', name))),
    ),
    ...userParts(answers, hash),
  );
  return {
    script: 'autoyast',
    files: [
      {
        name: 'autoinst.xml',
        text: `<?xml version="1.0"?>\n<!DOCTYPE profile>\n${serializeElement(laidOut(profile))}\n`,
      },
    ],
    delivery: { kind: 'cd', label: OEMDRV },
    kernelArguments: [`autoyast=label://${OEMDRV}/autoinst.xml`],
    withoutArguments: 'works',
  };
}

const localeParts = ({ locale, keyboard, timezone }: UnattendedAnswers): readonly XmlElement[] => [
  el('language', {}, text('language', locale)),
  el('keyboard', {}, text('keymap', keyboardOf(keyboard).yast)),
  el('timezone', {}, text('hwclock', 'UTC'), text('timezone', timezone)),
];

/** The firewall lets nobody in otherwise. */
function networkParts({ hostname }: UnattendedAnswers, vm: UnattendedVm): readonly XmlElement[] {
  const [host = '', ...domain] = hostNameFor(hostname, vm.name).split('.');
  return [
    el(
      'networking',
      {},
      truth('keep_install_network', true),
      el('dns', {}, text('hostname', host), domain.length > 0 && text('domain', domain.join('.'))),
      list(
        'interfaces',
        el('interface', {}, text('bootproto', 'dhcp'), text('name', 'eth0'), text('startmode', 'auto')),
      ),
    ),
    el(
      'firewall',
      {},
      truth('enable_firewall', true),
      truth('start_firewall', true),
      list('zones', el('zone', {}, text('name', 'public'), list('services', text('service', 'ssh')))),
    ),
    el('services-manager', {}, el('services', {}, list('enable', text('service', 'sshd')))),
  ];
}

function userParts({ user, rootPassword }: UnattendedAnswers, hash: HashOf): readonly (XmlElement | false)[] {
  return [
    list(
      'users',
      el(
        'user',
        {},
        text('username', user.name),
        text('fullname', gecos(user.fullName ?? '') || user.name),
        truth('encrypted', true),
        text('user_password', hash(user.password)),
        user.sshKeys.length > 0 && list('authorized_keys', ...user.sshKeys.map((key) => text('listentry', key))),
      ),
      el(
        'user',
        {},
        text('username', 'root'),
        truth('encrypted', true),
        text('user_password', rootPassword === undefined ? '!' : hash(rootPassword)),
      ),
    ),
    rootPassword === undefined && list('files', sudoersFile(user.name)),
  ];
}

/** openSUSE's sudo asks for root's password, which there is none of. */
const sudoersFile = (user: string): XmlElement =>
  el(
    'file',
    {},
    text('file_path', `/etc/sudoers.d/50-${user}`),
    text('file_permissions', '440'),
    text('file_owner', 'root.root'),
    text('file_contents', `Defaults:${user} !targetpw\n${user} ALL=(ALL) ALL\n`),
  );
