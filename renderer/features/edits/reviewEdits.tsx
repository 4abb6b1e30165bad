/** What the planned edits of a domain will do, before they are applied. */
import { Button, Checkbox, Group, Loader, Modal, Tabs, Tooltip } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import { isActive, type DomainRef } from '../../../shared/model/domain.ts';
import type { DomainEdits } from '../../../shared/model/domainEdit.ts';
import type { EditPlan } from '../../../shared/model/editPlan.ts';
import { api } from '../../backend.ts';
import { LineDiff } from '../../nouns/lineDiff.tsx';
import { useLoaded } from '../../nouns/loaded.ts';
import { Problem } from '../../nouns/problem.tsx';
import { dropEdit, dropEdits, editsBegun, usePlannedEdits } from '../../store/edits.ts';
import { useDomain } from '../../store/inventory.ts';
import { Conflicts } from './conflicts.tsx';
import { EditList } from './editList.tsx';
import styles from './edits.module.css';

interface ReviewProps {
  readonly domain: DomainRef;
  readonly onClose: () => void;
}

export function ReviewEdits({ domain: ref, onClose }: ReviewProps): ReactElement | null {
  const { t } = useTranslation();
  const domain = useDomain(ref);
  const edits = usePlannedEdits(ref);
  const [name] = useState(domain?.name ?? '');
  if (edits.length === 0) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      title={t('edit.title', { name })}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Review
        domain={ref}
        edits={edits}
        running={domain !== undefined && isActive(domain)}
        persistent={domain?.persistent !== false}
        onClose={onClose}
      />
    </Modal>
  );
}

interface ReviewBodyProps extends ReviewProps {
  readonly edits: DomainEdits;
  readonly running: boolean;
  /** A transient one is gone once it is off. */
  readonly persistent: boolean;
}

function Review({ domain: ref, edits, running, persistent, onClose }: ReviewBodyProps): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = ref;
  const hash = useDomain(ref)?.definition?.xmlHash ?? '';
  const [nextStartOnly, setNextStartOnly] = useState(false);
  const [force, setForce] = useState(false);
  const [failure, setFailure] = useState<ErrorData>();
  const [busy, setBusy] = useState(false);
  const asked = { host, uuid, edits: [...edits], nextStartOnly };
  const [loaded, reload] = useLoaded(JSON.stringify(asked), hash, (signal) =>
    api.domain.planEdits({ ...asked, force: false }, { signal }),
  );
  const plan = loaded.kind === 'loaded' ? loaded.value : undefined;
  const blocked = plan === undefined || (plan.conflicts.length > 0 && !force);
  // Some things libvirt changes only while the guest is off.
  const mustWait = running && plan?.edits.some(({ effects }) => Object.values(effects).includes('shutdown')) === true;
  const attempt = async (begin: () => Promise<void>): Promise<void> => {
    if (blocked || busy) return;
    setBusy(true);
    try {
      await begin();
      onClose();
    } catch (thrown) {
      setFailure(toErrorData(thrown));
      setBusy(false);
    }
  };
  const apply = (): Promise<void> =>
    mustWait ? Promise.resolve() : attempt(async () => editsBegun(ref, await api.domain.edit({ ...asked, force })));
  const applyAtShutdown = (): Promise<void> =>
    attempt(async () => {
      await api.waitingEdits.put({ host, uuid, edits: [...edits], force, startAgain: false });
      dropEdits(ref);
    });
  return (
    // The dialog's own shortcut; each control in it is reached by Tab as ever.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void apply();
      }}
    >
      {failure !== undefined && <Problem error={failure} />}
      {loaded.kind === 'loading' && <Loader size="sm" aria-label={t('edit.planning')} />}
      {loaded.kind === 'failed' && <Problem error={loaded.error} onRetry={reload} />}
      {plan !== undefined && (
        <>
          {plan.conflicts.length > 0 && <Conflicts plan={plan} force={force} onForce={setForce} />}
          {mustWait && <p className={styles.note}>{t('edit.mustWait')}</p>}
          <PlanTabs plan={plan} running={running} onDrop={(index) => dropEdit(ref, index)} />
        </>
      )}
      <Group mt="md" justify="space-between">
        <span className={styles.quiet}>{plan !== undefined && t('edit.estimate', { count: plan.seconds })}</span>
        <Group gap="sm">
          {running && (
            <Checkbox
              size="xs"
              label={t('edit.nextStartOnly')}
              checked={nextStartOnly}
              onChange={(event) => setNextStartOnly(event.currentTarget.checked)}
            />
          )}
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          {running && persistent && (
            <Tooltip label={t('edit.atShutdownHint')} multiline w={280}>
              <Button variant="default" disabled={blocked || busy} onClick={() => void applyAtShutdown()}>
                {t('edit.atShutdown')}
              </Button>
            </Tooltip>
          )}
          <Button data-autofocus disabled={blocked || mustWait} loading={busy} onClick={() => void apply()}>
            {t('edit.apply')}
          </Button>
        </Group>
      </Group>
    </div>
  );
}

interface PlanTabsProps {
  readonly plan: EditPlan;
  readonly running: boolean;
  readonly onDrop: (index: number) => void;
}

function PlanTabs({ plan, running, onDrop }: PlanTabsProps): ReactElement {
  const { t } = useTranslation();
  const { persistent, live } = plan;
  return (
    <Tabs defaultValue="edits" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="edits">{t('edit.tabs.edits', { count: plan.edits.length })}</Tabs.Tab>
        {persistent && <Tabs.Tab value="persistent">{t(running ? 'edit.tabs.nextStart' : 'edit.tabs.xml')}</Tabs.Tab>}
        {live && <Tabs.Tab value="live">{t('edit.tabs.live')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="edits" className={styles.panel}>
        <EditList plan={plan} running={running} onDrop={onDrop} />
      </Tabs.Panel>
      {persistent && (
        <Tabs.Panel value="persistent" className={styles.panel}>
          <LineDiff {...persistent} label={t('edit.tabs.nextStart')} />
        </Tabs.Panel>
      )}
      {live && (
        <Tabs.Panel value="live" className={styles.panel}>
          <LineDiff {...live} label={t('edit.tabs.live')} />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}
