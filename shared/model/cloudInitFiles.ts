/**
 * The files of a NoCloud seed, made of the answers: user-data, meta-data and network-config
 * (cloudinit.readthedocs.io: Datasources, NoCloud; Networking config version 2).
 */
import { appError } from '../errors.ts';
import type { CloudInitAnswers, CloudInitNic, CloudInitUser } from './cloudInit.ts';
import { hostNameFor, type FirstBootFile, type HashOf } from './firstBoot.ts';
import { countUp, formatIpInterface, inNetworkOf, parseIp, parseIpInterface, type IpInterface } from './ipAddress.ts';
import { yamlText } from './yamlText.ts';

/** The volume label by which cloud-init finds its seed. */
export const SEED_LABEL = 'cidata';

export interface CloudInitVm {
  readonly name: string;
  /** Another one makes cloud-init take the guest for a new one; the VM's UUID is a good one. */
  readonly instanceId: string;
  /** The which of the VMs that are made together: 0 for the first; static addresses count up by it. */
  readonly index: number;
  /** MAC addresses of its cards, in the order of the request. */
  readonly macs: readonly string[];
}

/** Passwords to be hashed before {@link cloudInitFiles} can be asked. */
export const cloudInitPasswords = ({ users }: CloudInitAnswers): readonly string[] =>
  users.flatMap(({ password }) => password ?? []);

/**
 * The files of the seed; what is raw in the answers takes the place of what would be made. Without a word about the network there
 * is no network-config, and the guest does what its image does: DHCP.
 * @throws AppError `invalidArgument` for addresses that `validateCloudInit` finds fault with
 */
export function cloudInitFiles(answers: CloudInitAnswers, vm: CloudInitVm, hash: HashOf): readonly FirstBootFile[] {
  const raw = (text: string | undefined) => text?.replaceAll('{name}', vm.name);
  const network = raw(answers.rawNetworkConfig) ?? networkConfig(answers.network, vm);
  return [
    { name: 'user-data', text: raw(answers.rawUserData) ?? userData(answers, vm, hash) },
    { name: 'meta-data', text: raw(answers.rawMetaData) ?? metaData(answers, vm) },
    ...(network === undefined ? [] : [{ name: 'network-config', text: network }]),
  ];
}

function userData(answers: CloudInitAnswers, vm: CloudInitVm, hash: HashOf): string {
  const fullName = hostNameFor(answers.hostname, vm.name);
  const [hostname] = fullName.split('.');
  const installs = answers.packages.length > 0;
  const config = {
    hostname,
    ...(fullName !== hostname && { fqdn: fullName }),
    // Without a line in /etc/hosts sudo waits for DNS to tell the guest's own name.
    manage_etc_hosts: true,
    ...(answers.users.length > 0 && { users: answers.users.map((user) => userEntry(user, hash)) }),
    ...(answers.sshPasswords !== undefined && { ssh_pwauth: answers.sshPasswords }),
    ...(answers.timezone !== undefined && { timezone: answers.timezone }),
    ...((installs || answers.upgrade) && { package_update: true }),
    ...(answers.upgrade && { package_upgrade: true }),
    ...(installs && { packages: answers.packages }),
    ...(answers.commands.length > 0 && { runcmd: answers.commands }),
  };
  return `#cloud-config\n${yamlText(config)}`;
}

/** `hashed_passwd` is set even where the image has such a user (root); `passwd` only where it is made. */
function userEntry({ name, password, sshKeys, sudo }: CloudInitUser, hash: HashOf) {
  return {
    name,
    shell: '/bin/bash',
    ...(sudo && { groups: ['adm'], sudo: password === undefined ? 'ALL=(ALL) NOPASSWD:ALL' : 'ALL=(ALL) ALL' }),
    lock_passwd: password === undefined,
    ...(password !== undefined && { hashed_passwd: hash(password) }),
    ...(sshKeys.length > 0 && { ssh_authorized_keys: sshKeys }),
  };
}

const metaData = ({ hostname }: CloudInitAnswers, vm: CloudInitVm): string =>
  yamlText({ 'instance-id': vm.instanceId, 'local-hostname': hostNameFor(hostname, vm.name) });

/** Every card is in it, or those left out would stay down; without addresses it uses DHCP. */
function networkConfig(nics: readonly CloudInitNic[], vm: CloudInitVm): string | undefined {
  if (nics.length === 0) return undefined;
  const cards = vm.macs.map((mac, index) => {
    const nic = nics.find((one) => one.nic === index);
    const card = {
      match: { macaddress: mac.toLowerCase() },
      // No `set-name`: with it and name servers, cloud-init 22.4 (Debian 12) fails when the card has another name by then.
      ...(nic === undefined || nic.addresses.length === 0 ? { dhcp4: true } : addressed(nic, vm.index)),
      ...(nic !== undefined && nameServers(nic)),
    };
    return [`nic${index}`, card] as const;
  });
  return yamlText({ version: 2, ethernets: Object.fromEntries(cards) });
}

function addressed(nic: CloudInitNic, index: number) {
  const addresses = nic.addresses.map((text) => staticAddress(text, index));
  const routes = nic.gateways.map((text) => defaultRoute(text, addresses));
  return {
    dhcp4: false,
    addresses: addresses.map(formatIpInterface),
    ...(routes.length > 0 && { routes }),
  };
}

function staticAddress(text: string, index: number): IpInterface {
  const first = parseIpInterface(text);
  const own = first && countUp(first, index);
  if (own === undefined) throw appError('invalidArgument', `no address for VM ${index + 1} from ${text}`);
  return own;
}

/** `0.0.0.0/0` instead of `default`, which older versions don't know. A gateway out of reach is said to be on the link. */
function defaultRoute(text: string, addresses: readonly IpInterface[]) {
  const gateway = parseIp(text);
  if (gateway === undefined) throw appError('invalidArgument', `${text} is no gateway's address`);
  const linkLocal = gateway.version === 6 && gateway.value >> 118n === 0xfe80n >> 6n;
  const inReach = linkLocal || addresses.some((address) => inNetworkOf(gateway, address));
  return { to: gateway.version === 4 ? '0.0.0.0/0' : '::/0', via: text, ...(!inReach && { 'on-link': true }) };
}

function nameServers({ nameServers: addresses, searchDomains: search }: CloudInitNic) {
  if (addresses.length === 0 && search.length === 0) return {};
  return {
    nameservers: { ...(addresses.length > 0 && { addresses }), ...(search.length > 0 && { search }) },
  };
}
