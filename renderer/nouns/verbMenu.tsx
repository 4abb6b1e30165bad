/** The verbs of a noun as menu entries and as a toolbar. */
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Domain } from '../../shared/model/domain.ts';
import type { Host } from '../../shared/model/host.ts';
import { domainVerbs } from './domain.tsx';
import { hostVerbs } from './host.tsx';
import styles from './verbs.module.css';
import { availability, beginDomainVerb, runVerb } from './runVerb.ts';
import type { ReasonId } from '../words/keys.ts';
import type { Verb } from './verb.ts';

interface Entry {
  readonly verb: Pick<Verb<never, string>, 'id' | 'icon' | 'group' | 'shortcut' | 'prominent'>;
  readonly label: string;
  /** Why it can't run now, in words. */
  readonly reason?: string | undefined;
  readonly run: () => void;
}

function useDomainEntries(domains: readonly Domain[]): readonly Entry[] {
  const { t } = useTranslation();
  return domainVerbs.flatMap((verb) => {
    const { shown, reason } = availability(verb, domains);
    if (!shown) return [];
    return [
      {
        verb,
        label: t(`verbs.domain.${verb.id}`),
        reason: reason === undefined ? undefined : t(`reasons.${reason}`),
        run: () => beginDomainVerb(verb, domains),
      },
    ];
  });
}

function useHostEntries(host: Host): readonly Entry[] {
  const { t } = useTranslation();
  const hostReason = (reason: ReasonId | undefined): string | undefined => reason && t(`reasons.${reason}`);
  return hostVerbs
    .filter((verb) => verb.shown?.(host) ?? true)
    .map((verb) => ({
      verb,
      label: t(`verbs.host.${verb.id}`),
      reason: hostReason(verb.blocked(host)),
      run: () => void runVerb(verb, host),
    }));
}

function Entries({ entries }: { readonly entries: readonly Entry[] }): ReactElement {
  // By itself a menu would try the first entry, also one that can't have the focus.
  const first = entries.find(({ reason }) => reason === undefined)?.verb;
  return (
    <>
      {entries.map(({ verb, label, reason, run }, index) => (
        <Fragment key={verb.id}>
          {index > 0 && entries[index - 1]?.verb.group !== verb.group && <Menu.Divider />}
          <Menu.Item
            leftSection={<verb.icon size={14} aria-hidden />}
            rightSection={
              verb.shortcut === undefined ? undefined : <kbd className={styles.key}>{shortcutText(verb.shortcut)}</kbd>
            }
            disabled={reason !== undefined}
            {...(verb === first && { 'data-autofocus': true })}
            {...(reason !== undefined && { title: reason })}
            {...(verb.group === 'danger' && { color: 'red' })}
            onClick={run}
          >
            {label}
            {reason !== undefined && <span className={styles.reason}>{reason}</span>}
          </Menu.Item>
        </Fragment>
      ))}
    </>
  );
}

/** `mod+Shift+O` as this machine's keys. */
export const shortcutText = (shortcut: string): string =>
  shortcut.replace('mod', navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl').replace('Delete', 'Del');

export function DomainMenuItems({ domains }: { readonly domains: readonly Domain[] }): ReactElement {
  return <Entries entries={useDomainEntries(domains)} />;
}

export function HostMenuItems({ host }: { readonly host: Host }): ReactElement {
  return <Entries entries={useHostEntries(host)} />;
}

export function DomainToolbar({ domains }: { readonly domains: readonly Domain[] }): ReactElement {
  return <Toolbar entries={useDomainEntries(domains)} />;
}

export function HostToolbar({ host }: { readonly host: Host }): ReactElement {
  return <Toolbar entries={useHostEntries(host)} />;
}

function Toolbar({ entries }: { readonly entries: readonly Entry[] }): ReactElement {
  const { t } = useTranslation();
  const rest = entries.filter(({ verb }) => !verb.prominent);
  return (
    <div role="toolbar" aria-label={t('shell.actions')} className={styles.toolbar}>
      {entries
        .filter(({ verb }) => verb.prominent)
        .map(({ verb, label, reason, run }) => (
          <Tooltip key={verb.id} label={reason} disabled={reason === undefined}>
            <Button
              variant="default"
              leftSection={<verb.icon size={13} aria-hidden />}
              {...(verb.group === 'danger' && { 'data-danger': true })}
              {...(styles.button !== undefined && { className: styles.button })}
              // Not `disabled`: a disabled button can't be focused, and so never says why.
              aria-disabled={reason !== undefined}
              {...(reason !== undefined && { 'data-disabled': true })}
              onClick={() => {
                if (reason === undefined) run();
              }}
            >
              {label}
            </Button>
          </Tooltip>
        ))}
      {rest.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <ActionIcon variant="default" size={28} aria-label={t('shell.moreActions')}>
              <Ellipsis size={15} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Entries entries={rest} />
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
