import { ActionIcon, Tooltip } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isActive, type Domain, type DomainAddress } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import { CopyText } from '../../nouns/copyText.tsx';
import { useLoaded, type Loaded } from '../../nouns/loaded.ts';
import { gatherAddresses, type GatheredAddress } from './gatherAddresses.ts';
import styles from './overview.module.css';

/** Guest addresses, each with who knew it: guest agent, DHCP leases, ARP. */
export function Addresses({
  domain,
  connected,
}: {
  readonly domain: Domain;
  readonly connected: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const { host, uuid } = domain;
  const asks = isActive(domain) && connected;
  const [loaded, reload] = useLoaded<readonly DomainAddress[]>(
    `${host}/${uuid} ${asks}`,
    domain.state,
    async (signal) => (asks ? api.domain.addresses({ host, uuid }, { signal }) : []),
  );
  return (
    <section className={styles.card} aria-labelledby="addresses-heading">
      <div className={styles.cardHead}>
        <h2 id="addresses-heading">{t('domain.fields.addresses')}</h2>
        <Tooltip label={t('domain.refreshAddresses')}>
          <ActionIcon
            variant="subtle"
            size="sm"
            disabled={!asks || loaded.kind === 'loading'}
            aria-label={t('domain.refreshAddresses')}
            onClick={reload}
          >
            <RotateCw size={13} />
          </ActionIcon>
        </Tooltip>
      </div>
      <AddressList domain={domain} connected={connected} loaded={loaded} />
    </section>
  );
}

interface AddressListProps {
  readonly domain: Domain;
  readonly connected: boolean;
  readonly loaded: Loaded<readonly DomainAddress[]>;
}

function AddressList({ domain, connected, loaded }: AddressListProps): ReactElement {
  const { t } = useTranslation();
  if (!connected) return <p className={styles.quiet}>{t('domain.addressesHostAway')}</p>;
  if (!isActive(domain)) return <p className={styles.quiet}>{t('domain.addressesOff')}</p>;
  switch (loaded.kind) {
    case 'loading':
      return <p className={styles.quiet}>{t('domain.addressesAsking')}</p>;
    case 'failed':
      return <p className={styles.quiet}>{t(`error.${loaded.error.code}.title`, { ...loaded.error.params })}</p>;
    case 'loaded': {
      const gathered = gatherAddresses(loaded.value);
      if (gathered.length === 0) return <p className={styles.quiet}>{t('domain.addressesNone')}</p>;
      return (
        <ul className={styles.addresses}>
          {gathered.map((address) => (
            <AddressRow key={`${address.interface} ${address.address}`} address={address} />
          ))}
        </ul>
      );
    }
    default:
      return loaded satisfies never;
  }
}

function AddressRow({ address }: { readonly address: GatheredAddress }): ReactElement {
  const { t } = useTranslation();
  const sources = address.sources.map((source) => t(`domain.addressSources.${source}`)).join(', ');
  return (
    <li>
      <span className={styles.address}>{address.address}</span>
      <CopyText text={address.address} label={t('domain.copyAddress', { address: address.address })} />
      <span className={styles.quiet} title={address.mac}>
        {address.interface} · {sources}
      </span>
    </li>
  );
}
