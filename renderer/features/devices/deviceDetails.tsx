import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Device } from '../../../shared/model/devices/index.ts';
import type { XmlElement } from '../../../shared/xml/element.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import { dedent, deviceWord, propertiesOf } from './describe.ts';
import { DeviceIcon } from './icons.ts';
import styles from './devices.module.css';

/** All that the definition says of one device, and its XML. */
export function DeviceDetails({
  device,
  element,
}: {
  readonly device: Device;
  readonly element: XmlElement;
}): ReactElement {
  const { t } = useTranslation();
  const xml = useMemo(() => dedent(serializeElement(element)), [element]);
  const word = deviceWord(device);
  const kind = word === undefined ? device.element : t(`device.kinds.${word}`);
  const facts = [
    ...(device.alias === undefined ? [] : [{ name: t('device.alias'), text: device.alias }]),
    ...(device.address === undefined ? [] : [{ name: t('device.address'), text: device.address }]),
    ...propertiesOf(device),
  ];
  return (
    <section className={styles.details} aria-label={t('device.details')}>
      <h2 className={styles.heading}>
        <DeviceIcon device={device} size={17} /> {kind}
      </h2>
      {device.kind === 'other' && <p className={styles.hint}>{t('device.unknown', { element: device.element })}</p>}
      <dl className={styles.facts}>
        {facts.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.xmlHead}>
        XML <CopyText text={xml} label={t('device.copyXml')} />
      </div>
      {/* Scrolls sideways, so it must be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.xml} tabIndex={0} aria-label={t('device.xml')}>
        {xml}
      </pre>
    </section>
  );
}
