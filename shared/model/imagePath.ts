/** Paths of images on a host, and when two spellings mean the same file. */

/** A part that is empty, `.` or `..`. */
const unusual = /\/\.{0,2}(?:\/|$)/;

/**
 * The path without what the kernel passes over: `//`, `.` and `..` (as libvirt joins relative backing names to their directory). A device
 * of the device mapper is called as LVM calls it. What is no absolute path (`pool/volume`, `rbd:pool/image`) comes back as it is.
 *
 * A `..` behind a symbolic link to a directory leads elsewhere than this says; only the host could tell.
 */
export function normalPath(path: string): string {
  // Nearly all are plain, and a host has many.
  if (!path.startsWith('/') || !(unusual.test(path) || path.startsWith('/dev/mapper/'))) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return logicalVolume(parts) ?? `/${parts.join('/')}`;
}

/** `/dev/mapper/vg-lv` is `/dev/vg/lv`; a hyphen within a name is written twice there (lvm(8), "VALID NAMES"; dm_build_dm_name). */
function logicalVolume([dev, mapper, name, ...rest]: readonly string[]): string | undefined {
  if (dev !== 'dev' || mapper !== 'mapper' || name === undefined || rest.length > 0) return undefined;
  const [, group, volume] = /^((?:[^-]|--)+)-((?:[^-]|--)+)$/.exec(name) ?? [];
  if (group === undefined || volume === undefined) return undefined;
  return `/dev/${group.replaceAll('--', '-')}/${volume.replaceAll('--', '-')}`;
}

/** A path as it was typed or pasted: browsers and file managers give it as a URL. */
export function typedPath(text: string): string {
  const path = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(text.trim())?.[1];
  if (path === undefined) return text;
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a % that was meant
  }
}

/** The last part of an absolute path; undefined for names of other kinds. */
export function fileName(path: string): string | undefined {
  return path.startsWith('/') ? path.slice(path.lastIndexOf('/') + 1) : undefined;
}
