/** What the VMs are called, how many there are, where they run, and what happens once they are made. */
import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_VMS } from '../../../../shared/model/creation/names.ts';
import { ProblemLines, useErrorAt } from '../problems.tsx';
import type { CreationState } from '../useCreationDraft.ts';
import { AfterCreation } from './afterCreation.tsx';
import { HostTable } from './hostTable.tsx';
import styles from './place.module.css';

/** Names that are listed; of more, the first and the last. */
const LISTED = 6;

export function PlaceStep({ state }: { readonly state: CreationState }): ReactElement {
  const { t } = useTranslation();
  const { draft, change, name } = state;
  const errorAt = useErrorAt(state.problems);
  const ranged = /\{\d+\.\.\d+\}/.test(name);
  const said = ['name', 'count', 'title', 'description'];
  return (
    <>
      <div className={styles.names}>
        <TextInput
          label={t('createDomain.place.name')}
          description={t('createDomain.place.nameHint')}
          value={name}
          maxLength={255}
          spellCheck={false}
          autoComplete="off"
          data-first
          error={nameError(state, errorAt('name'), t('createDomain.place.nameWrong'))}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <NumberInput
          label={t('createDomain.place.count')}
          description={ranged ? t('createDomain.place.countByName') : t('createDomain.place.countHint')}
          min={1}
          max={MOST_VMS}
          disabled={ranged}
          value={ranged ? (state.names?.length ?? 1) : draft.count}
          onChange={(count) => change({ count: typeof count === 'number' ? count : 1 })}
        />
      </div>
      <Names names={state.names} />
      <div className={styles.words}>
        <TextInput
          label={t('createDomain.place.title')}
          value={draft.title}
          maxLength={255}
          error={errorAt('title')}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('createDomain.place.description')}
          autosize
          minRows={1}
          maxRows={4}
          value={draft.description}
          error={errorAt('description')}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
      </div>
      <HostTable state={state} />
      {draft.hosts.length > 1 && <p className={styles.quiet}>{t('createDomain.place.turns')}</p>}
      <ProblemLines
        problems={state
          .problemsAt('place')
          .filter(({ level, field = '' }) => level === 'warning' || !said.includes(field.split('.')[0] ?? ''))}
      />
      <div className={styles.after}>
        <AfterCreation state={state} />
        <Checkbox
          label={t('createDomain.place.autostart')}
          checked={draft.autostart}
          onChange={(event) => change({ autostart: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}

/** What the hosts say; before that, what can be seen here. */
function nameError({ name, names }: CreationState, said: string | undefined, wrong: string): string | undefined {
  return said ?? (name.trim() !== '' && names === undefined ? wrong : undefined);
}

function Names({ names }: { readonly names: readonly string[] | undefined }): ReactElement | null {
  const { t } = useTranslation();
  if (names === undefined || names.length < 2) return null;
  const shown = names.length > LISTED ? [...names.slice(0, LISTED - 1), '…', ...names.slice(-1)] : names;
  return (
    <p className={styles.list} role="status">
      <span className={styles.quiet}>{t('createDomain.place.names', { count: names.length })}</span>
      {shown.map((each) => (
        <code key={each}>{each}</code>
      ))}
    </p>
  );
}
