/**
 * Names of hosts and users that come from outside. They end up in arguments of ssh, in known_hosts and in ProxyCommands, so what OpenSSH
 * refuses in them is refused here too (valid_hostname and valid_ruser in ssh.c).
 */

import type { FaultValues, UriFault } from './uriFault.ts';

const HOST_MAX = 255;
const badInHost = /[\s\p{Cc}'"`$\\;&<>|(){},*?!#/@]/u;
const badInUser = /[\p{Cc}'"`;&<>|(){}]|\s-|\\$/u;

type Refuse<E extends Error> = (part: string, fault: UriFault, values?: FaultValues) => E;

/**
 * @param text as in a URI: percent-encoded, an IPv6 address in brackets
 * @returns undefined where it is empty
 */
export function readHost<E extends Error>(text: string, refuse: Refuse<E>): string | undefined {
  const bracketed = text.startsWith('[');
  // libvirt takes the % of a zone as it is; by RFC 6874 it is written %25.
  const inside = bracketed ? text.slice(1, -1).replace(/^([0-9a-f:.]+)%(?!25)/i, '$1%25') : text;
  const host = decode(inside, 'host', refuse);
  if (bracketed && !/^[0-9a-f:.]+(%[\w.-]+)?$/i.test(host)) throw refuse('host', 'ipv6', { value: text });
  if (host === '') return undefined;
  if (host.startsWith('-')) throw refuse('host', 'dash');
  if (host.length > HOST_MAX) throw refuse('host', 'tooLong');
  if (badInHost.test(host)) throw refuse('host', 'hostCharacters');
  return host;
}

/** @returns undefined where it is empty */
export function readUser<E extends Error>(text: string, refuse: Refuse<E>): string | undefined {
  const user = decode(text, 'user', refuse);
  if (user === '') return undefined;
  if (user.startsWith('-')) throw refuse('user', 'dash');
  if (user.includes(':')) throw refuse('user', 'password');
  if (badInUser.test(user)) throw refuse('user', 'userCharacters');
  return user;
}

function decode<E extends Error>(text: string, part: string, refuse: Refuse<E>): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse(part, 'escape');
  }
}
