/** The objects of one kind as a page lists them, of all hosts or of one, with what is said where there are none. */
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host, HostId } from '../../shared/model/host.ts';
import page from '../components/page.module.css';
import { useHosts, useIsLoaded } from '../store/inventory.ts';
import { nounOf, type DescribedKind } from './nounOf.ts';
import { ObjectGrid } from './objectGrid.tsx';

interface ObjectListProps<K extends DescribedKind> {
  readonly kind: K;
  /** Only this host's. */
  readonly host?: HostId;
}

export function ObjectList<K extends DescribedKind>({ kind, host }: ObjectListProps<K>): ReactElement {
  const { t } = useTranslation();
  return (
    <ObjectGrid
      kind={kind}
      host={host}
      layoutKey={`${kind}Table`}
      beginning={<span className={page.quiet}>{t('object.hint')}</span>}
      renderEmpty={(filtered) => <Empty kind={kind} filtered={filtered} {...(host !== undefined && { host })} />}
    />
  );
}

interface EmptyProps extends ObjectListProps<DescribedKind> {
  readonly filtered: boolean;
}

function Empty({ kind, host, filtered }: EmptyProps): ReactElement {
  const { t } = useTranslation();
  const loaded = useIsLoaded(kind);
  const hosts = useHosts().filter(({ id }) => host === undefined || id === host);
  const why = !loaded ? 'loading' : filtered ? 'filtered' : whyNone(kind, hosts);
  const { list, words } = nounOf[kind];
  return <p className={page.empty}>{why === 'none' ? t(list?.none ?? words.many) : t(`object.empty.${why}`)}</p>;
}

function whyNone(kind: DescribedKind, hosts: readonly Host[]): 'connecting' | 'away' | 'lacking' | 'none' {
  if (hosts.some(({ status }) => status.kind === 'connecting')) return 'connecting';
  const connected = hosts.filter(({ status }) => status.kind === 'connected');
  if (connected.length === 0) return 'away';
  return connected.every(({ lacks = [] }) => lacks.includes(kind)) ? 'lacking' : 'none';
}
