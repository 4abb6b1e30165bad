import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostId } from '../../shared/model/host.ts';
import type { HostedKind } from '../../shared/model/objects.ts';
import { useRecordCount } from '../store/inventory.ts';
import { nounOf, type DescribedKind } from './nounOf.ts';
import page from '../components/page.module.css';

interface CountedLabelProps {
  readonly kind: HostedKind & DescribedKind;
  readonly host: HostId;
}

/** The label of a tab that lists what a host has of a kind: its plural, and how many as far as that is known. */
export function CountedLabel({ kind, host }: CountedLabelProps): ReactElement {
  const { t } = useTranslation();
  const count = useRecordCount(kind, host);
  return (
    <>
      {t(nounOf[kind].words.many)}
      {count !== undefined && <span className={page.count}> {count}</span>}
    </>
  );
}
