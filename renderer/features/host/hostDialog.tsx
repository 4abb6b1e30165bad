import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { CircleStop, PlugZap } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { HostConfig } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { ConfiguredUris, HostFields } from './hostFields.tsx';
import { TestPanel } from './testPanel.tsx';
import { useHostDraft, type HostDraft } from './useHostDraft.ts';
import { useHostTest, type HostTesting } from './useHostTest.ts';
import styles from './hostDialog.module.css';

export interface HostDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** The host to edit; a new one if absent. */
  readonly host?: HostConfig;
}

/** Adds a host or edits how one is reached. What was typed for a new one stays until it is added or cancelled. */
export function HostDialog({ opened, onClose, host }: HostDialogProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={640}
      // Not in the middle: it grows with the test, and what one clicks must not move.
      centered={false}
      yOffset="8vh"
      closeOnClickOutside={false}
      title={host === undefined ? t('host.dialog.addTitle') : t('host.dialog.editTitle', { name: host.name })}
      closeButtonProps={{ 'aria-label': t('host.dialog.close') }}
      classNames={{ title: styles.title ?? '' }}
    >
      <HostEditor key={host?.id ?? 'new'} onClose={onClose} {...(host === undefined ? {} : { host })} />
    </Modal>
  );
}

function HostEditor({ host, onClose }: Omit<HostDialogProps, 'opened'>): ReactElement {
  const { t } = useTranslation();
  const draft = useHostDraft(host);
  const testing = useHostTest();
  const saving = useSave(draft, host, onClose);
  const nameProblem =
    saving.takenName === draft.name.trim()
      ? 'nameTaken'
      : saving.missing === 'name' && draft.name.trim() === ''
        ? 'nameMissing'
        : undefined;
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save();
      }}
    >
      <TextInput
        label={t('host.dialog.name')}
        value={draft.name}
        maxLength={120}
        autoComplete="off"
        error={nameProblem === undefined ? undefined : t(`host.dialog.${nameProblem}`)}
        onFocus={draft.enterName}
        onBlur={draft.leaveName}
        onChange={(event) => draft.setName(event.currentTarget.value)}
      />
      {host === undefined && <ConfiguredUris draft={draft} />}
      <HostFields draft={draft} />
      <UriField draft={draft} required={saving.missing === 'uri'} />
      <Checkbox
        label={t('host.dialog.readOnly')}
        checked={draft.form.readOnly}
        onChange={(event) => draft.setForm({ ...draft.form, readOnly: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('host.dialog.autoconnect')}
        checked={draft.autoconnect}
        onChange={(event) => draft.setAutoconnect(event.currentTarget.checked)}
      />
      {testing.test !== undefined && <TestPanel test={testing.test} uri={draft.uri} />}
      {saving.error !== undefined && <Problem error={saving.error} />}
      <Buttons
        draft={draft}
        testing={testing}
        saving={saving.busy}
        submitLabel={t(host === undefined ? 'host.dialog.add' : 'host.dialog.save')}
        onCancel={() => {
          draft.forget();
          onClose();
        }}
      />
    </form>
  );
}

/** The one text that everything else in the dialog writes; or it is typed, and writes them. */
function UriField({ draft, required }: { readonly draft: HostDraft; readonly required: boolean }): ReactElement {
  const { t } = useTranslation();
  const { uri, check } = draft;
  const missing = uri.trim() === '' && required ? t('host.dialog.uriMissing') : undefined;
  const bad = uri.trim() !== '' && check.kind === 'bad' ? check.error : undefined;
  const words = bad && t(`error.${bad.code}.title`, { ...bad.params });
  const remedy = bad && t(`error.${bad.code}.remedy`, { ...bad.params });
  const unverified = check.kind === 'good' && check.warnings.includes('noVerify');
  return (
    <div>
      <TextInput
        label={t('host.dialog.uri')}
        className={styles.uri}
        placeholder="qemu+ssh://root@host.example/system"
        value={uri}
        maxLength={2048}
        autoComplete="off"
        spellCheck={false}
        error={missing ?? (bad && `${words}. ${remedy}`)}
        onChange={(event) => draft.setUri(event.currentTarget.value)}
      />
      {unverified && <p className={styles.warning}>{t('host.dialog.noVerify')}</p>}
    </div>
  );
}

interface ButtonsProps {
  readonly draft: HostDraft;
  readonly testing: HostTesting;
  readonly saving: boolean;
  readonly submitLabel: string;
  readonly onCancel: () => void;
}

function Buttons({ draft, testing, saving, submitLabel, onCancel }: ButtonsProps): ReactElement {
  const { t } = useTranslation();
  const running = testing.test?.result.kind === 'running';
  return (
    <div className={styles.buttons}>
      {running ? (
        <Button variant="default" leftSection={<CircleStop size={14} />} onClick={testing.cancel}>
          {t('host.dialog.cancelTest')}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<PlugZap size={14} />}
          disabled={draft.uri.trim() === '' || draft.check.kind === 'bad'}
          onClick={() => testing.start(draft.uri.trim(), draft.name.trim())}
        >
          {t('host.dialog.test')}
        </Button>
      )}
      <span className={styles.space} />
      <Button variant="default" onClick={onCancel}>
        {t('host.dialog.cancel')}
      </Button>
      <Button type="submit" loading={saving}>
        {submitLabel}
      </Button>
    </div>
  );
}

interface Saving {
  readonly busy: boolean;
  readonly error: ErrorData | undefined;
  /** The name that another host already has. */
  readonly takenName: string | undefined;
  /** What the last attempt lacked. */
  readonly missing: 'name' | 'uri' | undefined;
  readonly save: () => Promise<void>;
}

function useSave(draft: HostDraft, host: HostConfig | undefined, onSaved: () => void): Saving {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorData>();
  const [takenName, setTakenName] = useState<string>();
  const [missing, setMissing] = useState<Saving['missing']>();
  const attempt = async (): Promise<void> => {
    const config = await draft.settle();
    const lacking = config.uri === '' ? 'uri' : config.name === '' ? 'name' : undefined;
    setMissing(lacking);
    if (lacking !== undefined) return;
    try {
      if (host === undefined) await api.host.add(config);
      else await api.host.update({ id: host.id, ...config });
      draft.forget();
      onSaved();
    } catch (thrown) {
      const data = toErrorData(thrown);
      if (data.code === 'conflict' && data.object?.kind === 'host') setTakenName(config.name);
      else setError(data);
    }
  };
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    setTakenName(undefined);
    await attempt();
    setBusy(false);
  };
  return { busy, error, takenName, missing, save };
}
