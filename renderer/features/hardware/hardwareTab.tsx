import { Button, Loader, TextInput } from '@mantine/core';
import { Plus, Search } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { namedDeviceTables } from '../../../shared/model/devices/index.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { OldDefinition } from '../../nouns/oldDefinition.tsx';
import { Problem } from '../../nouns/problem.tsx';
import { usePropertyWords } from '../../nouns/propertyWords.ts';
import { useDomain, useHost } from '../../store/inventory.ts';
import { openDialog } from '../../store/dialogs.ts';
import { DeviceDetails } from './deviceDetails.tsx';
import { domainForm } from './form.ts';
import type { Hardware } from './hardware.ts';
import { HardwareList } from './hardwareList.tsx';
import { hardwareGroups, type HardwareGroup, type HardwareItem } from './items.ts';
import { PartDetails } from './partDetails.tsx';
import { removeDevice } from './removal.ts';
import { searchHardware, type Found } from './search.ts';
import { useHardware } from './useHardware.ts';
import { useItemWords } from './useItemWords.ts';
import styles from './hardware.module.css';

/** All that a VM is made of: a list, and a form for what is chosen. Edits are planned, and applied together. */
export function HardwareTab(ref: DomainRef): ReactElement {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const readOnly = useHost(ref.host)?.readOnly === true;
  const [loaded, reload] = useHardware(ref);
  if (loaded.kind === 'loading')
    return <Loader className={styles.loader} size="sm" aria-label={t('hardware.loading')} />;
  if (loaded.kind === 'failed') return <Problem error={loaded.error} onRetry={reload} />;
  const { hardware, definition } = loaded.value;
  return (
    <div className={styles.page}>
      {definition.from === 'store' && (
        <div className={styles.notice}>
          <OldDefinition definition={definition} />
        </div>
      )}
      {readOnly && <div className={styles.notice}>{t('hardware.readOnly')}</div>}
      {domain?.persistent === false && <div className={styles.notice}>{t('hardware.transient')}</div>}
      <HardwarePage domain={ref} hardware={hardware} readOnly={readOnly} />
    </div>
  );
}

interface HardwarePageProps {
  readonly domain: DomainRef;
  readonly hardware: Hardware;
  /** Looked at, not changed. */
  readonly readOnly: boolean;
}

function HardwarePage({ domain, hardware, readOnly }: HardwarePageProps): ReactElement {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const [filter, setFilter] = useState('');
  const form = domainForm(domain, hardware);
  const groups = hardwareGroups(hardware, form);
  const found = useSearch(groups, filter);
  const items = found.groups.flatMap((group) => group.items);
  const selected = items.find(({ id }) => id === chosen) ?? items[0];
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <div className={styles.bar}>
          <TextInput
            size="xs"
            leftSection={<Search size={13} />}
            aria-label={t('hardware.filter')}
            placeholder={t('hardware.filter')}
            data-filter
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          />
        </div>
        <HardwareList
          groups={found.groups}
          selected={selected?.id}
          onSelect={setChosen}
          onRemove={(id) => {
            const item = items.find((each) => each.id === id);
            if (item?.kind === 'device' && !readOnly) removeDevice(domain, item.entry);
          }}
        />
        <div className={styles.add}>
          <Button
            size="xs"
            variant="default"
            fullWidth
            leftSection={<Plus size={14} />}
            disabled={readOnly}
            onClick={() => openDialog({ kind: 'addHardware', domain })}
          >
            {t('hardware.add')}
          </Button>
        </div>
      </div>
      <fieldset className={styles.details} disabled={readOnly} aria-label={t('hardware.settings')}>
        {selected !== undefined && (
          <Details
            key={selected.id}
            domain={domain}
            hardware={hardware}
            item={selected}
            // Of what is itself called that, every setting is shown.
            filter={found.matches.get(selected.id) === 'settings' ? filter : ''}
          />
        )}
      </fieldset>
    </div>
  );
}

function useSearch(groups: readonly HardwareGroup[], typed: string): Found {
  const item = useItemWords();
  const { label } = usePropertyWords();
  return searchHardware(groups, typed, { item, setting: label }, (kind) =>
    Object.keys(namedDeviceTables[kind]?.fields ?? {}),
  );
}

interface DetailsProps extends Omit<HardwarePageProps, 'readOnly'> {
  readonly item: HardwareItem;
  readonly filter: string;
}

function Details({ domain, hardware, item, filter }: DetailsProps): ReactElement {
  switch (item.kind) {
    case 'part':
      return <PartDetails form={domainForm(domain, hardware)} part={item.part} filter={filter} />;
    case 'device':
      return <DeviceDetails domain={domain} hardware={hardware} item={item} filter={filter} />;
    default:
      return item satisfies never;
  }
}
