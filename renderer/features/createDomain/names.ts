/** Names that are proposed. */

/** `debian12`, or with the first number that no VM has: `debian12-2`. */
export function freeName(stem: string, taken: ReadonlySet<string>): string {
  if (!taken.has(stem)) return stem;
  let count = 2;
  while (taken.has(`${stem}-${count}`)) count += 1;
  return `${stem}-${count}`;
}

/** Of a file on the web or on a host: what it is called there. */
export function fileNameOf(address: string): string {
  const path = address.trim().replace(/[?#].*$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name).replaceAll('/', '_');
  } catch {
    return name;
  }
}
