/** From a draft to the definitions that are made of it. */
import type { XmlElement } from '../../xml/element.ts';
import { parseXml } from '../../xml/parse.ts';
import { serializeElement } from '../../xml/serialize.ts';
import type { DraftVm, ImageRef } from './draft.ts';
import { addInstallation, type Installation } from './installation.ts';
import type { ImageSource } from './newDomain.ts';

/** The given definition under a name and UUID of its own, and without the addresses of cards that others have. */
export function renamed(xml: string, name: string, uuid: string, macs: ReadonlySet<string>): XmlElement {
  const { root } = parseXml(xml);
  for (const [part, value] of [
    ['name', name],
    ['uuid', uuid],
  ] as const)
    (root.child(part) ?? root.addChild(part)).setText(value);
  for (const nic of root.child('devices')?.childrenNamed('interface') ?? []) {
    const mac = nic.child('mac');
    if (macs.has(mac?.attribute('address')?.toLowerCase() ?? '')) mac?.remove();
  }
  return root;
}

export function withInstallation(root: XmlElement, installation: Installation): string {
  addInstallation(root, installation);
  return serializeElement(root);
}

/** What is to be put on the definition for the installation, by where its images are. */
export function installationFor(
  { installation }: DraftVm,
  sourceOf: (image: ImageRef) => ImageSource,
): Installation | undefined {
  if (installation === undefined) return undefined;
  const { media, kernel, boot, endsWithReboot } = installation;
  const pathOf = (image: ImageRef): string => {
    const source = sourceOf(image);
    return source.kind === 'file' || source.kind === 'block' ? source.path : '';
  };
  return {
    media: media.map(sourceOf),
    boot,
    endsWithReboot,
    ...(kernel && {
      kernel: { kernel: pathOf(kernel.kernel), initrd: pathOf(kernel.initrd), arguments: kernel.arguments },
    }),
  };
}
