/** The verbs of a noun as menu entries and as a toolbar. */
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectRecords } from '../../shared/model/objects.ts';
import { targetOf } from './noun.ts';
import { nounOf, type DescribedKind } from './nounOf.ts';
import { availability, beginVerb } from './runVerb.ts';
import { shortcutText } from './shortcut.ts';
import type { Verb } from './verb.ts';
import styles from './verbs.module.css';

interface Entry {
  readonly verb: Pick<Verb<never>, 'id' | 'icon' | 'group' | 'shortcut' | 'prominent'>;
  readonly label: string;
  /** Why it can't run now, in words. */
  readonly reason?: string | undefined;
  readonly run: () => void;
}

interface VerbsProps<K extends DescribedKind> {
  readonly kind: K;
  /** One, or a selection. */
  readonly records: readonly ObjectRecords[K][];
}

function useEntries<K extends DescribedKind>({ kind, records }: VerbsProps<K>): readonly Entry[] {
  const { t } = useTranslation();
  const { verbs } = nounOf[kind];
  const targets = records.map((record) => targetOf(kind, record));
  return verbs.flatMap((verb) => {
    const { shown, reason } = availability(verb, targets);
    if (!shown) return [];
    return [
      {
        verb,
        label: t(verb.label),
        reason: reason === undefined ? undefined : t(`verb.reasons.${reason}`),
        run: () => void beginVerb(kind, verb, records),
      },
    ];
  });
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

/** In the menu of a row, of a page and of the menu bar. */
export function VerbMenuItems<K extends DescribedKind>(props: VerbsProps<K>): ReactElement {
  return <Entries entries={useEntries(props)} />;
}

/** The prominent ones as buttons, the others in a menu behind them. */
export function VerbToolbar<K extends DescribedKind>(props: VerbsProps<K>): ReactElement {
  return <Toolbar entries={useEntries(props)} />;
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
