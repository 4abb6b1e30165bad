/** The menu of a row: what can be done with what it stands for. */
import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { VerbMenuItems } from '../../nouns/verbMenu.tsx';
import { openDialog } from '../../store/dialogs.ts';
import { openRow, type TreeRow } from './rows.ts';

export function RowMenu({ row }: { readonly row: TreeRow }): ReactElement {
  const { t } = useTranslation();
  switch (row.kind) {
    case 'host':
      return <VerbMenuItems kind="host" records={[row.record]} />;
    case 'object':
      return <VerbMenuItems kind={row.ref.kind} records={[row.record]} />;
    case 'group':
      return <Menu.Item onClick={() => openRow(row)}>{t('tree.open')}</Menu.Item>;
    case 'fleet':
      return (
        <>
          <Menu.Item onClick={() => openRow(row)}>{t('tree.open')}</Menu.Item>
          <Menu.Item onClick={() => openDialog({ kind: 'createDomain' })}>{t('host.verbs.create')}</Menu.Item>
        </>
      );
  }
}
