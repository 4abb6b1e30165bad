import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceKind } from '../../../shared/model/devices/index.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import { DeviceActions } from './deviceActions.tsx';
import { DeviceFacts } from './deviceFacts.tsx';
import { deviceNouns } from '../../nouns/device/index.ts';
import { dedent } from './dedent.ts';
import { deviceForm } from './form.ts';
import { FormSections } from './formSections.tsx';
import type { Hardware } from './hardware.ts';
import { DeviceIcon } from './icons.ts';
import type { HardwareItem } from './items.ts';
import { PlannedImage } from './plannedImage.tsx';
import { SectionTitle } from './sectionTitle.tsx';
import { useItemWords } from './useItemWords.ts';
import styles from './hardware.module.css';

interface DeviceDetailsProps {
  readonly domain: DomainRef;
  readonly hardware: Hardware;
  readonly item: Extract<HardwareItem, { kind: 'device' }>;
  readonly filter: string;
}

/** One device: what can be done with it, its numbers while it runs, its form, and its XML. */
export function DeviceDetails({ domain, hardware, item, filter }: DeviceDetailsProps): ReactElement {
  const { t } = useTranslation();
  const { entry } = item;
  const { device, element, state } = entry;
  const words = useItemWords();
  const form = deviceForm(domain, hardware, entry);
  const stays = state !== 'removed' && state !== 'goes';
  return (
    <section aria-label={t('hardware.details')}>
      <div className={styles.head}>
        <h2 className={styles.heading}>
          <DeviceIcon device={device} size={17} /> {words(item)}
        </h2>
        <DeviceActions domain={domain} entry={entry} form={form} />
      </div>
      {state !== 'there' && (
        <p className={styles.hint} data-state={state}>
          {t(`hardware.states.${state}`)}
        </p>
      )}
      <DeviceFacts domain={domain} entry={entry} />
      {form === undefined && <p className={styles.hint}>{t('hardware.noForm', { element: element.name })}</p>}
      {form !== undefined && stays && device.kind === 'disk' && <PlannedImage form={form} />}
      {form !== undefined && stays && device.kind !== 'other' && (
        <FormSections form={form} layout={layoutOf(device.kind)} rest filter={filter} />
      )}
      <DeviceXml
        xml={useMemo(() => dedent(serializeElement(element)), [element])}
        open={!stays || form === undefined}
      />
    </section>
  );
}

const layoutOf = (kind: DeviceKind) => deviceNouns[kind].layout;

/** The element as it will be defined. */
function DeviceXml({ xml, open }: { readonly xml: string; readonly open: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <details className={styles.section} open={open}>
      <SectionTitle>{t('hardware.xml')}</SectionTitle>
      <div className={styles.xmlBox}>
        <CopyText text={xml} label={t('device.copyXml')} />
        {/* Scrolls sideways, so it must be reachable by the keyboard. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className={styles.xml} tabIndex={0} aria-label={t('device.xml')}>
          {xml}
        </pre>
      </div>
    </details>
  );
}
