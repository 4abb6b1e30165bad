/** Ubuntu's server installer: autoinstall, by way of cloud-init (canonical-subiquity.readthedocs-hosted.com). */
import { SEED_LABEL } from '../cloudInitFiles.ts';
import { hostNameFor, type HashOf } from '../firstBoot.ts';
import { yamlText } from '../yamlText.ts';
import type { UnattendedAnswers } from './answers.ts';
import type { UnattendedInstall, UnattendedVm } from './install.ts';
import { gecos, oneLine, packageNames } from './text.ts';

/** Without `autoinstall` among the kernel's arguments the installer asks whether it may go on. */
export function autoinstall(answers: UnattendedAnswers, vm: UnattendedVm, hash: HashOf): UnattendedInstall {
  const { user, rootPassword } = answers;
  const hostname = hostNameFor(answers.hostname, vm.name);
  const packages = packageNames(answers);
  const config = {
    version: 1,
    locale: `${answers.locale}.UTF-8`,
    keyboard: { layout: answers.keyboard },
    timezone: answers.timezone,
    identity: {
      hostname,
      username: user.name,
      realname: gecos(user.fullName ?? '') || user.name,
      password: hash(user.password),
    },
    ssh: {
      'install-server': true,
      'allow-pw': user.sshKeys.length === 0,
      ...(user.sshKeys.length > 0 && { 'authorized-keys': user.sshKeys.map(oneLine) }),
    },
    storage: { layout: { name: 'direct', match: { path: `/dev/${vm.disk}` } } },
    ...(packages.length > 0 && { packages }),
    // A list of words is run as it is, no shell between.
    ...(rootPassword !== undefined && {
      'late-commands': [
        ['curtin', 'in-target', '--target=/target', '--', 'usermod', '--password', hash(rootPassword), 'root'],
      ],
    }),
    shutdown: 'reboot',
  };
  return {
    script: 'autoinstall',
    files: [
      { name: 'user-data', text: `#cloud-config\n${yamlText({ autoinstall: config })}` },
      { name: 'meta-data', text: yamlText({ 'instance-id': `install-${hostname}` }) },
    ],
    delivery: { kind: 'cd', label: SEED_LABEL },
    kernelArguments: ['autoinstall'],
    withoutArguments: 'asks',
  };
}
