import { Button, Checkbox, Group, Modal, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { dumpFormats, type DomainRef, type DumpFormat } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useDomain } from '../../store/inventory.ts';
import styles from './domainDialogs.module.css';

interface DumpDomainProps {
  readonly domain: DomainRef;
  readonly onClose: () => void;
}

/** Asks where the guest's memory shall go, and in which format. */
export function DumpDomain({ domain: ref, onClose }: DumpDomainProps): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const [path, setPath] = useState(() => proposedPath(domain?.name ?? ''));
  const [format, setFormat] = useState<DumpFormat>('kdump-zlib');
  const [live, setLive] = useState(false);
  const [error, setError] = useState<ErrorData>();
  if (!domain) return null;
  const relative = path !== '' && !path.startsWith('/');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await api.domain.dump({ ...ref, path, format, live });
      onClose();
    } catch (thrown) {
      setError(toErrorData(thrown));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('dump.title', { name: domain.name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <p className={styles.quiet}>{t('dump.about')}</p>
        <TextInput
          label={t('dump.path')}
          data-autofocus
          value={path}
          maxLength={4096}
          spellCheck={false}
          onChange={(event) => setPath(event.currentTarget.value)}
          {...(relative && { error: t('dump.absolute') })}
        />
        <Select
          mt="sm"
          label={t('dump.format')}
          data={dumpFormats.map((value) => ({ value, label: t(`dump.formats.${value}`) }))}
          value={format}
          allowDeselect={false}
          onChange={(value) => setFormat(dumpFormats.find((each) => each === value) ?? format)}
        />
        <Checkbox
          mt="md"
          label={t('dump.live')}
          description={t('dump.liveHint')}
          checked={live}
          disabled={domain.state === 'crashed'}
          onChange={(event) => setLive(event.currentTarget.checked)}
        />
        {error && <Problem error={error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" disabled={path === '' || relative}>
            {t('dump.submit')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Where libvirt puts dumps by itself (auto_dump_path in qemu.conf), named by time: an older one is not written over. */
function proposedPath(name: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `/var/lib/libvirt/qemu/dump/${name.replaceAll('/', '_')}-${time}.dump`;
}
