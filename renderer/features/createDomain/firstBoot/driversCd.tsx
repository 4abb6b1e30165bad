/** The CD with virtio drivers, without which Windows sees neither disk nor network of that kind. */
import { SegmentedControl } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageLocation } from '../../../../shared/model/creation/sources.ts';
import type { HostId } from '../../../../shared/model/host.ts';
import { FormField, FormFields, FormRow, FormSection, type Note } from '../../../components/formRow.tsx';
import { TextInput } from '../../../nouns/textInput.tsx';
import type { Offers } from '../hardware/offers.ts';
import { VolumeChoice } from '../hardware/volumeChoice.tsx';
import { usualPool } from './seedPool.tsx';
import styles from './firstBoot.module.css';

interface DriversCdProps {
  readonly value: readonly ImageLocation[];
  readonly onChange: (media: ImageLocation[]) => void;
  readonly host: HostId | undefined;
  readonly offers: Offers;
  readonly notes: readonly Note[];
}

const ways = ['none', 'volume', 'path', 'url'] as const;
type Way = (typeof ways)[number];

/** Where its makers have it (github.com/virtio-win/virtio-win-pkg-scripts). */
const STABLE = 'https://fedorapeople.org/groups/virt/virtio-win/direct-downloads/stable-virtio/virtio-win.iso';

export function DriversCd({ value, onChange, host, offers, notes }: DriversCdProps): ReactElement {
  const { t } = useTranslation();
  const [medium, ...others] = value;
  const way: Way = ways.find((each) => each === medium?.kind) ?? 'none';
  const set = (changed: ImageLocation | undefined): void =>
    onChange(changed === undefined ? [...others] : [changed, ...others]);
  const pool = usualPool(offers);
  const begin = (wanted: Way): ImageLocation | undefined => {
    switch (wanted) {
      case 'none':
        return undefined;
      case 'volume':
        return { kind: 'volume', pool, volume: '' };
      case 'path':
        return { kind: 'path', path: '/usr/share/virtio-win/virtio-win.iso' };
      case 'url':
        return { kind: 'url', url: STABLE, pool, volume: 'virtio-win.iso' };
      default:
        return wanted satisfies never;
    }
  };
  const label = t('creation.unattended.drivers');
  return (
    <FormSection title={t('creation.unattended.section.drivers')}>
      <FormRow label={label} hint={t('creation.unattended.driversHint')} notes={notes}>
        <div className={styles.entry}>
          <SegmentedControl
            className={styles.way ?? ''}
            aria-label={label}
            data={ways.map((each) => ({ value: each, label: t(`creation.unattended.driversFrom.${each}`) }))}
            value={way}
            onChange={(to) => set(begin(ways.find((each) => each === to) ?? 'none'))}
          />
          <Medium medium={medium} host={host} offers={offers} label={label} onChange={set} />
        </div>
      </FormRow>
    </FormSection>
  );
}

interface MediumProps extends Pick<DriversCdProps, 'host' | 'offers'> {
  readonly medium: ImageLocation | undefined;
  readonly label: string;
  readonly onChange: (medium: ImageLocation) => void;
}

function Medium({ medium, host, offers, label, onChange }: MediumProps): ReactElement | null {
  const { t } = useTranslation();
  switch (medium?.kind) {
    case 'volume':
      return (
        <VolumeChoice
          media
          host={host}
          offers={offers}
          label={label}
          pool={medium.pool}
          volume={medium.volume}
          onChange={(pool, volume) => onChange({ kind: 'volume', pool, volume })}
        />
      );
    case 'path':
      return (
        <FormFields>
          <FormField grow label={t('creation.hardware.path')}>
            <TextInput
              eager
              width="100%"
              label={t('creation.hardware.pathOf', { device: label })}
              value={medium.path}
              onChange={(path = '') => onChange({ ...medium, path })}
            />
          </FormField>
        </FormFields>
      );
    case 'url':
      return (
        <FormFields>
          <FormField grow label={t('creation.unattended.url')}>
            <TextInput
              eager
              width="100%"
              label={t('creation.unattended.urlOf', { device: label })}
              value={medium.url}
              onChange={(url = '') => onChange({ ...medium, url })}
            />
          </FormField>
        </FormFields>
      );
    case 'upload':
    case 'remote':
    case undefined:
      return null;
    default:
      return medium satisfies never;
  }
}
