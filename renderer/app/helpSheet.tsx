/** What the keyboard does: what is so everywhere, then the verbs' keys. */
import { Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { describedKinds, nounOf } from '../nouns/nounOf.ts';
import { shortcutText } from '../nouns/shortcut.ts';
import { closeDialog } from '../store/dialogs.ts';
import { generalKeys } from './generalKeys.ts';
import styles from './main.module.css';

const verbKeys = describedKinds.flatMap((kind) => {
  const { verbs, words } = nounOf[kind];
  return verbs.flatMap(({ shortcut, label }) =>
    shortcut === undefined || generalKeys.some(({ keys }) => keys === shortcut)
      ? []
      : [{ keys: shortcut, label, noun: words.one }],
  );
});

export function HelpSheet(): ReactElement {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={closeDialog} title={t('help.title')} closeButtonProps={{ 'aria-label': t('shell.close') }}>
      <dl className={styles.keys}>
        {generalKeys.map(({ id, keys }) => (
          <Line key={id} keys={keys} words={t(`help.${id}`)} />
        ))}
        {verbKeys.map(({ keys, label, noun }) => (
          <Line key={`${noun} ${keys}`} keys={keys} words={t('help.verb', { noun: t(noun), verb: t(label) })} />
        ))}
      </dl>
    </Modal>
  );
}

function Line({ keys, words }: { readonly keys: string; readonly words: string }): ReactElement {
  return (
    <div style={{ display: 'contents' }}>
      <dt>
        <kbd>{shortcutText(keys)}</kbd>
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
