/** What can be wrong with a part of a URI. The window has its own words for each (`host.uriFault.<id>`); these are for logs. */
export const uriFaults = {
  form: 'it has not the form driver[+transport]://[user@][host][:port]/path',
  portRange: '{{value}} is not 1 to 65535',
  escape: 'a % is not followed by two hexadecimal digits',
  noneOf: '{{value}} is none of {{allowed}}',
  socketHasHost: 'a UNIX socket has no host',
  hostMissing: 'SSH needs a host',
  qemuPath: 'QEMU has /system and /session',
  controlCharacter: 'a control character in a value',
  noMechanisms: '{{value}} has no mechanisms',
  ipv6: '{{value}} is no IPv6 address',
  ipv6Brackets: 'an IPv6 address stands in brackets: [2001:db8::5]',
  password: 'a colon and a password have no place here: VirtDeck asks for it',
  secondQuestionMark: 'a second ?: parameters are divided by &, and a ? within a value is written %3F',
  dash: 'it begins with a dash',
  tooLong: 'it is too long',
  hostCharacters: 'it has characters that no host name has',
  userCharacters: 'it has characters that no user name has',
  aliasUnknown: '{{value}} is no URI, and {{file}} has no alias of that name',
  aliasForm: 'the alias {{value}} has not the form name=driver://host/path',
  confLine: 'line {{value}} can not be understood',
} as const;

export type UriFault = keyof typeof uriFaults;

/** What the placeholders of a fault's words stand for. */
export type FaultValues = Readonly<Partial<Record<'value' | 'allowed' | 'file', string>>>;

/** The fault in English. */
export const faultWords = (fault: UriFault, values: FaultValues = {}): string =>
  uriFaults[fault].replace(/\{\{(value|allowed|file)\}\}/g, (_, name: keyof FaultValues) => values[name] ?? '');
