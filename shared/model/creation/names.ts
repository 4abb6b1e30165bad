/** Names of several VMs from one pattern: `web-{01..05}`, or a plain name with a count. */

/** More than this is a slip of the finger. */
export const MOST_VMS = 200;

const range = /\{(\d{1,6})\.\.(\d{1,6})\}/;

/** What libvirt takes as the name of a domain, as far as it is known beforehand. */
const acceptable = /^[^/\s{}][^/\n{}]{0,252}$/;

/**
 * `web-{01..05}` is web-01 to web-05, as wide as the first number is written; `web` with a count of 3 is web-1 to web-3.
 * @returns undefined for a pattern that makes no names, or more than {@link MOST_VMS}
 */
export function namesOf(pattern: string, count = 1): readonly string[] | undefined {
  const found = range.exec(pattern);
  const names = found === null ? counted(pattern, count) : ranged(pattern, found);
  const sound = names !== undefined && names.length > 0 && names.every((name) => acceptable.test(name));
  return sound ? names : undefined;
}

function counted(name: string, count: number): readonly string[] | undefined {
  if (!Number.isInteger(count) || count < 1 || count > MOST_VMS) return undefined;
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

function ranged(pattern: string, [whole, first = '', last = '']: RegExpExecArray): readonly string[] | undefined {
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to - from >= MOST_VMS) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) =>
    pattern.replace(whole, String(from + index).padStart(first.length, '0')),
  );
}
