import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../../shared/model/domain.ts';
import { formatValue } from '../../components/chartUnits.ts';
import { DefinitionList, Fact } from '../../components/definitionList.tsx';
import { CopyText } from '../../nouns/copyText.tsx';
import styles from './overview.module.css';

/** What the VM is. What the definition has not told yet shows a dash. */
export function Facts({ domain }: { readonly domain: Domain }): ReactElement {
  const { t } = useTranslation();
  const { definition, vcpus, memoryKiB } = domain;
  return (
    <section className={styles.card} aria-labelledby="facts-heading">
      <div className={styles.cardHead}>
        <h2 id="facts-heading">{t('domain.facts')}</h2>
      </div>
      <DefinitionList>
        {definition?.title !== undefined && <Fact name={t('domain.fields.title')}>{definition.title}</Fact>}
        {definition?.description !== undefined && (
          <Fact name={t('domain.fields.description')}>{definition.description}</Fact>
        )}
        <Fact name={t('domain.fields.vcpus')}>{vcpus && amount(vcpus, String)}</Fact>
        <Fact name={t('domain.fields.memory')}>
          {memoryKiB && amount(memoryKiB, (value) => formatValue('memory', value))}
        </Fact>
        <Fact name={t('domain.fields.os')}>{definition?.osId && osName(definition.osId)}</Fact>
        <Fact name={t('domain.fields.type')}>{definition && `${definition.type} · ${definition.arch}`}</Fact>
        <Fact name={t('domain.fields.machine')}>{definition?.machine}</Fact>
        <Fact name={t('domain.fields.firmware')}>{definition && t(`domain.firmwares.${definition.firmware}`)}</Fact>
        <Fact name={t('domain.fields.autostart')}>{t(domain.autostart ? 'domain.yes' : 'domain.no')}</Fact>
        {!domain.persistent && <Fact name={t('domain.fields.persistence')}>{t('domain.transient')}</Fact>}
        {domain.managedSave && <Fact name={t('domain.fields.savedState')}>{t('domain.savedStateKept')}</Fact>}
        <Fact name="UUID">
          <span className={styles.uuid}>{domain.uuid}</span>
          <CopyText text={domain.uuid} label={t('domain.copyUuid')} />
        </Fact>
      </DefinitionList>
    </section>
  );

  /** "2", or "2 of 8" where the maximum is another. */
  function amount(
    { current, maximum }: { readonly current: number; readonly maximum: number },
    text: (value: number) => string,
  ): string {
    return current === maximum
      ? text(current)
      : t('domain.currentOfMaximum', { current: text(current), maximum: text(maximum) });
  }
}

/** libosinfo's ids are URLs whose last parts name system and version: `http://debian.org/debian/12`. */
function osName(id: string): string {
  const [name, version] = id.split('/').slice(-2);
  return name === undefined || version === undefined ? id : `${name} ${version}`;
}
