/** Shows the dialog that is open. */
import { Button, Group, LoadingOverlay, Modal } from '@mantine/core';
import { lazy, Suspense, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../shared/model/host.ts';
import { hrefOf } from '../../shared/model/route.ts';
import { api } from '../backend.ts';
import { useReturnFocus } from '../components/returnFocus.ts';
import { AddHardware } from '../features/addHardware/index.tsx';
import { DeviceXml } from '../features/definition/index.tsx';
import { DeleteDomain, DeleteDomains, DumpDomain, RenameDomain } from '../features/domainDialogs/index.tsx';
import { DiskDialog } from '../features/diskDialogs/index.tsx';
import { BulkEdit } from '../features/bulkEdit/index.tsx';
import { ReviewEdits } from '../features/edits/index.tsx';
import { DefineAgainDialog } from '../features/history/index.tsx';
import { HostDialog } from '../features/host/index.tsx';
import { ConfirmVerb } from '../nouns/confirmVerb.tsx';
import { showFailure } from '../nouns/runVerb.ts';
import { closeDialog, useDialog, type Dialog } from '../store/dialogs.ts';
import { useHost } from '../store/inventory.ts';
import { HelpSheet } from './helpSheet.tsx';

const CreateDomain = lazy(async () => ({ default: (await import('../features/createDomain/index.tsx')).CreateDomain }));

export function Dialogs(): ReactElement | null {
  const { dialog } = useDialog();
  return dialog === undefined ? null : <Open key={dialog.kind} dialog={dialog} />;
}

function Open({ dialog }: { readonly dialog: Dialog }): ReactElement {
  useReturnFocus();
  switch (dialog.kind) {
    case 'confirm':
      return <ConfirmVerb verb={dialog.verb} refs={dialog.refs} onClose={closeDialog} />;
    case 'renameDomain':
      return <RenameDomain domain={dialog.domain} onClose={closeDialog} />;
    case 'dumpDomain':
      return <DumpDomain domain={dialog.domain} onClose={closeDialog} />;
    case 'deleteDomain':
      return <DeleteDomain domain={dialog.domain} onClose={closeDialog} />;
    case 'deleteDomains':
      return <DeleteDomains domains={dialog.domains} onClose={closeDialog} />;
    case 'reviewEdits':
      return <ReviewEdits domain={dialog.domain} onClose={closeDialog} />;
    case 'disk':
      return <DiskDialog dialog={dialog.dialog} domain={dialog.domain} target={dialog.target} onClose={closeDialog} />;
    case 'addHardware':
      return <AddHardware domain={dialog.domain} device={dialog.device} onClose={closeDialog} />;
    case 'deviceXml':
      return <DeviceXml domain={dialog.domain} device={dialog.device} onClose={closeDialog} />;
    case 'bulkEdit':
      return <BulkEdit domains={dialog.domains} onClose={closeDialog} />;
    case 'defineAgain':
      return (
        <DefineAgainDialog domain={dialog.domain} version={dialog.version} name={dialog.name} onClose={closeDialog} />
      );
    case 'createDomain':
      return (
        <Suspense fallback={<LoadingOverlay visible zIndex={300} />}>
          <CreateDomain host={dialog.host} onClose={closeDialog} />
        </Suspense>
      );
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
  const remove = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.host.remove({ host: id });
      location.hash = hrefOf({ page: 'fleet', tab: '' });
      closeDialog();
    } catch (thrown) {
      showFailure(thrown);
      setBusy(false);
    }
  };
  const title = t('host.confirm.remove.title', { name: host.config.name });
  return (
    <Modal opened onClose={closeDialog} title={title} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <form onSubmit={(event) => void remove(event)}>
        <p>{t('host.confirm.remove.consequence')}</p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={closeDialog}>
            {t('shell.cancel')}
          </Button>
          <Button color="red" type="submit" data-autofocus loading={busy}>
            {t('host.confirm.remove.submit')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
