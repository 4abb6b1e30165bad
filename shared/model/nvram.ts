import type { XmlElement } from '../xml/element.ts';
import { domain } from './domainProperties.ts';

/** Where the firmware keeps its variables. */
export interface Nvram {
  /** A path, or `nbd:name`. */
  readonly source: string;
  /** A file of the host's, which undefining can delete with the domain. */
  readonly isFile: boolean;
}

/** Since libvirt 8.5 a `<source>` within `<nvram>` may say it (formatdomain, "BIOS bootloader"). @param root a domain's definition */
export function nvramOf(root: XmlElement): Nvram | undefined {
  const file = domain.nvram.get(root)?.trim() ?? domain.nvramFile.get(root) ?? domain.variableStore.get(root);
  if (file !== undefined) return { source: file, isFile: domain.nvramType.get(root) !== 'block' };
  const device = domain.nvramDevice.get(root);
  if (device !== undefined) return { source: device, isFile: false };
  const protocol = domain.nvramProtocol.get(root);
  return protocol === undefined
    ? undefined
    : { source: `${protocol}:${domain.nvramName.get(root) ?? ''}`, isFile: false };
}
