/** Everything at a glance: is it fine? And all VMs of all hosts. */
import { Tabs } from '@mantine/core';
import { hrefOf } from '../../../shared/model/route.ts';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDomains, useHosts } from '../../store/inventory.ts';
import { NoHosts } from './emptyTable.tsx';
import { groupedKinds, nounOf } from '../../nouns/nounOf.ts';
import { ObjectList } from '../../nouns/objectList.tsx';
import page from '../../components/page.module.css';
import styles from './fleet.module.css';
import { Overview } from './overview.tsx';
import { Summary } from './summary.tsx';
import { DomainTable } from './domainTable.tsx';

export function FleetPage({ tab }: { readonly tab: string }): ReactElement {
  const { t } = useTranslation();
  const hosts = useHosts();
  const connected = hosts.filter(({ status }) => status.kind === 'connected').length;
  const vms = useDomains().length;
  const listed = groupedKinds.find((kind) => kind === tab);
  const shown = listed ?? (tab === 'overview' ? tab : 'domains');
  return (
    <article className={page.page} aria-labelledby="fleet-heading">
      <header className={page.head}>
        <h1 id="fleet-heading">{t('tree.allHosts')}</h1>
        <span className={page.quiet}>{t('fleet.summary', { connected, hosts: hosts.length, vms })}</span>
      </header>
      <Tabs
        className={page.tabs}
        value={shown}
        keepMounted={false}
        onChange={(next) => {
          if (next !== null) location.hash = hrefOf({ page: 'fleet', tab: next });
        }}
      >
        <Tabs.List px={16}>
          <Tabs.Tab value="overview">{t('fleet.overview')}</Tabs.Tab>
          <Tabs.Tab value="domains">{t('fleet.domains')}</Tabs.Tab>
          {groupedKinds.map((kind) => (
            <Tabs.Tab key={kind} value={kind}>
              {t(nounOf[kind].words.many)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview" className={styles.panel}>
          {hosts.length === 0 ? <NoHosts /> : <Overview hosts={hosts} />}
        </Tabs.Panel>
        <Tabs.Panel value="domains" className={styles.panel}>
          <div className={styles.domains}>
            {hosts.length > 0 && <Summary />}
            <div className={styles.table}>
              <DomainTable />
            </div>
          </div>
        </Tabs.Panel>
        {listed !== undefined && (
          <Tabs.Panel value={listed} className={styles.panel}>
            <ObjectList key={listed} kind={listed} />
          </Tabs.Panel>
        )}
      </Tabs>
    </article>
  );
}
