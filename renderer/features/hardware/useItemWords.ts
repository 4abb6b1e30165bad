import { useTranslation } from 'react-i18next';
import { describeDevice, deviceWord } from '../../nouns/deviceText.ts';
import type { HardwareItem } from './items.ts';

/** What an entry is called: "Memory", "Disk vda", "CD-ROM sda". */
export function useItemWords(): (item: HardwareItem) => string {
  const { t } = useTranslation();
  return (item) => {
    if (item.kind === 'part') return t(`hardware.parts.${item.part}`);
    const { device } = item.entry;
    const word = deviceWord(device);
    const [first = device.alias ?? ''] = describeDevice(device);
    return `${word === undefined ? device.element : t(`device.kinds.${word}`)} ${first}`.trim();
  };
}
