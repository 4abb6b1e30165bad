import { Button, Group, Loader, Modal } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import type { HostId } from '../../../shared/model/host.ts';
import { api } from '../../backend.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import { useHost } from '../../store/inventory.ts';
import { disksFound, type ListedPool, type SoughtDisk } from './disksFound.ts';
import { versionText } from './versionTexts.ts';
import page from '../../components/page.module.css';
import styles from './deleted.module.css';

interface DefineAgainDialogProps {
  readonly domain: DomainRef;
  /** Id of the version it shall be as. */
  readonly version: number;
  readonly name: string;
  readonly onClose: () => void;
}

/** What it does to define a VM again, and which of its disks are still there. */
export function DefineAgainDialog({ domain, version, name, onClose }: DefineAgainDialogProps): ReactElement {
  const { t } = useTranslation();
  const host = useHost(domain.host)?.config.name ?? '';
  const [failure, setFailure] = useState<ErrorData>();
  const [busy, setBusy] = useState(false);
  const [disks] = useLoaded(`${version}`, '', async (signal) =>
    disksFound(await versionText(version), await listedPools(domain.host, signal)),
  );
  const define = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.domain.define({ host: domain.host, xml: await versionText(version) });
      onClose();
    } catch (thrown) {
      setFailure(toErrorData(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={600}
      title={t('history.define.title', { name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <form onSubmit={(event) => void define(event)}>
        <p>{t('history.define.text', { host })}</p>
        <p className={page.quiet}>
          {t('history.define.disks')} {t('history.define.passwords')}
        </p>
        {disks.kind === 'loading' && <Loader size="sm" aria-label={t('history.define.checking')} />}
        {disks.kind === 'failed' && <Problem error={disks.error} />}
        {disks.kind === 'loaded' && <Disks disks={disks.value} />}
        {failure !== undefined && <Problem error={failure} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" data-autofocus loading={busy}>
            {t('history.define.submit')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Disks({ disks }: { readonly disks: readonly SoughtDisk[] }): ReactElement {
  const { t } = useTranslation();
  const missing = disks.filter(({ state }) => state.kind === 'missing').length;
  return (
    <>
      <ul className={styles.disks}>
        {disks.map(({ target, source, state }) => (
          <li key={target}>
            <span>{target}</span>
            <span className={styles.path}>{source}</span>
            <span data-state={state.kind}>
              {state.kind === 'unknown'
                ? t('history.define.disk.unknown')
                : t(`history.define.disk.${state.kind}`, { pool: state.pool })}
            </span>
          </li>
        ))}
      </ul>
      {missing > 0 && (
        <p className={styles.warning} role="status">
          {t('history.define.missing', { count: missing })}
        </p>
      )}
    </>
  );
}

/** Active pools with their volumes; one that can't be read tells nothing of its disks. */
async function listedPools(host: HostId, signal: AbortSignal): Promise<readonly ListedPool[]> {
  const pools = await api.storagePool.list({ host }, { signal });
  const active = pools.items.filter(({ state }) => state === 'running');
  const listed = await Promise.all(
    active.map(async ({ name, targetPath }) => {
      const volumes = await api.storageVolume.list({ host, pool: name }, { signal });
      return volumes.kind === 'unavailable'
        ? undefined
        : {
            name,
            ...(targetPath !== undefined && { targetPath }),
            volumes: volumes.items,
            complete: volumes.unread.length === 0,
          };
    }),
  );
  return listed.filter((pool) => pool !== undefined);
}
