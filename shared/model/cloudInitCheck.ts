/** Whether cloud-init would understand what it is told: answers, and files typed by hand, with the lines at fault. */
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node, type YAMLMap } from 'yaml';
import type { CloudInitAnswers, CloudInitNic } from './cloudInit.ts';
import { cloudConfigKeys, type CloudConfigShape } from './cloudConfigKeys.ts';
import { countUp, parseIp, parseIpInterface } from './ipAddress.ts';

export const cloudInitFaultCodes = [
  'yamlWrong',
  'headerMissing',
  'notAMapping',
  'wrongShape',
  'keyUnknown',
  'instanceIdMissing',
  'versionWrong',
  'addressWrong',
  'addressesTooFew',
  'gatewayWrong',
  'nameServerWrong',
  'nicMissing',
  'userTwice',
  'sshKeyWrong',
] as const;
/** Words: `creation.cloudInit.fault.<code>`. */
export type CloudInitFaultCode = (typeof cloudInitFaultCodes)[number];

/** What is wrong with a text; lines and columns count from 1. */
export interface TextFault {
  /** An error makes cloud-init ignore the file; a warning is hardly meant. */
  readonly level: 'error' | 'warning';
  readonly code: CloudInitFaultCode;
  readonly line: number;
  readonly column: number;
  /** The YAML parser's words. */
  readonly raw?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface CloudInitFault extends Omit<TextFault, 'line' | 'column'> {
  /** Path in the answers: `network.0.addresses.1`, `rawUserData`. */
  readonly field: string;
  readonly line?: number;
  readonly column?: number;
}

/** How many VMs are made, and how many cards each has. */
export interface CloudInitUse {
  readonly vms: number;
  readonly nics: number;
}

/** Everything that is wrong with the answers; what a raw file replaces isn't looked at. */
export function validateCloudInit(answers: CloudInitAnswers, use: CloudInitUse): readonly CloudInitFault[] {
  const { rawUserData, rawMetaData, rawNetworkConfig } = answers;
  const of = (field: string, faults: readonly TextFault[]) => faults.map((fault) => ({ ...fault, field }));
  return [
    ...(rawUserData === undefined ? checkUsers(answers) : of('rawUserData', checkUserData(rawUserData))),
    ...(rawMetaData === undefined ? [] : of('rawMetaData', checkMetaData(rawMetaData))),
    ...(rawNetworkConfig === undefined
      ? answers.network.flatMap((nic, index) => checkNic(nic, `network.${index}`, use))
      : of('rawNetworkConfig', checkNetworkConfig(rawNetworkConfig))),
  ];
}

const error = (field: string, code: CloudInitFaultCode, value: string | number): CloudInitFault => ({
  level: 'error',
  code,
  field,
  params: { value },
});

/** As authorized_keys has them (sshd(8)), without options. */
const publicKey = /^(ssh-[a-z0-9]+|ecdsa-sha2-nistp\d+|sk-[a-z0-9-]+@openssh\.com) [A-Za-z0-9+/]+={0,3}( .*)?$/;

function checkUsers({ users }: CloudInitAnswers): readonly CloudInitFault[] {
  return users.flatMap(({ name, sshKeys }, index) => [
    ...(users.findIndex((other) => other.name === name) < index
      ? [error(`users.${index}.name`, 'userTwice', name)]
      : []),
    ...sshKeys.flatMap((key, at) =>
      publicKey.test(key) ? [] : [error(`users.${index}.sshKeys.${at}`, 'sshKeyWrong', key.slice(0, 40))],
    ),
  ]);
}

function checkNic(nic: CloudInitNic, field: string, { vms, nics }: CloudInitUse): readonly CloudInitFault[] {
  const each = (
    name: 'addresses' | 'gateways' | 'nameServers',
    fault: (text: string) => CloudInitFaultCode | undefined,
  ) =>
    nic[name].flatMap((text, index) => {
      const code = fault(text);
      return code === undefined ? [] : [error(`${field}.${name}.${index}`, code, text)];
    });
  return [
    ...(nic.nic < nics ? [] : [error(`${field}.nic`, 'nicMissing', nic.nic + 1)]),
    ...each('addresses', (text) => {
      const address = parseIpInterface(text);
      if (address === undefined) return 'addressWrong';
      return countUp(address, vms - 1) === undefined ? 'addressesTooFew' : undefined;
    }),
    ...each('gateways', (text) => (parseIp(text) === undefined ? 'gatewayWrong' : undefined)),
    ...each('nameServers', (text) => (parseIp(text) === undefined ? 'nameServerWrong' : undefined)),
  ];
}

/** First lines by which cloud-init knows what is no YAML (Explanation, User data formats). */
const otherFormats =
  /^(#!|#include|#cloud-boothook|#part-handler|#upstart-job|## template: jinja|content-type:|mime-version:|from )/i;

/** Faults of a user-data file. */
export function checkUserData(text: string): readonly TextFault[] {
  if (otherFormats.test(text)) return [];
  if (!/^#cloud-config(-archive)?\s*(\n|$)/.test(text))
    return [{ level: 'error', code: 'headerMissing', line: 1, column: 1 }];
  if (text.startsWith('#cloud-config-archive')) return new YamlText(text).faults;
  const yaml = new YamlText(text);
  return yaml.checkMapping((root) =>
    root.items.flatMap(({ key }) => {
      if (!isScalar(key)) return [yaml.fault('error', 'wrongShape', root, { key: String(key) })];
      const name = String(key.value);
      const shapes = cloudConfigKeys.get(name);
      if (shapes === undefined) return [yaml.fault('warning', 'keyUnknown', key, { key: name })];
      return shapes.includes(shapeOf(root.get(name))) ? [] : [yaml.fault('error', 'wrongShape', key, { key: name })];
    }),
  );
}

function shapeOf(value: unknown): CloudConfigShape {
  if (value === null || value === undefined) return 'nothing';
  if (isMap(value)) return 'mapping';
  if (typeof value === 'object') return 'list';
  return typeof value === 'boolean' ? 'truth' : 'text';
}

/** Faults of a meta-data file. Without an instance-id every NoCloud guest has the same one, and a copy is taken for the original. */
export function checkMetaData(text: string): readonly TextFault[] {
  const yaml = new YamlText(text);
  return yaml.checkMapping((root) =>
    root.has('instance-id') ? [] : [yaml.fault('warning', 'instanceIdMissing', root)],
  );
}

/** Faults of a network-config file, version 1 or 2, with or without `network:` around it. */
export function checkNetworkConfig(text: string): readonly TextFault[] {
  const yaml = new YamlText(text);
  return yaml.checkMapping((whole) => {
    const inner = whole.get('network');
    const root = isMap(inner) ? inner : whole;
    const version = root.get('version');
    if (root.get('config') === 'disabled') return [];
    if (version === 1)
      return shapeOf(root.get('config')) === 'list' ? [] : [yaml.fault('error', 'wrongShape', root, { key: 'config' })];
    if (version !== 2) return [yaml.fault('error', 'versionWrong', root)];
    const ethernets = root.get('ethernets');
    if (ethernets === undefined) return [];
    return isMap(ethernets)
      ? ethernets.items.flatMap(({ value }) => (isMap(value) ? checkAddresses(yaml, value) : []))
      : [yaml.fault('error', 'wrongShape', root, { key: 'ethernets' })];
  });
}

function checkAddresses(yaml: YamlText, card: YAMLMap): readonly TextFault[] {
  const addresses: unknown = card.toJS(yaml.document)?.addresses;
  if (addresses === undefined || addresses === null) return [];
  if (!Array.isArray(addresses)) return [yaml.fault('error', 'wrongShape', card, { key: 'addresses' })];
  return addresses
    .filter((address) => typeof address !== 'string' || parseIpInterface(address) === undefined)
    .map((address) => yaml.fault('error', 'addressWrong', card, { value: String(address) }));
}

/** A YAML text, and where in it things stand. Read as cloud-init reads it: YAML 1.1. */
class YamlText {
  readonly document: Document.Parsed;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    this.document = parseDocument(text, { version: '1.1', lineCounter: this.#lines, prettyErrors: false });
  }

  get faults(): readonly TextFault[] {
    return this.document.errors.map(({ message, pos: [at] }) => ({
      level: 'error',
      code: 'yamlWrong',
      raw: message,
      ...this.#place(at),
    }));
  }

  /** What is wrong with the YAML itself, or else with the mapping that it must be. */
  checkMapping(check: (root: YAMLMap) => readonly TextFault[]): readonly TextFault[] {
    if (this.document.errors.length > 0) return this.faults;
    const { contents } = this.document;
    if (isMap(contents)) return check(contents);
    return [{ level: 'error', code: 'notAMapping', ...this.#place(contents?.range[0] ?? 0) }];
  }

  fault(level: TextFault['level'], code: CloudInitFaultCode, node: Node, params?: TextFault['params']): TextFault {
    return { level, code, ...this.#place(node.range?.[0] ?? 0), ...(params && { params }) };
  }

  #place(offset: number) {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
