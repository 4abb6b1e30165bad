import { Button, Group, Modal } from '@mantine/core';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { Problem } from '../../nouns/problem.tsx';

interface DiskModalProps {
  readonly title: string;
  readonly submitLabel: string;
  readonly disabled: boolean;
  /** Starts what the dialog is for; the dialog closes once it has begun. */
  readonly onSubmit: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What all dialogs about a disk share: a form, its buttons, and what went wrong when it couldn't begin. */
export function DiskModal({ title, submitLabel, disabled, onSubmit, onClose, children }: DiskModalProps): ReactElement {
  const { t } = useTranslation();
  const [error, setError] = useState<ErrorData>();
  const [busy, setBusy] = useState(false);
  const submit = async (): Promise<void> => {
    if (disabled || busy) return;
    setBusy(true);
    try {
      await onSubmit();
      onClose();
    } catch (thrown) {
      setError(toErrorData(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        {error && <Problem error={error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" disabled={disabled} loading={busy}>
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
