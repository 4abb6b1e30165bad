import { Button, Tooltip } from '@mantine/core';
import { Download, RotateCcw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionVersionInfo } from '../../../shared/model/definitionVersion.ts';
import type { DomainRef } from '../../../shared/model/domain.ts';
import { saveFile } from '../../components/saveFile.ts';
import { useDefinition } from '../../nouns/definition.ts';
import { showFailure } from '../../nouns/runVerb.ts';
import { openDialog } from '../../store/dialogs.ts';
import { planEdit, usePlannedEdits } from '../../store/edits.ts';
import { useDomain, useHost } from '../../store/inventory.ts';
import { exportName } from './exportName.ts';
import { versionText } from './versionTexts.ts';

interface ActionProps {
  readonly domain: DomainRef;
  readonly version: DefinitionVersionInfo;
}

/** Plans what makes the definition as it was in this version, and shows the plan. */
export function Restore({ domain: ref, version }: ActionProps): ReactElement {
  const { t } = useTranslation();
  const planned = usePlannedEdits(ref).length > 0;
  const domain = useDomain(ref);
  const host = useHost(ref.host);
  const connected = host?.status.kind === 'connected';
  const [definition] = useDefinition(ref, 'persistent');
  const current = definition.kind === 'loaded' ? definition.value : undefined;
  const blocked = restoreBlocked({
    connected: connected && current?.from === 'host',
    persistent: domain?.persistent === true,
    readOnly: host?.readOnly === true,
  });
  const restore = async (): Promise<void> => {
    if (current === undefined) return;
    try {
      planEdit(ref, { kind: 'definition', from: current.xml, to: await versionText(version.id) });
      openDialog({ kind: 'reviewEdits', domain: ref });
    } catch (thrown) {
      showFailure(thrown);
    }
  };
  const hint = blocked === undefined ? planned && t('history.replacesPlanned') : t(`history.restoreBlocked.${blocked}`);
  return (
    <Tooltip label={hint} disabled={hint === false}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<RotateCcw size={13} aria-hidden />}
        {...(blocked !== undefined && { 'data-disabled': true })}
        aria-disabled={blocked !== undefined}
        onClick={() => blocked === undefined && void restore()}
      >
        {t('history.restore')}
      </Button>
    </Tooltip>
  );
}

function restoreBlocked(can: {
  readonly connected: boolean;
  readonly persistent: boolean;
  readonly readOnly: boolean;
}): 'away' | 'transient' | 'readOnly' | undefined {
  if (!can.persistent) return 'transient';
  if (can.readOnly) return 'readOnly';
  return can.connected ? undefined : 'away';
}

interface ExportProps {
  /** Of the VM. */
  readonly name: string;
  readonly version: Pick<DefinitionVersionInfo, 'id' | 'seenAt'>;
}

/** The definition as a file, as `virsh define` takes it. */
export function Export({ name, version }: ExportProps): ReactElement {
  const { t } = useTranslation();
  const save = async (): Promise<void> => {
    try {
      saveFile(
        new Blob([await versionText(version.id)], { type: 'application/xml' }),
        exportName(name, version.seenAt),
      );
    } catch (thrown) {
      showFailure(thrown);
    }
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Download size={13} aria-hidden />}
      onClick={() => void save()}
    >
      {t('history.export')}
    </Button>
  );
}

interface DefineAgainProps {
  readonly domain: DomainRef;
  /** Id of the version it shall be as. */
  readonly version: number;
  readonly name: string;
}

/** Brings a VM back that is gone; shows first what that does and which of its disks are still there. */
export function DefineAgain({ domain: { host, uuid }, version, name }: DefineAgainProps): ReactElement {
  const { t } = useTranslation();
  const there = useHost(host);
  const blocked = there?.status.kind !== 'connected' ? 'away' : there.readOnly === true ? 'readOnly' : undefined;
  return (
    <Tooltip label={blocked && t(`history.restoreBlocked.${blocked}`)} disabled={blocked === undefined}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<RotateCcw size={13} aria-hidden />}
        {...(blocked !== undefined && { 'data-disabled': true })}
        aria-disabled={blocked !== undefined}
        onClick={() =>
          blocked === undefined && openDialog({ kind: 'defineAgain', domain: { host, uuid }, version, name })
        }
      >
        {t('history.define.action')}
      </Button>
    </Tooltip>
  );
}
