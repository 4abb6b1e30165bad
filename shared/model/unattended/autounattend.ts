/** Windows' setup: Autounattend.xml (Unattended Windows Setup Reference). */
import { el } from '../../xml/build.ts';
import type { XmlElement } from '../../xml/element.ts';
import { laidOut } from '../../xml/layout.ts';
import { serializeElement } from '../../xml/serialize.ts';
import { hostNameFor } from '../firstBoot.ts';
import type { OperatingSystem } from '../os.ts';
import type { UnattendedAnswers } from './answers.ts';
import type { UnattendedInstall, UnattendedVm } from './install.ts';
import { keyboardOf } from './keyboards.ts';
import { xmlText } from './text.ts';
import { windowsTimeZone } from './timeZones.ts';
import { driverPaths, GUEST_TOOLS, driveLetters, windowsArch } from './windowsDrivers.ts';
import { diskConfiguration, systemPartition } from './windowsDisk.ts';

const text = (name: string, value: string | number | boolean) => el(name, {}, xmlText(String(value)));
const added = (name: string, ...content: readonly (XmlElement | string | false | undefined)[]) =>
  el(name, { 'wcm:action': 'add' }, ...content);

/** Setup looks for it in the root of every removable drive (Windows Setup automation overview). */
export function autounattend(os: OperatingSystem, answers: UnattendedAnswers, vm: UnattendedVm): UnattendedInstall {
  const component = (name: string, ...content: readonly (XmlElement | false)[]) =>
    el(
      'component',
      {
        name: `Microsoft-Windows-${name}`,
        processorArchitecture: windowsArch(vm.arch),
        publicKeyToken: '31bf3856ad364e35',
        language: 'neutral',
        versionScope: 'nonSxS',
      },
      ...content,
    );
  const unattend = el(
    'unattend',
    { xmlns: 'urn:schemas-microsoft-com:unattend', 'xmlns:wcm': 'http://schemas.microsoft.com/WMIConfig/2002/State' },
    el(
      'settings',
      { pass: 'windowsPE' },
      component(
        'International-Core-WinPE',
        el('SetupUILanguage', {}, text('UILanguage', languageOf(answers))),
        ...locales(answers),
      ),
      vm.virtioDrivers && component('PnpCustomizationsWinPE', driverPathList(os, vm)),
      component('Setup', diskConfiguration(vm.firmware), imageInstall(answers, vm), userData(answers)),
    ),
    el(
      'settings',
      { pass: 'specialize' },
      component(
        'Shell-Setup',
        text('ComputerName', computerName(answers, vm)),
        text('TimeZone', windowsTimeZone(answers.timezone)),
      ),
    ),
    el(
      'settings',
      { pass: 'oobeSystem' },
      component('International-Core', ...locales(answers)),
      component('Shell-Setup', outOfBox(), accounts(answers), vm.virtioDrivers && guestTools()),
    ),
  );
  return {
    script: 'autounattend',
    files: [
      {
        name: 'Autounattend.xml',
        text: `<?xml version="1.0" encoding="utf-8"?>\n${serializeElement(laidOut(unattend))}\n`,
      },
    ],
    delivery: { kind: 'cd', label: 'UNATTEND' },
    kernelArguments: [],
    withoutArguments: 'works',
  };
}

const languageOf = ({ locale }: UnattendedAnswers): string => locale.replace('_', '-');

const locales = (answers: UnattendedAnswers): readonly XmlElement[] => [
  text('InputLocale', keyboardOf(answers.keyboard).windows),
  text('SystemLocale', languageOf(answers)),
  text('UILanguage', languageOf(answers)),
  text('UserLocale', languageOf(answers)),
];

/** NetBIOS allows 15 characters, and not digits alone. */
function computerName({ hostname }: UnattendedAnswers, vm: UnattendedVm): string {
  const [host = ''] = hostNameFor(hostname, vm.name).split('.');
  const name = host.slice(0, 15).replace(/-+$/, '');
  return /^\d+$/.test(name) ? `pc-${name}`.slice(0, 15) : name;
}

const driverPathList = (os: OperatingSystem, vm: UnattendedVm): XmlElement =>
  el(
    'DriverPaths',
    {},
    ...driverPaths(os, vm.arch).map((path, index) =>
      el('PathAndCredentials', { 'wcm:action': 'add', 'wcm:keyValue': index + 1 }, text('Path', path)),
    ),
  );

/** The first image of the medium where no edition is named. */
function imageInstall({ edition }: UnattendedAnswers, { firmware }: UnattendedVm): XmlElement {
  const [key, value] = edition === undefined ? ['/IMAGE/INDEX', '1'] : ['/IMAGE/NAME', edition];
  return el(
    'ImageInstall',
    {},
    el(
      'OSImage',
      {},
      el('InstallFrom', {}, added('MetaData', text('Key', key), text('Value', value))),
      el('InstallTo', {}, text('DiskID', 0), text('PartitionID', systemPartition(firmware))),
    ),
  );
}

const userData = ({ user, productKey }: UnattendedAnswers): XmlElement =>
  el(
    'UserData',
    {},
    text('AcceptEula', true),
    text('FullName', user.fullName ?? user.name),
    el('ProductKey', {}, productKey !== undefined && text('Key', productKey), text('WillShowUI', 'OnError')),
  );

const outOfBox = (): XmlElement =>
  el(
    'OOBE',
    {},
    text('HideEULAPage', true),
    text('HideOnlineAccountScreens', true),
    text('HideWirelessSetupInOOBE', true),
    text('ProtectYourPC', 3),
  );

const password = (name: string, value: string): XmlElement =>
  el(name, {}, text('Value', value), text('PlainText', true));

/** Without a password for the administrator, servers would ask for one: it gets the user's. */
const accounts = ({ user, rootPassword }: UnattendedAnswers): XmlElement =>
  el(
    'UserAccounts',
    {},
    password('AdministratorPassword', rootPassword ?? user.password),
    el(
      'LocalAccounts',
      {},
      added(
        'LocalAccount',
        password('Password', user.password),
        text('DisplayName', user.fullName ?? user.name),
        text('Group', 'Administrators'),
        text('Name', user.name),
      ),
    ),
  );

/** All other drivers and the guest agent, wherever the CD is by then. */
const guestTools = (): XmlElement =>
  el(
    'FirstLogonCommands',
    {},
    added(
      'SynchronousCommand',
      text(
        'CommandLine',
        `cmd /c for %d in (${driveLetters.join(' ')}) do if exist %d:\\${GUEST_TOOLS} %d:\\${GUEST_TOOLS} /install /quiet /norestart`,
      ),
      text('Order', 1),
    ),
  );
