/** The capabilities document of a host (formatcaps), as far as it is kept. */
import type { HostCapabilities } from './host.ts';
import { parseXml } from '../xml/parse.ts';
import { attribute, text } from '../xml/property.ts';
import { string } from '../xml/codec.ts';

const arch = text('host/cpu/arch', string);
const cpuModel = text('host/cpu/model', string);
const cpuVendor = text('host/cpu/vendor', string);
const guestArch = attribute('arch/@name', string);
const domainType = attribute('@type', string);

/**
 * @param readAt epoch ms when the host gave the text
 * @throws AppError `invalidArgument` when the text is no XML
 */
export function parseCapabilities(xml: string, readAt: number): HostCapabilities {
  const { root } = parseXml(xml);
  const guests = root.childrenNamed('guest').flatMap((guest) => {
    const name = guestArch.get(guest);
    const types = guest.child('arch')?.childrenNamed('domain') ?? [];
    return name === undefined ? [] : [{ arch: name, domainTypes: types.flatMap((each) => domainType.get(each) ?? []) }];
  });
  const model = cpuModel.get(root);
  const vendor = cpuVendor.get(root);
  return {
    arch: arch.get(root) ?? '',
    ...(model === undefined ? {} : { cpuModel: model }),
    ...(vendor === undefined ? {} : { cpuVendor: vendor }),
    hasKvm: guests.some((guest) => guest.domainTypes.includes('kvm')),
    guests,
    readAt,
  };
}
