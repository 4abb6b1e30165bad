/** Shows the dialog that is open. */
import { Button, Group, Modal } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../shared/model/host.ts';
import { api } from '../backend.ts';
import { ConfirmDomains, DeleteDomain, RenameDomain } from '../features/domainDialogs/index.tsx';
import { HostDialog } from '../features/hosts/index.tsx';
import { showFailure } from '../nouns/runVerb.ts';
import { shortcutText } from '../nouns/verbMenu.tsx';
import { closeDialog, useDialog } from '../store/dialogs.ts';
import { useHost } from '../store/inventory.ts';
import styles from './main.module.css';

export function Dialogs(): ReactElement | null {
  const { dialog } = useDialog();
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'confirmDomains':
      return <ConfirmDomains verb={dialog.verb} domains={dialog.domains} onClose={closeDialog} />;
    case 'renameDomain':
      return <RenameDomain domain={dialog.domain} onClose={closeDialog} />;
    case 'deleteDomain':
      return <DeleteDomain domain={dialog.domain} onClose={closeDialog} />;
    case 'host':
      return <EditHost id={dialog.host} />;
    case 'removeHost':
      return <RemoveHost id={dialog.host} />;
    case 'help':
      return <HelpSheet />;
  }
}

function EditHost({ id }: { readonly id: HostId | undefined }): ReactElement {
  const host = useHost(id ?? '');
  return <HostDialog opened onClose={closeDialog} {...(host && { host: host.config })} />;
}

function RemoveHost({ id }: { readonly id: HostId }): ReactElement | null {
  const { t } = useTranslation();
  const host = useHost(id);
  const [busy, setBusy] = useState(false);
  if (!host) return null;
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.hosts.remove({ host: id });
      location.hash = '#/';
      closeDialog();
    } catch (thrown) {
      showFailure(thrown);
      setBusy(false);
    }
  };
  const title = t('removeHost.title', { name: host.config.name });
  return (
    <Modal opened onClose={closeDialog} title={title} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <p>{t('removeHost.consequence')}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={closeDialog}>
          {t('shell.cancel')}
        </Button>
        <Button color="red" data-autofocus loading={busy} onClick={() => void remove()}>
          {t('verbs.host.remove')}
        </Button>
      </Group>
    </Modal>
  );
}

/** What the keyboard does; the words are `help.<id>`. */
const keys = [
  ['palette', 'mod+K'],
  ['filter', '/'],
  ['arrows', '↑ ↓ ← →'],
  ['open', 'Enter'],
  ['select', 'Space'],
  ['rename', 'F2'],
  ['remove', 'Delete'],
  ['refresh', 'F5'],
  ['submit', 'mod+Enter'],
  ['close', 'Esc'],
  ['help', '?'],
] as const;

function HelpSheet(): ReactElement {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={closeDialog} title={t('help.title')} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <dl className={styles.keys}>
        {keys.map(([id, key]) => (
          <div key={id} style={{ display: 'contents' }}>
            <dt>
              <kbd>{shortcutText(key)}</kbd>
            </dt>
            <dd>{t(`help.${id}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
