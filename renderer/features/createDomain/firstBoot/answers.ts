/** Answers to begin with, and what a change of them brings with it. */
import type { CloudInitAnswers, CloudInitNic, CloudInitUser } from '../../../../shared/model/cloudInit.ts';
import { cloudInitFiles } from '../../../../shared/model/cloudInitFiles.ts';
import { countUp, formatIpInterface, parseIpInterface } from '../../../../shared/model/ipAddress.ts';
import type { UnattendedAnswers } from '../../../../shared/model/unattended/answers.ts';

/** One user who may everything, let in by the keys of this workstation. */
export const firstAnswers = (sshKeys: readonly string[]): CloudInitAnswers => ({
  users: [{ name: 'admin', sshKeys: [...sshKeys], sudo: true }],
  packages: [],
  upgrade: false,
  commands: [],
  network: [],
});

/** Another user, named as nobody is yet. */
export function anotherUser(users: readonly CloudInitUser[]): CloudInitUser {
  const taken = new Set(users.map(({ name }) => name));
  const name = ['admin', ...Array.from({ length: users.length + 1 }, (_, at) => `user${at + 1}`)];
  return { name: name.find((each) => !taken.has(each)) ?? '', sshKeys: [], sudo: false };
}

/** Whether anybody could log in as the answers say: with a password or a key. */
export const letsSomebodyIn = ({ users }: CloudInitAnswers): boolean =>
  users.some(({ password, sshKeys }) => password !== undefined || sshKeys.length > 0);

export const nicOf = ({ network }: CloudInitAnswers, nic: number): CloudInitNic | undefined =>
  network.find((each) => each.nic === nic);

/** @param changed undefined: DHCP, and nothing more to say */
export function withNic(answers: CloudInitAnswers, nic: number, changed: CloudInitNic | undefined): CloudInitAnswers {
  const others = answers.network.filter((each) => each.nic !== nic);
  const network = changed === undefined ? others : [...others, changed];
  return { ...answers, network: network.toSorted((a, b) => a.nic - b.nic) };
}

/** The last VM's address, where it has one: "10.0.0.5/24" of five VMs ends at "10.0.0.9/24". */
export function lastAddress(text: string, vms: number): string | undefined {
  const first = parseIpInterface(text);
  const last = first === undefined || vms < 2 ? undefined : countUp(first, vms - 1);
  return last === undefined ? undefined : formatIpInterface(last);
}

export const seedFileNames = ['user-data', 'meta-data', 'network-config'] as const;
export type SeedFileName = (typeof seedFileNames)[number];

export const rawKeys = {
  'user-data': 'rawUserData',
  'meta-data': 'rawMetaData',
  'network-config': 'rawNetworkConfig',
} as const satisfies Readonly<Record<SeedFileName, keyof CloudInitAnswers>>;

/** A file by hand; undefined: made from the answers again. */
export function withRaw(answers: CloudInitAnswers, file: SeedFileName, text: string | undefined): CloudInitAnswers {
  const { [rawKeys[file]]: _, ...rest } = answers;
  return text === undefined ? rest : { ...rest, [rawKeys[file]]: text };
}

const NAME = 'vm-name-here';

/** A name in a file that goes on for every VM: quoted, or YAML took its braces for a mapping. */
const withName = (text: string): string =>
  text.replaceAll(new RegExp(`^(\\s*(?:- )?[\\w-]+: )(\\S*${NAME}\\S*)$`, 'gm'), '$1"$2"').replaceAll(NAME, '{name}');

/** Cards are known by their MAC addresses, which nobody knows before the VMs are made. */
const networkByName = `version: 2
ethernets:
  first:
    match:
      name: "e*"
    dhcp4: true
`;

/** What editing by hand begins with: the file as the answers make it, for whichever VM, without passwords. */
export function rawStart(answers: CloudInitAnswers, file: SeedFileName): string {
  if (file === 'network-config') return networkByName;
  const { rawUserData: _, rawMetaData: __, rawNetworkConfig: ___, ...rest } = answers;
  const users = rest.users.map(({ password: ____, ...user }) => user);
  const vm = { name: NAME, instanceId: NAME, index: 0, macs: [] };
  const made = cloudInitFiles({ ...rest, users, network: [] }, vm, () => '');
  return withName(made.find(({ name }) => name === file)?.text ?? '');
}

const regions: Readonly<Record<string, string>> = {
  en: 'US',
  zh: 'CN',
  ja: 'JP',
  ko: 'KR',
  da: 'DK',
  sv: 'SE',
  cs: 'CZ',
};

/** The region's layout, or the language's; in China one types on an American keyboard. */
function layoutOf(language: string, region: string, layouts: readonly string[]): string {
  const wanted = language === 'zh' ? [] : [region.toLowerCase(), language];
  return wanted.find((each) => layouts.includes(each)) ?? 'us';
}

/** What an installer asks first, as this workstation has it. */
export function firstUnattended(
  language: string,
  timezone: string,
  layouts: readonly string[],
  sshKeys: readonly string[],
): UnattendedAnswers {
  const [short = 'en', ...rest] = language.split('-');
  const region = rest.find((part) => /^[A-Z]{2}$/.test(part)) ?? regions[short] ?? short.toUpperCase();
  return {
    user: { name: 'admin', password: '', sshKeys: [...sshKeys] },
    locale: `${short}_${region}`,
    keyboard: layoutOf(short, region, layouts),
    timezone,
    packages: [],
  };
}
