/** What cloud-init and installers have in common: files with answers, made for one VM. */

export interface FirstBootFile {
  /** As the guest must find it: `user-data`, `ks.cfg`. */
  readonly name: string;
  readonly text: string;
}

/** The hash of a password, for /etc/shadow; made beforehand, since hashing takes its time. */
export type HashOf = (password: string) => string;

/** Stands where a password or its hash would, in what is shown. */
export const MASK = '********';
/** For files that are shown: every hash is the mask. */
export const maskedHash: HashOf = () => MASK;

const MAX_LABEL = 63;

/**
 * A host name for a VM: what DNS allows of its name (RFC 1123: letters, digits, hyphens inside), dots kept.
 * @param wanted may contain `{name}`, the VM's name
 */
export function hostNameFor(wanted: string | undefined, vmName: string): string {
  const labels = (wanted ?? '{name}')
    .replaceAll('{name}', vmName)
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .split('.')
    .map((label) => label.replace(/^-+/, '').slice(0, MAX_LABEL).replace(/-+$/, ''))
    .filter(Boolean);
  return labels.join('.') || 'guest';
}
