/** What a piece of XML text means. A codec reads text to a value and writes it back; `samples` are what tests try. */

export interface Codec<T> {
  /** Which control a dialog shows for it. */
  readonly kind: 'text' | 'integer' | 'switch' | 'choice';
  /** Whether something that came from a window may be formatted. */
  readonly accepts: (value: unknown) => value is T;
  /** undefined: the text isn't one of these (a property then reads as absent, and its text stays as it is). */
  readonly parse: (text: string) => T | undefined;
  readonly format: (value: T) => string;
  /** All values of a closed set, for choices in dialogs. */
  readonly allowed?: readonly T[];
  readonly samples: readonly T[];
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

export const string: Codec<string> = {
  kind: 'text',
  accepts: isString,
  parse: (text) => text,
  format: (value) => value,
  samples: ['a', `it's "<odd>" & 中文`],
};

/** A whole number of 0 or more, or of any sign with `signed`; decimal, or hexadecimal with 0x. */
export const integer: Codec<number> = {
  kind: 'integer',
  accepts: isInteger,
  parse: (text) => {
    const trimmed = text.trim();
    if (!/^-?(?:\d+|0x[0-9a-fA-F]+)$/.test(trimmed)) return undefined;
    const value = trimmed.startsWith('-') ? -Number(trimmed.slice(1)) : Number(trimmed);
    return Number.isSafeInteger(value) ? value : undefined;
  },
  format: String,
  samples: [0, 1, 4096],
};

/** As libvirt prints addresses: 0x followed by at least `digits` hexadecimal digits. */
export const hexadecimal = (digits: number): Codec<number> => ({
  kind: 'integer',
  accepts: isInteger,
  parse: integer.parse,
  format: (value) => `0x${value.toString(16).padStart(digits, '0')}`,
  samples: [0, 31],
});

const twoWords = (yes: string, no: string): Codec<boolean> => ({
  kind: 'switch',
  accepts: (value) => typeof value === 'boolean',
  parse: (text) => (text === yes ? true : text === no ? false : undefined),
  format: (value) => (value ? yes : no),
  allowed: [true, false],
  samples: [true, false],
});
export const yesNo = twoWords('yes', 'no');
export const onOff = twoWords('on', 'off');

/** One of libvirt's words. `T | string` in disguise: the known words complete in an editor, a newer libvirt's pass through. */
export type Word<T extends string> = T | (string & Record<never, never>);

/**
 * One of several words. The list is what dialogs offer, not a filter: a word of a newer libvirt is read and written as it
 * is, because hiding what a definition says would be worse.
 */
export function oneOf<const T extends string>(allowed: readonly T[]): Codec<Word<T>> {
  const accepts = (value: unknown): value is Word<T> => typeof value === 'string' && value !== '';
  return { kind: 'choice', accepts, parse: (text) => text, format: (value) => value, allowed, samples: allowed };
}

/** Bytes per unit, as libvirt's virScaleInteger reads them (IEC in K/KiB, SI in KB). */
const units: Readonly<Record<string, bigint>> = unitTable();

function unitTable(): Record<string, bigint> {
  const table: Record<string, bigint> = { '': 1n, b: 1n, byte: 1n, bytes: 1n };
  for (const [power, letter] of [...'kmgtpe'].entries()) {
    table[letter] = table[`${letter}ib`] = 1024n ** BigInt(power + 1);
    table[`${letter}b`] = 1000n ** BigInt(power + 1);
  }
  return table;
}

/** `amount` of `unit` in units of `per` bytes, rounded up as libvirt does; undefined where either isn't known. */
export function scale(amount: string, unit: string, per: bigint): number | undefined {
  const factor = units[unit.toLowerCase()];
  if (factor === undefined || !/^\d+$/.test(amount.trim())) return undefined;
  const value = Number((BigInt(amount.trim()) * factor + per - 1n) / per);
  return Number.isSafeInteger(value) ? value : undefined;
}
