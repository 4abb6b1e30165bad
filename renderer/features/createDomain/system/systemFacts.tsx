/** What is known of the system that is taken. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatingSystem, OsResources } from '../../../../shared/model/os.ts';
import { formatValue } from '../../../components/chartUnits.ts';
import { groupNow } from '../systems.ts';
import styles from './system.module.css';

export function SystemFacts({ os }: { readonly os: OperatingSystem | undefined }): ReactElement {
  const { t, i18n } = useTranslation();
  const needs = useNeeds();
  if (os === undefined)
    return (
      <>
        <h3 className={styles.heading}>{t('createDomain.system.unknown')}</h3>
        <p className={styles.quiet}>{t('createDomain.system.unknownHint')}</p>
      </>
    );
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
  const day = (text: string): string => date.format(new Date(`${text}T00:00:00Z`));
  const virtio = os.devices.includes('virtio-blk') && os.devices.includes('virtio-net');
  const over = groupNow(os) === 'old';
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('createDomain.system.vendor'), os.vendor],
    [t('createDomain.system.released'), os.released === undefined ? undefined : day(os.released)],
    [t('createDomain.system.endOfLife'), os.endOfLife === undefined ? undefined : day(os.endOfLife)],
    [t('createDomain.system.minimum'), needs(os.minimum)],
    [t('createDomain.system.recommended'), needs(os.recommended)],
    [t('createDomain.system.virtio'), t(virtio ? 'createDomain.system.virtioYes' : 'createDomain.system.virtioNo')],
    [
      t('createDomain.system.script'),
      os.script === undefined ? undefined : t(`createDomain.system.scripts.${os.script}`),
    ],
  ];
  return (
    <>
      <h3 className={styles.heading}>{os.name}</h3>
      {over && <p className={styles.over}>{t('createDomain.system.over')}</p>}
      <dl className={styles.facts}>
        {facts.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}

/** "2 CPUs · 2.0 GiB memory · 20 GiB disk"; undefined where nothing is known. */
function useNeeds(): (resources: OsResources | undefined) => string | undefined {
  const { t } = useTranslation();
  return (resources = {}) => {
    const { vcpus, memoryMiB, storageGiB } = resources;
    const parts = [
      ...(vcpus === undefined ? [] : [t('createDomain.system.cpus', { count: vcpus })]),
      ...(memoryMiB === undefined
        ? []
        : [t('createDomain.system.memory', { size: formatValue('memory', memoryMiB * 1024) })]),
      ...(storageGiB === undefined
        ? []
        : [t('createDomain.system.disk', { size: formatValue('memory', storageGiB * 1024 ** 2) })]),
    ];
    return parts.length === 0 ? undefined : parts.join(' · ');
  };
}
