/** Anaconda, the installer of Red Hat's family: ks.cfg (pykickstart.readthedocs.io). */
import { hostNameFor, type HashOf } from '../firstBoot.ts';
import type { UnattendedAnswers } from './answers.ts';
import type { UnattendedInstall, UnattendedVm } from './install.ts';
import { gecos, oneLine, packageNames, shellWord } from './text.ts';

/** A volume with this label is searched for ks.cfg, without being told (Anaconda boot options, inst.ks). */
export const OEMDRV = 'OEMDRV';

export function kickstart(answers: UnattendedAnswers, vm: UnattendedVm, hash: HashOf): UnattendedInstall {
  const lines = [
    'text',
    ...(vm.tree === undefined ? [] : [command('url', { url: vm.tree })]),
    `lang ${answers.locale}.UTF-8`,
    command('keyboard', { xlayouts: answers.keyboard }),
    `timezone ${answers.timezone} --utc`,
    command(
      'network',
      { bootproto: 'dhcp', device: 'link', hostname: hostNameFor(answers.hostname, vm.name) },
      'activate',
    ),
    ...userLines(answers, hash),
    `ignoredisk --only-use=${vm.disk}`,
    'zerombr',
    `clearpart --all --initlabel --drives=${vm.disk}`,
    'autopart',
    'firstboot --disable',
    'eula --agreed',
    'reboot --eject',
    '',
    '%packages',
    '@core',
    ...packageNames(answers),
    '%end',
  ].map(oneLine);
  return {
    script: 'kickstart',
    files: [{ name: 'ks.cfg', text: `${lines.join('\n')}\n` }],
    delivery: { kind: 'cd', label: OEMDRV },
    kernelArguments: [`inst.ks=hd:LABEL=${OEMDRV}:/ks.cfg`],
    withoutArguments: 'works',
  };
}

function userLines({ user, rootPassword }: UnattendedAnswers, hash: HashOf): readonly string[] {
  const { name, fullName, password, sshKeys } = user;
  const admin = rootPassword === undefined;
  return [
    admin ? 'rootpw --lock' : `rootpw --iscrypted ${shellWord(hash(rootPassword))}`,
    command(
      'user',
      {
        name,
        gecos: gecos(fullName ?? '') || undefined,
        password: hash(password),
        groups: admin ? 'wheel' : undefined,
      },
      'iscrypted',
    ),
    ...sshKeys.map((key) => `sshkey --username=${name} ${shellWord(key)}`),
  ];
}

/** Lines are read as a shell would split them, so every value is quoted. */
function command(
  name: string,
  options: Readonly<Record<string, string | undefined>>,
  ...flags: readonly string[]
): string {
  const given = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [`--${key}=${shellWord(value)}`],
  );
  return [name, ...given, ...flags.map((flag) => `--${flag}`)].join(' ');
}
