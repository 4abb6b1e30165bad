/** Installations that run by themselves: which way a system has for it, and the files it wants. */
import { appError } from '../../errors.ts';
import { MASK, type HashOf } from '../firstBoot.ts';
import type { InstallScript, OperatingSystem } from '../os.ts';
import type { UnattendedAnswers } from './answers.ts';
import { autoinstall } from './autoinstall.ts';
import { autounattend } from './autounattend.ts';
import { autoyast } from './autoyast.ts';
import type { UnattendedInstall, UnattendedVm } from './install.ts';
import { kickstart } from './kickstart.ts';
import { preseed } from './preseed.ts';

export type { UnattendedInstall, UnattendedVm } from './install.ts';

/**
 * From which version on a distribution's installer understands the files made here. The OS database names a script for older ones
 * too, and for variants that install in another way.
 */
const since: Readonly<Record<InstallScript, Readonly<Record<string, number>>>> = {
  preseed: { debian: 9 },
  kickstart: {
    almalinux: 8,
    centos: 7,
    circle: 8,
    fedora: 21,
    miraclelinux: 8,
    ol: 7,
    rhel: 7,
    rocky: 8,
    scientificlinux: 7,
  },
  // The older installer of Debian's kind was its way before.
  autoinstall: { ubuntu: 20.04 },
  autoyast: { opensuse: 15 },
  autounattend: { win: 6.1 },
};
/** Filled from an image, or by Ignition. */
const otherwiseInstalled = /coreos|silverblue|atomic/;
/** openSUSE has Agama from then on, which reads other profiles. */
const until: Readonly<Record<string, number>> = { opensuse: 16 };

/** How the system can be installed unattended; undefined: not. */
export function unattendedScript({ id, distro, version, script }: OperatingSystem): InstallScript | undefined {
  if (script === undefined || otherwiseInstalled.test(id)) return undefined;
  const first = since[script][distro];
  const number = Number.parseFloat(version ?? '');
  if (first === undefined) return undefined;
  // `testing`, `rawhide`: newer than all numbers.
  if (Number.isNaN(number)) return script;
  // openSUSE counted to 42 before it counted from 15.
  const old = distro === 'opensuse' && number > 40;
  return number < first || number >= (until[distro] ?? Infinity) || old ? undefined : script;
}

/** Passwords to be hashed before {@link unattendedFiles} can be asked. */
export const unattendedPasswords = ({ user, rootPassword }: UnattendedAnswers): readonly string[] => [
  user.password,
  ...(rootPassword === undefined ? [] : [rootPassword]),
];

/** The answers as they may be shown, with the mask for passwords and product key: Windows is told them in clear. */
export const maskedAnswers = (answers: UnattendedAnswers): UnattendedAnswers => ({
  ...answers,
  user: { ...answers.user, password: MASK },
  ...(answers.rootPassword !== undefined && { rootPassword: MASK }),
  ...(answers.productKey !== undefined && { productKey: MASK }),
});

/** @throws AppError `notSupported` for a system without a script, `invalidArgument` for answers that its file can't hold */
export function unattendedFiles(
  os: OperatingSystem,
  answers: UnattendedAnswers,
  vm: UnattendedVm,
  hash: HashOf,
): UnattendedInstall {
  const script = unattendedScript(os);
  switch (script) {
    case 'preseed':
      return preseed(answers, vm, hash);
    case 'kickstart':
      return kickstart(answers, vm, hash);
    case 'autoinstall':
      return autoinstall(answers, vm, hash);
    case 'autoyast':
      return autoyast(answers, vm, hash);
    case 'autounattend':
      return autounattend(os, answers, vm);
    case undefined:
      throw appError('notSupported', `${os.name} has no unattended installation`, { params: { name: os.name } });
  }
}
