/** How the guest's cards get their addresses. */
import { SegmentedControl } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CloudInitAnswers, CloudInitNic } from '../../../../shared/model/cloudInit.ts';
import { FormField, FormFields, FormRow } from '../../../components/formRow.tsx';
import type { NotesAt } from '../hardware/notes.ts';
import { lastAddress, nicOf, withNic } from './answers.ts';
import { WordsInput } from './wordsInput.tsx';
import styles from './firstBoot.module.css';

interface NetworkFieldsProps {
  readonly answers: CloudInitAnswers;
  readonly onChange: (answers: CloudInitAnswers) => void;
  readonly notesAt: NotesAt;
  readonly names: readonly string[];
  readonly nics: number;
}

const ways = ['dhcp', 'static'] as const;
const firstStatic = (nic: number): CloudInitNic => ({
  nic,
  addresses: [''],
  gateways: [],
  nameServers: [],
  searchDomains: [],
});

export function NetworkFields(props: NetworkFieldsProps): ReactElement {
  const { t } = useTranslation();
  const { answers, nics, notesAt } = props;
  // One that the hardware has no more is shown as long as the answers have it.
  const cards = [
    ...new Set([...Array.from({ length: nics }, (_, at) => at), ...answers.network.map(({ nic }) => nic)]),
  ];
  return (
    <>
      {cards.map((nic) => {
        const at = answers.network.findIndex((each) => each.nic === nic);
        return <Card key={nic} {...props} nic={nic} notes={at < 0 ? [] : notesAt(`network.${at}.*`)} />;
      })}
      {cards.length === 0 && <p className={styles.quiet}>{t('creation.cloudInit.noNics')}</p>}
    </>
  );
}

const lists = ['gateways', 'nameServers', 'searchDomains'] as const;
const examples = { gateways: '10.0.0.1', nameServers: '10.0.0.1 1.1.1.1', searchDomains: 'example.com' } as const;

function Card({
  answers,
  onChange,
  names,
  nic,
  nics,
  notes,
}: NetworkFieldsProps & { readonly nic: number; readonly notes: ReturnType<NotesAt> }): ReactElement {
  const { t } = useTranslation();
  const said = nicOf(answers, nic);
  const way = said !== undefined && said.addresses.length > 0 ? 'static' : 'dhcp';
  const label =
    nics === 1 && nic === 0 ? t('creation.cloudInit.nic') : t('creation.cloudInit.nicNumber', { number: nic + 1 });
  const set = (changed: CloudInitNic | undefined): void => onChange(withNic(answers, nic, changed));
  const until = (said?.addresses ?? []).flatMap((address) => lastAddress(address, names.length) ?? []);
  return (
    <FormRow
      label={label}
      notes={notes}
      hint={
        until.length > 0
          ? t('creation.cloudInit.countsUp', { name: names.at(-1) ?? '', addresses: until.join(', ') })
          : undefined
      }
    >
      <div className={styles.entry}>
        <SegmentedControl
          className={styles.way ?? ''}
          aria-label={t('creation.cloudInit.addressesOf', { device: label })}
          data={ways.map((value) => ({ value, label: t(`creation.cloudInit.way.${value}`) }))}
          value={way}
          onChange={(to) => set(to === 'static' ? (said?.addresses.length ? said : firstStatic(nic)) : undefined)}
        />
        {said !== undefined && way === 'static' && (
          <FormFields>
            <FormField
              grow
              label={t(names.length > 1 ? 'creation.cloudInit.firstAddresses' : 'creation.cloudInit.addresses')}
            >
              <WordsInput
                label={t('creation.cloudInit.addressesOf', { device: label })}
                placeholder="10.0.0.5/24"
                value={said.addresses}
                // Without any it would be DHCP: an empty one keeps the way that was chosen.
                onChange={(addresses) => set({ ...said, addresses: addresses.length === 0 ? [''] : addresses })}
              />
            </FormField>
            {lists.map((list) => (
              <FormField key={list} grow label={t(`creation.cloudInit.${list}`)}>
                <WordsInput
                  label={t(`creation.cloudInit.${list}Of`, { device: label })}
                  placeholder={examples[list]}
                  value={said[list]}
                  onChange={(words) => set({ ...said, [list]: words })}
                />
              </FormField>
            ))}
          </FormFields>
        )}
      </div>
    </FormRow>
  );
}
