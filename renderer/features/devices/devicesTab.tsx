import { Loader } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { deviceElement, devicesOf, type Device } from '../../../shared/model/devices/index.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import type { XmlElement } from '../../../shared/xml/element.ts';
import { parseXml } from '../../../shared/xml/parse.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { OldDefinition } from '../../nouns/oldDefinition.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import { deviceId, groupDevices } from './describe.ts';
import { DeviceDetails } from './deviceDetails.tsx';
import { DeviceList } from './deviceList.tsx';
import styles from './devices.module.css';

type Parsed =
  | { readonly kind: 'parsed'; readonly root: XmlElement; readonly devices: readonly Device[] }
  | { readonly kind: 'failed'; readonly error: ErrorData };

function parse(xml: string): Parsed {
  try {
    const { root } = parseXml(xml);
    return { kind: 'parsed', root, devices: devicesOf(root) };
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) };
  }
}

/** The devices of a domain: a list by kind, and all that the definition says of the chosen one. */
export function DevicesTab({ host, uuid }: DomainRef): ReactElement {
  const { t } = useTranslation();
  const domain = useDomain({ host, uuid });
  const active = domain !== undefined && isActive(domain.state);
  const [loaded, reload] = useDefinition({ host, uuid }, active ? 'live' : 'persistent');
  if (loaded.kind === 'loading') return <Loader className={styles.loader} size="sm" aria-label={t('device.loading')} />;
  if (loaded.kind === 'failed') return <Problem error={loaded.error} onRetry={reload} />;
  return (
    <div className={styles.page}>
      {loaded.value.from === 'store' && (
        <div className={styles.notice}>
          <OldDefinition definition={loaded.value} />
        </div>
      )}
      <Devices xml={loaded.value.xml} />
    </div>
  );
}

function Devices({ xml }: { readonly xml: string }): ReactElement {
  const { t } = useTranslation();
  const parsed = useMemo(() => parse(xml), [xml]);
  const [chosen, setChosen] = useState<string>();
  if (parsed.kind === 'failed') return <Problem error={parsed.error} />;
  if (parsed.devices.length === 0) return <p className={styles.empty}>{t('device.none')}</p>;
  const groups = groupDevices(parsed.devices);
  const shown = groups.flatMap(({ devices }) => devices);
  const selected = shown.find((device) => deviceId(device) === chosen) ?? shown[0];
  const element = selected && deviceElement(parsed.root, selected);
  return (
    <div className={styles.columns}>
      <DeviceList groups={groups} selected={selected && deviceId(selected)} onSelect={setChosen} />
      {selected && element && <DeviceDetails device={selected} element={element} />}
    </div>
  );
}
