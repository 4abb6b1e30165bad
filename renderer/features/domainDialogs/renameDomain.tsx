import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';

export function RenameDomain({
  domain: ref,
  onClose,
}: {
  readonly domain: DomainRef;
  readonly onClose: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const [name, setName] = useState(domain?.name ?? '');
  const [error, setError] = useState<ErrorData>();
  if (!domain) return null;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await api.domain.rename({ ...ref, name });
      onClose();
    } catch (thrown) {
      setError(toErrorData(thrown));
    }
  };
  const unchanged = name.trim() === '' || name.trim() === domain.name;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rename.title', { name: domain.name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('rename.name')}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          {...(/[/\n]/.test(name) && { error: t('rename.noSlash') })}
        />
        {error && <Problem error={error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" disabled={unchanged}>
            {t('rename.submit')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
