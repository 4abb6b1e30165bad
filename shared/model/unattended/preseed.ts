/** Debian's installer: preseed.cfg (installation guide, appendix B). */
import { hostNameFor, type HashOf } from '../firstBoot.ts';
import type { UnattendedAnswers } from './answers.ts';
import type { UnattendedInstall, UnattendedVm } from './install.ts';
import { gecos, oneLine, packageNames, shellWord } from './text.ts';

type Answer = readonly [
  question: string,
  type: 'string' | 'boolean' | 'select' | 'multiselect' | 'password' | 'note',
  value: string,
];

/** From the root of the initrd it is read before the first question; `auto` and `priority` keep those down that it has no answer to. */
export function preseed(answers: UnattendedAnswers, vm: UnattendedVm, hash: HashOf): UnattendedInstall {
  const lines = [
    ...localeAnswers(answers),
    ...networkAnswers(answers, vm),
    ...userAnswers(answers, hash),
    ...diskAnswers(vm),
    ...packageAnswers(answers),
  ].map(([question, type, value]) => `${ownerOf(question)} ${question} ${type} ${oneLine(value)}`.trimEnd());
  return {
    script: 'preseed',
    files: [{ name: 'preseed.cfg', text: `${lines.join('\n')}\n` }],
    delivery: { kind: 'initrd' },
    kernelArguments: ['auto=true', 'priority=critical'],
    withoutArguments: 'fails',
  };
}

const owners: Readonly<Record<string, string>> = { tasksel: 'tasksel', 'popularity-contest': 'popularity-contest' };
const ownerOf = (question: string): string => owners[question.split('/')[0] ?? ''] ?? 'd-i';

const optional = (question: string, type: Answer[1], value: string | undefined): readonly Answer[] =>
  value ? [[question, type, value]] : [];

const localeAnswers = ({ locale, keyboard, timezone }: UnattendedAnswers): readonly Answer[] => [
  ['debian-installer/locale', 'string', `${locale}.UTF-8`],
  ['keyboard-configuration/xkb-keymap', 'select', keyboard],
  ['time/zone', 'string', timezone],
  ['clock-setup/utc', 'boolean', 'true'],
  ['clock-setup/ntp', 'boolean', 'true'],
];

function networkAnswers({ hostname }: UnattendedAnswers, vm: UnattendedVm): readonly Answer[] {
  const [host = '', ...domain] = hostNameFor(hostname, vm.name).split('.');
  return [
    ['netcfg/choose_interface', 'select', 'auto'],
    // What DHCP says comes first; `netcfg/hostname` comes before that.
    ['netcfg/get_hostname', 'string', host],
    ['netcfg/hostname', 'string', host],
    ['netcfg/get_domain', 'string', domain.join('.')],
    ['hw-detect/load_firmware', 'boolean', 'false'],
    ['mirror/country', 'string', 'manual'],
    ['mirror/http/hostname', 'string', 'deb.debian.org'],
    ['mirror/http/directory', 'string', '/debian'],
    ['mirror/http/proxy', 'string', ''],
  ];
}

/** Without a password for root the installer gives the user sudo. */
const userAnswers = ({ user, rootPassword }: UnattendedAnswers, hash: HashOf): readonly Answer[] => [
  ['passwd/root-login', 'boolean', String(rootPassword !== undefined)],
  ...optional('passwd/root-password-crypted', 'password', rootPassword && hash(rootPassword)),
  ['passwd/user-fullname', 'string', gecos(user.fullName ?? '') || user.name],
  ['passwd/username', 'string', user.name],
  ['passwd/user-password-crypted', 'password', hash(user.password)],
];

/** One partition for all; every question about what was on the disk is answered with yes. */
const diskAnswers = ({ disk }: UnattendedVm): readonly Answer[] => [
  ['partman-auto/disk', 'string', `/dev/${disk}`],
  ['partman-auto/method', 'string', 'regular'],
  ['partman-auto/choose_recipe', 'select', 'atomic'],
  ['partman-lvm/device_remove_lvm', 'boolean', 'true'],
  ['partman-md/device_remove_md', 'boolean', 'true'],
  ['partman-efi/non_efi_system', 'boolean', 'true'],
  ['partman-partitioning/confirm_write_new_label', 'boolean', 'true'],
  ['partman/choose_partition', 'select', 'finish'],
  ['partman/confirm', 'boolean', 'true'],
  ['partman/confirm_nooverwrite', 'boolean', 'true'],
  ['grub-installer/only_debian', 'boolean', 'true'],
  ['grub-installer/with_other_os', 'boolean', 'true'],
  ['grub-installer/bootdev', 'string', `/dev/${disk}`],
];

function packageAnswers(answers: UnattendedAnswers): readonly Answer[] {
  const packages = packageNames(answers);
  return [
    ['apt-setup/cdrom/set-first', 'boolean', 'false'],
    ['tasksel/first', 'multiselect', 'standard, ssh-server'],
    ...optional('pkgsel/include', 'string', packages.join(' ')),
    ['popularity-contest/participate', 'boolean', 'false'],
    ...optional('preseed/late_command', 'string', lateCommand(answers)),
    ['cdrom-detect/eject', 'boolean', 'true'],
    ['finish-install/reboot_in_progress', 'note', ''],
  ];
}

/** Keys are brought by a command: the installer has no answer for them. */
function lateCommand({ user }: UnattendedAnswers): string | undefined {
  if (user.sshKeys.length === 0) return undefined;
  const folder = `/home/${user.name}/.ssh`;
  const script = [
    'umask 077',
    `mkdir -p ${folder}`,
    ...user.sshKeys.map((key) => `{ printf %s ${shellWord(key)}; echo; } >> ${folder}/authorized_keys`),
    `chown -R ${user.name}: ${folder}`,
  ].join(' && ');
  return `in-target sh -c ${shellWord(script)}`;
}
