/** The network cards: what each is connected to, and how the guest sees it. */
import { ActionIcon, Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { anotherNic } from '../../../../shared/model/creation/hardwareChanges.ts';
import { FormRow } from '../../../components/formRow.tsx';
import { ConnectionChoice } from './connectionChoice.tsx';
import { NicDetails } from './nicDetails.tsx';
import type { NicProps, PartProps } from './part.ts';
import styles from './hardwareStep.module.css';

export function Nics(props: PartProps): ReactElement {
  const { t } = useTranslation();
  const { hardware, onChange, all } = props;
  const { nics } = hardware;
  const shown = all ? nics : nics.slice(0, 1);
  return (
    <>
      {shown.map((nic, at) => (
        <Nic
          key={at}
          {...props}
          nic={nic}
          at={at}
          onNic={(changed) => onChange({ ...hardware, nics: nics.with(at, changed) })}
          onRemove={() => onChange({ ...hardware, nics: nics.toSpliced(at, 1) })}
        />
      ))}
      {nics.length === 0 && <p className={styles.quiet}>{t('creation.hardware.noNics')}</p>}
      {!all && nics.length > 1 && (
        <p className={styles.quiet}>{t('creation.hardware.moreNics', { count: nics.length - 1 })}</p>
      )}
      {(all || nics.length === 0) && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Plus size={12} />}
          onClick={() => onChange({ ...hardware, nics: [...nics, anotherNic(hardware)] })}
        >
          {t('creation.hardware.addNic')}
        </Button>
      )}
    </>
  );
}

function Nic(props: NicProps & { readonly onRemove: () => void }): ReactElement {
  const { t } = useTranslation();
  const { at, all, notesAt, onRemove, nic } = props;
  const label = all ? t('creation.hardware.nicNumber', { number: at + 1 }) : t('creation.hardware.nic');
  return (
    <FormRow
      label={label}
      hint={nic.source.kind === 'user' ? t('creation.hardware.userHint') : undefined}
      notes={notesAt(`hardware.nics.${at}.*`)}
    >
      <div className={styles.device}>
        <ConnectionChoice {...props} label={label} />
        {all && <NicDetails {...props} label={label} />}
      </div>
      {all && (
        <ActionIcon
          size="sm"
          className={styles.remove ?? ''}
          aria-label={t('creation.hardware.remove', { device: label })}
          onClick={onRemove}
        >
          <X size={13} aria-hidden />
        </ActionIcon>
      )}
    </FormRow>
  );
}
