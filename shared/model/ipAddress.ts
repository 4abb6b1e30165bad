/** IP addresses as numbers: to count up from one, and to tell whether one is within a network. */

export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** An address with the length of its network's prefix: `10.0.0.5/24`. */
export interface IpInterface extends IpAddress {
  readonly prefix: number;
}

const widths = { 4: 32, 6: 128 } as const;

/** `10.0.0.5`, `2001:db8::5`, `::ffff:10.0.0.5`. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseFour(text);
    return value === undefined ? undefined : { version: 4, value };
  }
  const value = parseSix(text);
  return value === undefined ? undefined : { version: 6, value };
}

/** `10.0.0.5/24`; the prefix must be there. */
export function parseIpInterface(text: string): IpInterface | undefined {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const ip = parseIp(address);
  const prefix = Number(length);
  return ip === undefined || prefix > widths[ip.version] ? undefined : { ...ip, prefix };
}

export function formatIp({ version, value }: IpAddress): string {
  return version === 4 ? formatFour(value) : formatSix(value);
}

export const formatIpInterface = (ip: IpInterface): string => `${formatIp(ip)}/${ip.prefix}`;

/** Whether an address is of the network that the interface is in. */
export function inNetworkOf(ip: IpAddress, { version, value, prefix }: IpInterface): boolean {
  const shift = BigInt(widths[version] - prefix);
  return ip.version === version && ip.value >> shift === value >> shift;
}

/** The address so many further on; undefined where that would leave its network. IPv4's broadcast address is none either. */
export function countUp(ip: IpInterface, by: number): IpInterface | undefined {
  const next = { ...ip, value: ip.value + BigInt(by) };
  if (!inNetworkOf(next, ip)) return undefined;
  const host = (1n << BigInt(widths[ip.version] - ip.prefix)) - 1n;
  const broadcast = by > 0 && ip.version === 4 && ip.prefix < 31 && (next.value & host) === host;
  return broadcast ? undefined : next;
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

const formatFour = (value: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');

/** RFC 4291, 2.2. */
function parseSix(text: string): bigint | undefined {
  const halves = withoutDots(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = head.length + tail.length;
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const groups = [...head, ...Array.from({ length: 8 - given }, () => '0'), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

/** The last two groups may be written as an IPv4 address. */
function withoutDots(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const at = text.lastIndexOf(':') + 1;
  const value = parseFour(text.slice(at));
  return value === undefined
    ? undefined
    : `${text.slice(0, at)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

/** RFC 5952: small letters, the longest run of two or more zeros left out, the first of several as long. */
function formatSix(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(16 * (7 - index))) & 0xffffn);
  const words = groups.map((group) => group.toString(16));
  const run = longestRun(groups);
  if (run.length < 2) return words.join(':');
  return `${words.slice(0, run.start).join(':')}::${words.slice(run.start + run.length).join(':')}`;
}

function longestRun(groups: readonly bigint[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0n ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}
