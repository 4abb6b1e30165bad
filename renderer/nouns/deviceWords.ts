import { useTranslation } from 'react-i18next';
export { elementOf } from '../../shared/model/devices/deviceKey.ts';
import { deviceOf } from '../../shared/model/devices/index.ts';
import { parseXml } from '../../shared/xml/parse.ts';
import { hasWords } from '../words/hasWords.ts';
import { describeDevice, deviceWord } from './deviceText.ts';

/** A device in words, by its key (`shared/model/devices/deviceKey.ts`): "Disk vda". */
export function useDeviceWords(): (key: string) => string {
  const { t } = useTranslation();
  return (key) => {
    const [element = '', ...rest] = key.split(':');
    const word = `device.kinds.${element}`;
    return `${hasWords(word) ? t(word) : element} ${rest.join(':')}`.trim();
  };
}

/** A device in words, by its XML: "Disk vda", and "virtio · qcow2 · /img/web.qcow2". */
export function useDeviceXmlWords(): (xml: string) => { readonly name: string; readonly about: string } {
  const { t } = useTranslation();
  return (xml) => {
    const device = deviceOf(parseXml(xml).root, 0);
    const [first = '', ...rest] = describeDevice(device);
    const word = deviceWord(device);
    const kind = word === undefined ? device.element : t(`device.kinds.${word}`);
    return { name: `${kind} ${first}`.trim(), about: rest.join(' · ') };
  };
}
